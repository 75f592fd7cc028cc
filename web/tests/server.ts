// A server for page tests: answers by method and path, and keeps what it was asked.
import { vi } from 'vitest'

export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  body: Record<string, unknown>
}
type Answer = (asked: Asked) => unknown

export class Refusal {
  constructor(
    readonly status: number,
    readonly body: object,
  ) {}
}

/** Stands in for the network until the test ends; `answers` is keyed like 'GET /api/session'. */
export function serve(answers: Record<string, Answer>): Asked[] {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url)
    const isJson = request.headers.get('Content-Type')?.includes('json')
    const body = isJson ? await request.json() : {}
    const one: Asked = { method: request.method, path: pathname, query: searchParams, body }
    asked.push(one)
    const answer = answers[`${request.method} ${pathname}`]
    if (!answer) throw new TypeError(`no answer for ${request.method} ${pathname}`)
    const said = answer(one)
    const status = said instanceof Refusal ? said.status : said === undefined ? 204 : 200
    const text = JSON.stringify(said instanceof Refusal ? said.body : said)
    return new Response(status === 204 ? null : text, { status, headers: { 'Content-Type': 'application/json' } })
  })
  return asked
}

const CITY = { name: '望州市', short_name: '望', is_demo: true, hotline: '12320' }

export const someone = (kind: 'none' | 'citizen' | 'staff', more: object = {}): object => ({
  kind, name: '李晓梅', phone_masked: '138****5678', roles: [], permissions: [], areas: [], person_bound: true,
  city: CITY, server_time: '2020-02-21T06:00:00Z', stream_url: '', clock_speed: 1, unread: 0,
  speaks_for: kind === 'citizen' ? [{ key: 'own', name_masked: '李*梅', relation: 'self' }] : [], ...more,
})
