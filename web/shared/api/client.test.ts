import { afterEach, expect, test, vi } from 'vitest'
import { api, ask, onSignedOut } from './client'

// The client is built from whatever the contract holds; the tests address it as plain HTTP.
const plain = api as unknown as Record<'GET' | 'POST', (path: string, options?: object) => Promise<never>>

function server(answer: (request: Request) => Response | Promise<Response>): void {
  vi.stubGlobal('fetch', (request: Request) => Promise.resolve(answer(request)))
}
const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })

afterEach(() => vi.unstubAllGlobals())

test('a good answer is its body', async () => {
  server(() => json({ name: '王' }))

  expect(await ask(plain.GET('/api/session'))).toEqual({ name: '王' })
})

test('a write says that it comes from our own pages', async () => {
  let mark: string | null = null
  server((request) => {
    mark = request.headers.get('X-Lianfang')
    return json({})
  })

  await ask(plain.POST('/api/session', { body: {} }))

  expect(mark).toBe('1')
})

test('a problem answer is thrown as a Problem', async () => {
  server(() => json({ code: 'case.wrong_state', title: '案卷状态已变化' }, 409))

  await expect(ask(plain.GET('/api/session'))).rejects.toMatchObject({ code: 'case.wrong_state', status: 409 })
})

test('an answer that nobody is signed in tells the session', async () => {
  server(() => json({}, 401))
  const heard = vi.fn()
  const stop = onSignedOut(heard)

  await ask(plain.GET('/api/session')).catch(() => undefined)
  stop()

  expect(heard).toHaveBeenCalledTimes(1)
})

test('the path, its parts and the query are put together, empty ones left out', async () => {
  let url = ''
  server((request) => {
    url = request.url
    return json({})
  })

  await ask(plain.GET('/api/cases/{key}/steps', { params: { path: { key: 'a/b' }, query: { state: null, area: ['1', '2'], name: '张' } } }))

  expect(url).toBe(`${location.origin}/api/cases/a%2Fb/steps?area=1&area=2&name=${encodeURIComponent('张')}`)
})

test('an answer that is no JSON is unreadable, not undefined', async () => {
  server(() => new Response('<html>', { status: 200 }))

  await expect(ask(plain.GET('/api/session'))).rejects.toMatchObject({ code: 'unreadable' })
})

test('leaving the page ends the request', async () => {
  vi.stubGlobal('fetch', (_request: Request, { signal }: { signal: AbortSignal }) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  )
  const page = new AbortController()

  const waiting = ask(plain.GET('/api/session', { signal: page.signal }))
  page.abort()

  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
})

test('a server that never answers is a timeout', async () => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', (_request: Request, { signal }: { signal: AbortSignal }) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  )

  const waiting = expect(ask(plain.GET('/api/session'))).rejects.toMatchObject({ code: 'timeout' })
  await vi.advanceTimersByTimeAsync(15_000)

  await waiting
  vi.useRealTimers()
})
