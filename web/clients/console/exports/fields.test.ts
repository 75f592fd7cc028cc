import { expect, test } from 'vitest'
import { isMaking, isOpen, percent, size, type ExportOut } from './fields'

const row = (more: Partial<ExportOut>): ExportOut => ({ state: 'running', done: 0, total: 10, ...more }) as ExportOut

test('an export waits for somebody or for the worker until it is over', () => {
  expect([row({ state: 'waiting' }), row({ state: 'running' }), row({ state: 'ready' })].map(isOpen)).toEqual([true, true, false])
  expect(isMaking(row({ state: 'waiting' }))).toBe(false)
})

test('progress never claims to be done before it is', () => {
  expect(percent(row({ done: 5 }))).toBe(50)
  expect(percent(row({ done: 10 }))).toBe(99)
  expect(percent(row({ total: 0 }))).toBe(0)
})

test('sizes are told as people read them', () => {
  expect([size(100), size(20_480), size(5_242_880)]).toEqual(['1 KB', '20 KB', '5.0 MB'])
})
