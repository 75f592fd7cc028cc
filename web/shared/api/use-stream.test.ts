import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { useStream } from './use-stream'

class Line {
  static all: Line[] = []
  readyState = 1
  closed = false
  onopen?: () => void
  onerror?: () => void
  onmessage?: (event: { data: string }) => void
  constructor(readonly address: string) {
    Line.all.push(this)
  }
  close(): void {
    this.closed = true
  }
}
let scope: EffectScope
const last = (): Line => {
  const line = Line.all[Line.all.length - 1]
  if (!line) throw new Error('nobody listens')
  return line
}

beforeEach(() => {
  Line.all = []
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', Line)
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('events are heard as what they say', () => {
  const heard: { line: string }[] = []
  scope.run(() => useStream<{ line: string }>('/stream', (event) => heard.push(event)))

  last().onmessage?.({ data: '{"line": "案卷已派遣"}' })

  expect(heard).toEqual([{ line: '案卷已派遣' }])
})

test('a line that breaks is said to be down until it is open again', () => {
  const got = scope.run(() => useStream('/stream', () => undefined))
  last().onopen?.()
  expect(got?.live.value).toBe(true)

  last().onerror?.()
  expect(got?.live.value).toBe(false)
})

test('a refused line is asked for again after a while', async () => {
  scope.run(() => useStream('/stream', () => undefined))
  last().readyState = 2

  last().onerror?.()
  await vi.advanceTimersByTimeAsync(5_000)

  expect(Line.all).toHaveLength(2)
})

test('leaving the page closes the line', () => {
  scope.run(() => useStream('/stream', () => undefined))

  scope.stop()

  expect(last().closed).toBe(true)
})
