import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { serve } from '../../../tests/server'
import ReportList from './ReportList.vue'
import ReportShow from './ReportShow.vue'

const row = { key: 'k1', code: 'Y1', kind: 'verify', subject_kind: 'suspected', subject_name: '张三', submitted_at: '2020-02-21T06:00:00Z', state: 'verifying', state_label: '核实中' }

afterEach(() => vi.unstubAllGlobals())

test('each report shows whom it is about, how far it is, and leads to its steps', async () => {
  serve({ 'GET /api/citizen/reports': () => ({ items: [row], next: null }) })

  const list = mount(ReportList)
  await flushPromises()

  const link = list.get('a[href="#/reports/k1"]')
  expect(link.text()).toContain('张三 · 疑似病例')
  expect(link.text()).toContain('核实中')
})

test('choosing a state asks for those only', async () => {
  const asked = serve({ 'GET /api/citizen/reports': ({ query }) => ({ items: query.get('state') === 'closed' ? [] : [row], next: null }) })
  const list = mount(ReportList)
  await flushPromises()

  await list.get('input[value=closed]').setValue(true)
  await flushPromises()

  expect(asked[1]?.query.get('state')).toBe('closed')
  expect(list.text()).toContain('没有符合条件的记录')
})

test('a list that could not be fetched is tried again on demand', async () => {
  let online = false
  serve({
    'GET /api/citizen/reports': () => {
      if (!online) throw new TypeError('Failed to fetch')
      return { items: [row], next: null }
    },
  })
  const list = mount(ReportList)
  await flushPromises()
  expect(list.text()).toContain('网络不通')

  online = true
  await list.findAll('button').find((button) => button.text() === '重新加载')?.trigger('click')
  await flushPromises()

  expect(list.text()).toContain('张三')
})

test('the steps say what is done, what goes on and what is to come', async () => {
  const steps = [
    { title: '已受理', happened_at: '2020-02-21T06:00:00Z', state: 'done' },
    { title: '核实中', happened_at: '2020-02-21T06:10:00Z', state: 'now' },
    { title: '已办结', happened_at: null, state: 'next' },
  ]
  serve({ 'GET /api/citizen/reports/k1': () => ({ ...row, symptoms: ['01'], temp_c: null, description: '', address: '', photos: [], steps }) })

  const shown = mount(ReportShow, { props: { id: 'k1' } })
  await flushPromises()

  expect(shown.findAll('.lf-step').map((step) => step.classes().at(-1))).toEqual(['lf-step--done', 'lf-step--now', 'lf-step--next'])
  expect(shown.get('[aria-current=step]').text()).toContain('核实中')
})

test('kind and days narrow the list further, and more comes a page at a time', async () => {
  const asked = serve({ 'GET /api/citizen/reports': ({ query }) => ({ items: [{ ...row, key: query.get('cursor') || 'first' }], next: query.get('cursor') ? null : 'n' }) })
  const list = mount(ReportList)
  await flushPromises()
  await list.findAll('button').find((button) => button.text() === '更多条件')?.trigger('click')

  await list.get('select').setValue('help')
  await list.get('input[type=date]').setValue('2020-02-01')
  await flushPromises()
  await list.findAll('button').find((button) => button.text() === '加载更多')?.trigger('click')
  await flushPromises()

  expect(Object.fromEntries(asked.at(-1)?.query ?? [])).toEqual({ kind: 'help', since: '2020-02-01', cursor: 'n' })
  expect(list.findAll('a[href^="#/reports/"]')).toHaveLength(2)
})
