// The only place that talks to the server: one typed client, one way to fail. The types are openapi-fetch's; the few lines
// that run are ours, because its run time would be a tenth of what a phone page may weigh (docs/decisions/0030).
import type { Client } from 'openapi-fetch'
import { problems } from '@shared/words'
import { Problem, problemFromAnswer, problemFromFailure } from './problem'
import type { paths } from './schema'

const TIMEOUT_MS = 15_000

const signedOutListeners = new Set<() => void>()

/** Hears of an answer that says nobody is signed in; returns how to stop hearing. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}

interface Options {
  params?: { path?: Record<string, unknown>; query?: Record<string, unknown> }
  body?: unknown
  bodySerializer?: (body: unknown) => BodyInit
  headers?: Record<string, string>
  signal?: AbortSignal
}
interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

function addressOf(path: string, { path: parts = {}, query = {} }: NonNullable<Options['params']>): string {
  const filled = path.replace(/{(\w+)}/g, (_, name: string) => encodeURIComponent(String(parts[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null) search.append(name, String(one))
  const text = search.toString()
  return text ? `${filled}?${text}` : filled
}

export function requestFor(method: string, path: string, options: Options): Request {
  const headers = new Headers(method === 'GET' ? {} : { 'X-Lianfang': '1' })
  for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value)
  let body: BodyInit | null = null
  if (options.bodySerializer) body = options.bodySerializer(options.body)
  else if (options.body !== undefined) {
    body = JSON.stringify(options.body)
    headers.set('Content-Type', 'application/json')
  }
  return new Request(location.origin + addressOf(path, options.params ?? {}), { method, headers, body, credentials: 'same-origin' })
}

/** Gives up after a while, or when the page that asked is left. */
async function call(method: string, path: string, options: Options = {}): Promise<Answer<unknown>> {
  const patience = new AbortController()
  const leave = (): void => patience.abort(options.signal?.reason)
  const timer = setTimeout(() => patience.abort(new DOMException('', 'TimeoutError')), TIMEOUT_MS)
  if (options.signal?.aborted) leave()
  options.signal?.addEventListener('abort', leave)
  try {
    const response = await fetch(requestFor(method, path, options), { signal: patience.signal })
    const said = readable(await response.text(), response.ok)
    return response.ok ? { data: said, response } : { error: said, response }
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', leave)
  }
}

function readable(text: string, mustBe: boolean): unknown {
  try {
    return text ? JSON.parse(text) : undefined
  } catch {
    if (mustBe) throw new Problem({ code: 'unreadable', title: problems.unreadable })
    return undefined
  }
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** `api.GET('/api/…', { params, signal })`, `api.POST('/api/…', { body })`: paths, bodies and answers are typed by the contract. */
export const api = Object.fromEntries(
  METHODS.map((method) => [method, (path: string, options?: Options) => call(method, path, options)]),
) as unknown as Pick<Client<paths>, (typeof METHODS)[number]>

/** The body of a good answer; anything else is thrown as a Problem (or as the abort it was). */
export async function ask<T>(answer: Promise<Answer<T>>): Promise<T> {
  let got: Answer<T>
  try {
    got = await answer
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure
    throw problemFromFailure(failure)
  }
  if (got.response.ok) return got.data as T
  const problem = problemFromAnswer(got.response.status, got.error)
  if (problem.status === 401) signedOutListeners.forEach((listener) => listener())
  throw problem
}

export const isAbort = (failure: unknown): boolean => failure instanceof DOMException && failure.name === 'AbortError'
export const asProblem = (failure: unknown): Problem => problemFromFailure(failure)
