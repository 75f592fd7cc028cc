import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { refreshSession } from '@shared/session'
import { serve, someone, type Asked } from '../../../tests/server'
import CheckForm from './CheckForm.vue'
import CheckHome from './CheckHome.vue'

const slot = (key: string, state: string): object => ({ key, name: '上午', opens_at: '2020-02-20T22:00:00Z', closes_at: '2020-02-21T04:00:00Z', state })
const observation = {
  active: true, person_name: '李晓梅', mode_label: '居家观察', day: 6, days: 14, planned_end_at: '2020-03-01T16:00:00Z', place: '3 号楼',
  doctor: { name: '陈医生', phone: '13900001234' }, officer: null, hotline: '12320', slots: [slot('a', 'missed'), slot('b', 'open')], due: 'b', notices: [],
}
const result = (is_abnormal: boolean): object => ({ key: 'k', is_abnormal, slot_name: '下午', is_late: false, advice: [], call: { name: '陈医生', phone: '13900001234' } })

async function page(component: typeof CheckForm | typeof CheckHome, answers: Parameters<typeof serve>[0], who: object = someone('citizen')): Promise<{ shown: VueWrapper; asked: Asked[] }> {
  const asked = serve({ 'GET /api/session': () => who, ...answers })
  await refreshSession()
  const shown = mount(component)
  await flushPromises()
  return { shown, asked }
}
const byLabel = (form: VueWrapper, label: string) => {
  const found = form.findAll('label').find((each) => each.text().startsWith(label))
  return form.get(`[id="${found?.attributes('for')}"]`)
}

enableAutoUnmount(afterEach)
beforeEach(() => localStorage.clear())
afterEach(() => vi.unstubAllGlobals())

test('the page shows the day, each slot in words, and what is due', async () => {
  const { shown } = await page(CheckHome, { 'GET /api/resident/observation': () => observation })

  expect(shown.text()).toContain('第 6 天 / 共 14 天')
  expect(shown.findAll('.lf-light').map((light) => light.text())).toEqual(['漏报', '待上报'])
  expect(shown.get('a[href="#/check/new"]').text()).toBe('现在自查')
})

test('somebody not proven yet is led to prove who they are, and nothing is asked of the server', async () => {
  const { shown, asked } = await page(CheckHome, {}, someone('citizen', { person_bound: false, speaks_for: [] }))

  expect(shown.get('a[href="#/me/bind"]').text()).toBe('去认证')
  expect(asked.map(({ path }) => path)).toEqual(['/api/session'])
})

test('somebody not observed is told so', async () => {
  const { shown } = await page(CheckHome, { 'GET /api/resident/observation': () => ({ ...observation, active: false }) })

  expect(shown.text()).toContain('您目前不在隔离观察中')
})

test.each([
  ['36.5', false, '体征正常'],
  ['37.9', true, '体征异常'],
])('a check of %s is answered at once', async (degrees, abnormal, word) => {
  const { shown } = await page(CheckForm, { 'POST /api/resident/readings': () => result(abnormal) })

  await byLabel(shown, '体温').setValue(degrees)
  await byLabel(shown, '详细门楼号').setValue('3 号楼')
  await shown.get('form').trigger('submit')
  await flushPromises()

  expect(shown.get('h1').text()).toBe(word)
  expect(shown.find('a[href="tel:13900001234"]').exists()).toBe(abnormal)
})

test('the door is remembered, the reading is not', async () => {
  const { shown } = await page(CheckForm, { 'POST /api/resident/readings': () => result(false) })
  await byLabel(shown, '体温').setValue('36.5')
  await byLabel(shown, '详细门楼号').setValue('3 号楼')
  await shown.get('form').trigger('submit')
  await flushPromises()

  const tomorrow = mount(CheckForm)

  expect((byLabel(tomorrow, '详细门楼号').element as HTMLInputElement).value).toBe('3 号楼')
  expect((byLabel(tomorrow, '体温').element as HTMLInputElement).value).toBe('')
})

test('a guardian checks for a child: everything asked and sent is about the child', async () => {
  const speaks_for = [
    { key: 'own', name_masked: '李*梅', relation: 'self' },
    { key: 'child', name_masked: '李*', relation: 'family' },
  ]
  const who = someone('citizen', { speaks_for })
  const { shown, asked } = await page(CheckHome, { 'GET /api/resident/observation': () => observation }, who)

  await shown.get('input[value=child]').setValue(true)
  await flushPromises()
  const sent = await page(CheckForm, { 'POST /api/resident/readings': () => result(false) }, who)
  await byLabel(sent.shown, '体温').setValue('36.5')
  await byLabel(sent.shown, '详细门楼号').setValue('3 号楼')
  await sent.shown.get('form').trigger('submit')
  await flushPromises()

  expect(asked.filter(({ path }) => path.endsWith('observation')).map(({ query }) => query.get('person'))).toEqual(['own', 'child'])
  expect(sent.asked.find(({ method }) => method === 'POST')?.body.person).toBe('child')
})
