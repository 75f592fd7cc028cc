import { afterEach, expect, test, vi } from 'vitest'
import { firstPile, goodRows, percentDone, send } from './upload'

afterEach(() => void vi.unstubAllGlobals())

test('what is wrong is shown first, then what would be new', () => {
  expect(firstPile({ new: 3, bad: 1 })).toBe('bad')
  expect(firstPile({ same: 2, new: 3 })).toBe('new')
  expect(firstPile({})).toBe('new')
})

test('rows that change nothing or are wrong are not waited for', () => {
  const counts = { new: 6, merge: 2, same: 5, bad: 1 }
  expect(goodRows(counts)).toBe(8)
  expect(percentDone({ done: 4, counts })).toBe(50)
  expect(percentDone({ done: 8, counts })).toBe(99)
})

test('a table travels with its key and its chosen columns', async () => {
  let sent: FormData | undefined
  vi.stubGlobal('fetch', async (request: Request) => {
    sent = await request.formData()
    return new Response('{}', { status: 201 })
  })

  await send(new File(['a'], 'a.csv'), 'k', { 0: 'name' })

  expect([sent?.get('key'), sent?.get('chosen')]).toEqual(['k', '{"0":"name"}'])
})
