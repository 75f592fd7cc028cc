import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { serve } from '../../../tests/server'
import { setCityTime } from '@shared/words'
import { useTokens, type Tokens } from './use-tokens'

const START = Date.parse('2020-02-21T06:00:00Z')
let scope: EffectScope

/** Five tokens of a minute each from `from`, as the server gives them. */
const batch = (from: number, name: string): object => ({
  colour: 'green',
  server_time: new Date(from).toISOString(),
  tokens: [0, 1, 2, 3, 4].map((at) => ({
    text: `LF1:${name}${at}`,
    starts_at: new Date(from + at * 60_000).toISOString(),
    ends_at: new Date(from + (at + 1) * 60_000).toISOString(),
  })),
})
function tokens(onColour: (colour: string) => void = () => undefined): Tokens {
  const got = scope.run(() => useTokens(onColour))
  if (!got) throw new Error('the scope did not run')
  return got
}

beforeEach(() => {
  vi.useFakeTimers({ now: START })
  setCityTime(new Date(START).toISOString(), 1)
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('the code moves on each minute without asking again', async () => {
  const asked = serve({ 'GET /api/citizen/pass/tokens': () => batch(START, 'a') })
  const { text } = tokens()

  await vi.advanceTimersByTimeAsync(1000)
  expect(text.value).toBe('LF1:a0')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(text.value).toBe('LF1:a1')

  expect(asked).toHaveLength(1)
})

test('new codes come before the last one runs out', async () => {
  let name = 'a'
  serve({ 'GET /api/citizen/pass/tokens': () => batch(Date.now(), name) })
  const { text } = tokens()
  await vi.advanceTimersByTimeAsync(1000)

  name = 'b'
  await vi.advanceTimersByTimeAsync(4 * 60_000)

  expect(text.value).toBe('LF1:b0')
})

test('without a network the codes at hand are used up, then none is shown', async () => {
  let online = true
  serve({
    'GET /api/citizen/pass/tokens': () => {
      if (!online) throw new TypeError('Failed to fetch')
      return batch(START, 'a')
    },
  })
  const { text, problem } = tokens()
  await vi.advanceTimersByTimeAsync(1000)

  online = false
  await vi.advanceTimersByTimeAsync(4 * 60_000)
  expect(text.value).toBe('LF1:a4')
  expect(problem.value?.code).toBe('offline')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(text.value).toBeUndefined()
})

test("a phone whose clock is wrong shows the server's time and the right code", async () => {
  serve({ 'GET /api/citizen/pass/tokens': () => batch(START + 3_600_000, 'a') })
  const { text, now } = tokens()

  await vi.advanceTimersByTimeAsync(1000)

  expect(text.value).toBe('LF1:a0')
  expect(now.value).toBe(START + 3_600_000 + 1000)
})

test('each batch tells the colour it stands for', async () => {
  serve({ 'GET /api/citizen/pass/tokens': () => batch(START, 'a') })
  const heard = vi.fn()

  tokens(heard)
  await vi.advanceTimersByTimeAsync(1000)

  expect(heard).toHaveBeenCalledWith('green')
})
