import { expect, test } from 'vitest'
import { moved } from './items'

test.each([
  [0, 1, ['b', 'a', 'c']],
  [2, -1, ['a', 'c', 'b']],
  [0, -1, ['a', 'b', 'c']],
  [2, 1, ['a', 'b', 'c']],
] as const)('the question at %i moved by %i', (at, by, after) => {
  expect(moved(['a', 'b', 'c'], at, by)).toEqual(after)
})
