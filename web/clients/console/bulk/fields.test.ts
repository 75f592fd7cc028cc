import { expect, test } from 'vitest'
import { filled, percent, told } from './fields'

test('only states that hold somebody are shown, those to be reached first', () => {
  expect(filled({ skipped: 3, ready: 2, done: 0 })).toEqual(['ready', 'skipped'])
  expect(told({ skipped: 1200, done: 2 })).toBe('已办理 2 · 跳过 1,200')
})

test('progress never claims to be done before it is', () => {
  expect([percent({ done: 5, total: 10 }), percent({ done: 10, total: 10 }), percent({ done: 0, total: 0 })]).toEqual([50, 99, 0])
})
