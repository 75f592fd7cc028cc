import { expect, test, vi } from 'vitest'
import { ref } from 'vue'
import { shortProvince } from '@shared/words/screen'
import { ringParts, topOf } from './charts'
import { pageAt } from './nation'
import { unlessAsking, withNews, type NewsLine } from './wall'

const line = (id: number): NewsLine => ({ id, at: '2020-02-10T01:00:00Z', text: '新增隔离观察', area_code: '990101001', action: 'episode.started' })

test('the newest news comes first and each is told once', () => {
  const told = [line(1), line(2), line(2)].reduce<readonly NewsLine[]>(withNews, [])

  expect(told.map((one) => one.id)).toEqual([2, 1])
})

test('the wall keeps as many lines as it has room for', () => {
  const told = Array.from({ length: 30 }, (_, n) => line(n)).reduce<readonly NewsLine[]>(withNews, [])

  expect(told).toHaveLength(9)
  expect(told[0]?.id).toBe(29)
})

test.each([
  [[], 5],
  [[3], 5],
  [[9], 9],
  [[12], 20],
  [[120], 200],
])('the scale of %j ends at %i', (values, top) => {
  expect(topOf(values)).toBe(top)
})

test('provinces take turns until all were shown', () => {
  const rows = Array.from({ length: 8 }, (_, n) => n)

  expect(pageAt(rows, 0)).toEqual([0, 1, 2, 3, 4, 5])
  expect(pageAt(rows, 8_000)).toEqual([6, 7])
  expect(pageAt(rows, 16_000)).toEqual([0, 1, 2, 3, 4, 5])
  expect(pageAt([], 8_000)).toEqual([])
})

test.each([
  ['湖北省', '湖北'],
  ['北京市', '北京'],
  ['广西壮族自治区', '广西'],
  ['西藏自治区', '西藏'],
  ['香港特别行政区', '香港'],
])('%s is said %s', (name, said) => {
  expect(shortProvince(name)).toBe(said)
})

test('the ring keeps who has not reported apart', () => {
  expect(ringParts({ healthy: 5, fever: 1, cough: 0, other: 0, unreported: 2 }).map((part) => part.value)).toEqual([5, 1, 0, 0, 2])
})

test('a question on its way is not asked over', () => {
  const waiting = { busy: ref(true), reload: vi.fn() }
  const idle = { busy: ref(false), reload: vi.fn() }

  unlessAsking([waiting, idle])

  expect(waiting.reload).not.toHaveBeenCalled()
  expect(idle.reload).toHaveBeenCalledOnce()
})
