import { beforeEach, expect, test } from 'vitest'
import { nextTick } from 'vue'
import { useColumns } from './use-columns'

const ALL = ['name', 'phone', 'sex', 'open'].map((key) => ({ key, label: key }))
const shownOf = (place = 'a'): string[] => useColumns(place, ALL, ['phone'], ['name', 'open']).shown.value.map(({ key }) => key)

beforeEach(() => localStorage.clear())

test('what must be there stays, the rest is chosen and remembered in the order of the table', async () => {
  expect(shownOf()).toEqual(['name', 'phone', 'open'])
  const { keys } = useColumns('a', ALL, ['phone'], ['name', 'open'])
  keys.value = ['sex', 'phone']
  await nextTick()
  expect(shownOf()).toEqual(['name', 'phone', 'sex', 'open'])
  expect(shownOf('b')).toEqual(['name', 'phone', 'open'])
})

test('what was kept and cannot be read is forgotten', () => {
  localStorage.setItem('a', '{')
  expect(shownOf()).toEqual(['name', 'phone', 'open'])
})
