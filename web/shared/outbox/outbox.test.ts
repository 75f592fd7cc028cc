import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Refusal, serve } from '../../tests/server'
import { kept } from './kept'
import { discard, enqueue, leftByOthers, operations, refused, retry, sendNow, waiting, wipe, workAs } from './outbox'

const write = (subject: string, action: string, key: string) =>
  enqueue({ key, subject, action, title: action, path: `/api/worker/${subject}/${action}`, body: { key } })
const noNetwork = () => vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
const settledSoon = () => vi.waitFor(() => expect(waiting.value).toEqual([]))

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true }))
afterEach(async () => {
  workAs('')
  await wipe()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('what was written without a network is kept, and sent once in order when it is back', async () => {
  noNetwork()
  await write('a', 'visit', '1')
  await write('a', 'verification', '2')
  await sendNow()
  expect(waiting.value.map(({ key }) => key)).toEqual(['1', '2'])

  const asked = serve({ 'POST /api/worker/a/visit': () => undefined, 'POST /api/worker/a/verification': () => undefined })
  await Promise.all([sendNow(), sendNow()])

  expect(operations.value).toEqual([])
  expect(asked.map(({ body }) => body.key)).toEqual(['1', '2'])
})

test('twenty checks go through two 503s and each is taken exactly once', async () => {
  noNetwork()
  for (let at = 0; at < 20; at++) await write(`p${at}`, 'reading', `k${at}`)
  const taken: unknown[] = []
  let tries = 0
  const take = ({ body }: { body: Record<string, unknown> }) => (++tries === 3 || tries === 9 ? new Refusal(503, {}) : void taken.push(body.key))
  serve(Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`POST /api/worker/p${at}/reading`, take])))

  await sendNow()
  await vi.advanceTimersByTimeAsync(120_000)
  await settledSoon()

  expect(tries).toBe(22)
  expect(taken.length).toBe(20)
  expect(new Set(taken).size).toBe(20)
})

test('a conflict waits for the person with the words of the server, and holds back only its own subject', async () => {
  noNetwork()
  await write('a', 'visit', '1')
  await write('a', 'verification', '2')
  await write('b', 'visit', '3')
  const said = new Refusal(409, { code: 'case.wrong_state', title: '案卷已办结', detail: '案卷已由他人办结' })
  const asked = serve({ 'POST /api/worker/a/visit': () => said, 'POST /api/worker/b/visit': () => undefined, 'POST /api/worker/a/verification': () => undefined })

  await sendNow()

  expect(refused.value.map(({ key, refusal }) => [key, refusal?.detail])).toEqual([['1', '案卷已由他人办结']])
  expect(waiting.value.map(({ key }) => key)).toEqual(['2'])
  expect(asked.map(({ body }) => body.key)).toEqual(['1', '3'])

  await discard(refused.value[0]!)
  expect(operations.value).toEqual([])
})

test('a refused write is sent again with the same key when the person says so', async () => {
  let answer: unknown = new Refusal(409, { title: '请稍后' })
  const asked = serve({ 'POST /api/worker/a/visit': () => answer })
  await write('a', 'visit', '1')
  await vi.waitFor(() => expect(refused.value.length).toBe(1))

  answer = undefined
  await retry(refused.value[0]!)

  expect(operations.value).toEqual([])
  expect(asked.map(({ body }) => body.key)).toEqual(['1', '1'])
})

test('every write names itself, and what the person saw unless an own write goes before it', async () => {
  noNetwork()
  const draft = { subject: 'a', title: '', body: {}, base: '待核实' }
  await enqueue({ ...draft, key: '1', action: 'visit', path: '/api/worker/a/visit' })
  await enqueue({ ...draft, key: '2', action: 'verification', path: '/api/worker/a/verification' })
  const told: unknown[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    told.push([request.headers.get('Idempotency-Key'), request.headers.get('X-Lianfang-Base')])
    return new Response(null, { status: 204 })
  })

  await sendNow()

  expect(told).toEqual([['1', encodeURIComponent('待核实')], ['2', null]])
})

test('who insists is not held against what was seen before', async () => {
  const bases: unknown[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    bases.push(request.headers.get('X-Lianfang-Base'))
    return bases.length > 1 ? new Response(null, { status: 204 }) : new Response(JSON.stringify({ title: '情况已经变化', code: 'operation.moved_on' }), { status: 409 })
  })
  await enqueue({ subject: 'a', title: '', body: {}, base: '疑似', key: '1', action: 'visit', path: '/api/worker/a/visit' })
  await vi.waitFor(() => expect(refused.value.length).toBe(1))

  await retry(refused.value[0]!)

  expect(bases).toEqual([encodeURIComponent('疑似'), null])
})

test('what was read is shown again without a network, and nothing else is', async () => {
  const { signal } = new AbortController()
  await kept('tasks', async () => ['one'])(signal)
  const fails = () => Promise.reject(new TypeError('no network'))

  expect(await kept('tasks', fails)(signal)).toEqual(['one'])
  await expect(kept('visits', fails)(signal)).rejects.toThrow()
})

test('what one person left on a device is not sent in the name of the next, but when they are back', async () => {
  noNetwork()
  workAs('王')
  await write('a', 'visit', '1')
  workAs('李')
  await write('b', 'visit', '2')
  const asked = serve({ 'POST /api/worker/a/visit': () => undefined, 'POST /api/worker/b/visit': () => undefined })

  await sendNow()
  expect(asked.map(({ body }) => body.key)).toEqual(['2'])
  expect([waiting.value.length, leftByOthers.value.map(({ key }) => key)]).toEqual([0, ['1']])
  workAs('王')
  await settledSoon()
  await sendNow()

  expect(asked.map(({ body }) => body.key)).toEqual(['2', '1'])
})
