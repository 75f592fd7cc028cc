import { flushPromises } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { effectScope } from 'vue'
import { usePages } from './use-pages'

const book: Record<string, { items: number[]; next: string | null }> = {
  first: { items: [1, 2], next: 'b' },
  b: { items: [3], next: null },
}

test('more adds the next page until there is none', async () => {
  const pages = effectScope().run(() => usePages((cursor) => Promise.resolve(book[cursor ?? 'first'] ?? { items: [] })))
  await flushPromises()
  expect(pages?.items.value).toEqual([1, 2])
  expect(pages?.hasMore.value).toBe(true)

  await pages?.more()

  expect(pages?.items.value).toEqual([1, 2, 3])
  expect(pages?.hasMore.value).toBe(false)
})

test('reload starts over from the first page', async () => {
  const pages = effectScope().run(() => usePages((cursor) => Promise.resolve({ ...(book[cursor ?? 'first'] ?? { items: [] }) })))
  await flushPromises()
  await pages?.more()

  await pages?.reload()

  expect(pages?.items.value).toEqual([1, 2])
})
