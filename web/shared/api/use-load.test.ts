import { flushPromises } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { effectScope } from 'vue'
import { Problem } from './problem'
import { useLoad, type Load } from './use-load'

function load<T>(read: (signal: AbortSignal) => Promise<T>): { got: Load<T>; leave: () => void } {
  const scope = effectScope()
  const got = scope.run(() => useLoad(read))
  if (!got) throw new Error('the scope did not run')
  return { got, leave: () => scope.stop() }
}

test('load with an answer goes from loading to ready', async () => {
  const { got } = load(() => Promise.resolve(['a']))
  expect(got.state.value).toBe('loading')

  await flushPromises()

  expect(got.state.value).toBe('ready')
  expect(got.data.value).toEqual(['a'])
})

test('load with no rows is empty', async () => {
  const { got } = load(() => Promise.resolve({ items: [] }))

  await flushPromises()

  expect(got.state.value).toBe('empty')
})

test('load refused by the server is an error with its problem', async () => {
  const { got } = load(() => Promise.reject(new Problem({ code: 'case.missing', title: '未找到', status: 404 })))

  await flushPromises()

  expect(got.state.value).toBe('error')
  expect(got.problem.value?.code).toBe('case.missing')
})

test('load without a network is offline and tries again when it returns', async () => {
  let online = false
  const { got } = load(() => (online ? Promise.resolve(['a']) : Promise.reject(new TypeError('Failed to fetch'))))
  await flushPromises()
  expect(got.state.value).toBe('offline')

  online = true
  dispatchEvent(new Event('online'))
  await flushPromises()

  expect(got.state.value).toBe('ready')
})

test('a failed refresh keeps what was shown', async () => {
  let works = true
  const { got } = load(() => (works ? Promise.resolve(['a']) : Promise.reject(new TypeError())))
  await flushPromises()

  works = false
  await got.reload()

  expect(got.state.value).toBe('ready')
  expect(got.problem.value?.code).toBe('offline')
})

test('leaving the page cancels the request', async () => {
  let given: AbortSignal | undefined
  const { leave } = load((signal) => {
    given = signal
    return new Promise(() => {})
  })

  leave()

  expect(given?.aborted).toBe(true)
})

test('another question is not answered with what the last one brought', async () => {
  let works = true
  const { got } = load(() => (works ? Promise.resolve(['a']) : Promise.reject(new TypeError())))
  await flushPromises()

  works = false
  await got.restart()

  expect(got.data.value).toBeUndefined()
  expect(got.state.value).toBe('offline')
})
