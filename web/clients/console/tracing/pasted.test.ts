import { expect, test } from 'vitest'
import { readPasted } from './pasted'

test('tabs, spaces and commas part the cells; empty lines are none', () => {
  const { rows, badLine } = readPasted('张三\t13700000001\t桃源路 1 号\n\n李四，13700000002\n')

  expect(badLine).toBe(0)
  expect(rows).toEqual([
    { name: '张三', phone: '13700000001', address: '桃源路 1 号' },
    { name: '李四', phone: '13700000002', address: '' },
  ])
})

test('a line without a phone is named by its number', () => {
  expect(readPasted('张三 13700000001\n李四').badLine).toBe(2)
})
