import { beforeEach, expect, test } from 'vitest'
import { nextTick } from 'vue'
import { forgetDrafts, isMobile, isResidentId, newKey, useDraft } from './index'

beforeEach(() => localStorage.clear())

test.each([
  ['13800138000', true],
  [' 13800138000 ', true],
  ['12800138000', false],
  ['1380013800', false],
])('mobile number %s is %s', (phone, right) => {
  expect(isMobile(phone)).toBe(right)
})

test.each([
  ['11010519491231002X', true],
  ['11010519491231002x', true],
  ['110105194912310021', false],
  ['440524188001010014', true],
  ['123', false],
])('resident number %s is %s', (number, right) => {
  expect(isResidentId(number)).toBe(right)
})

test('a key is a UUID and new each time', () => {
  expect(newKey()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  expect(newKey()).not.toBe(newKey())
})

test('a draft survives closing the page, with the same key', async () => {
  const first = useDraft('report', () => ({ name: '', signs: [] as string[] }))
  first.values.name = '张三'
  await nextTick()

  const second = useDraft('report', () => ({ name: '', signs: [] as string[] }))

  expect(second.values).toEqual({ name: '张三', signs: [] })
  expect(second.key()).toBe(first.key())
})

test('a sent draft is blank again, with another key', async () => {
  const draft = useDraft('report', () => ({ name: '' }))
  draft.values.name = '张三'
  await nextTick()
  const key = draft.key()

  draft.clear()
  await nextTick()

  expect(draft.values.name).toBe('')
  expect(draft.key()).not.toBe(key)
  expect(localStorage.length).toBe(0)
})

test('whoever leaves takes their drafts along, and nothing else', async () => {
  localStorage.setItem('lianfang.reader', 'senior')
  useDraft('report', () => ({ name: '' })).values.name = '张三'
  await nextTick()

  forgetDrafts()

  expect(Object.keys(localStorage)).toEqual(['lianfang.reader'])
})
