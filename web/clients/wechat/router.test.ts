import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { refreshSession } from '@shared/session'
import { serve, someone } from '../../tests/server'
import { here, replace } from './address'
import { open, unopened } from './router'

async function as(who: object, address: string): Promise<void> {
  serve({ 'GET /api/session': () => who })
  await refreshSession()
  location.hash = address
  await open()
  await flushPromises()
}
beforeEach(() => {
  vi.stubGlobal('scrollTo', () => undefined)
  addEventListener('hashchange', open)
})
afterEach(() => {
  removeEventListener('hashchange', open)
  vi.unstubAllGlobals()
})
const settled = async (path: string): Promise<void> => vi.waitFor(() => expect(here.value?.path).toBe(path))

test('anybody may report', async () => {
  await as(someone('none'), '/report')

  await settled('/report')
})

test('a page for citizens leads a stranger to signing in, and remembers where to', async () => {
  await as(someone('none'), '/reports')

  await settled('/sign-in')
  expect(here.value?.query.get('to')).toBe('/reports')
})

test('a gate keeper opens the gate, a citizen does not', async () => {
  await as(someone('staff', { permissions: ['gate.verify'] }), '/gate')
  await settled('/gate')

  await as(someone('citizen'), '/gate')
  await settled('/sign-in')
})

test('an unknown address leads to the first page of whoever it is', async () => {
  await as(someone('staff', { permissions: ['declaration.submit'] }), '/nowhere')

  await settled('/unit')
})

test('the key in an address reaches its page', async () => {
  await as(someone('citizen'), '/reports/0f8fad5b')

  await settled('/reports/0f8fad5b')
  expect(here.value?.params).toEqual({ id: '0f8fad5b' })
})

test('going on without a way back changes the page', async () => {
  await as(someone('none'), '/report')

  replace('/me')

  await settled('/me')
  expect(unopened.value).toBeUndefined()
})

test('who comes for the first time sees the first page before the server has answered', async () => {
  removeEventListener('hashchange', open)
  vi.resetModules()
  const fresh = await import('./router')
  const { here: shown } = await import('./address')
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  localStorage.removeItem('lianfang.staff')
  addEventListener('hashchange', fresh.open)
  location.hash = '/'
  await fresh.open()

  await vi.waitFor(() => expect(shown.value?.path).toBe('/report'))
  removeEventListener('hashchange', fresh.open)
})

test('staff are led from it to their own page, and begin there the next time', async () => {
  removeEventListener('hashchange', open)
  vi.resetModules()
  const fresh = await import('./router')
  const { here: shown } = await import('./address')
  serve({ 'GET /api/session': () => someone('staff', { permissions: ['gate.verify'] }) })
  addEventListener('hashchange', fresh.open)
  location.hash = '/'
  await fresh.open()

  await vi.waitFor(() => expect(shown.value?.path).toBe('/gate'))
  expect(localStorage.getItem('lianfang.staff')).toBe('1')
  removeEventListener('hashchange', fresh.open)
})
