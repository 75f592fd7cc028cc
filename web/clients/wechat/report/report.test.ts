import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { refreshSession } from '@shared/session'
import { Refusal, serve, someone, type Asked } from '../../../tests/server'
import ReportForm from './ReportForm.vue'

const row = { key: 'k', code: 'Y1', subject_kind: 'self', subject_name: '张三', submitted_at: '2020-02-21T06:00:00Z', state: 'accepted', state_label: '已受理' }
const place = { code: '990101001001003', path: '清源街道 望河社区 03 网格', is_guessed: false }

async function page(answers: Parameters<typeof serve>[0]): Promise<{ form: VueWrapper; asked: Asked[] }> {
  const asked = serve({ 'GET /api/session': () => someone('citizen'), 'GET /api/citizen/locate': () => place, ...answers })
  await refreshSession()
  return { form: mount(ReportForm, { attachTo: document.body }), asked }
}
const byLabel = (form: VueWrapper, label: string) => {
  const found = form.findAll('label').find((each) => each.text().startsWith(label))
  return form.get(`[id="${found?.attributes('for')}"]`)
}
async function fill(form: VueWrapper): Promise<void> {
  await form.get('input[value=suspected]').setValue(true)
  await form.get('input[value="01"]').setValue(true)
  await byLabel(form, '姓名').setValue('张三')
  await byLabel(form, '联系电话').setValue('13800138000')
  await byLabel(form, '体温').setValue('37.8')
  await form.findAll('button').find((button) => button.text() === '用手机定位')?.trigger('click')
  await flushPromises()
}
const submit = async (form: VueWrapper): Promise<void> => {
  await form.get('form').trigger('submit')
  await flushPromises()
}

beforeEach(() => {
  localStorage.clear()
  const here = { coords: { longitude: 114.3, latitude: 30.6, accuracy: 12 } }
  vi.stubGlobal('navigator', { ...navigator, geolocation: { getCurrentPosition: (found: (at: object) => void) => found(here) } })
})
afterEach(() => {
  vi.unstubAllGlobals()
  document.body.innerHTML = ''
})

test('an empty report says beside each field what is missing and sends nothing', async () => {
  const { form, asked } = await page({})

  await submit(form)

  expect(form.findAll('.lf-field__said--error').map((error) => error.text())).toEqual([
    '请选择上报类型', '请填写姓名', '请填写 11 位手机号', '请定位或选择社区，否则无法派人核实',
  ])
  expect(asked.filter(({ method }) => method === 'POST')).toEqual([])
})

test('a full report is sent once with its tagged place and shows its number', async () => {
  const { form, asked } = await page({ 'POST /api/citizen/reports': () => row })

  await fill(form)
  await submit(form)

  const sent = asked.filter(({ method }) => method === 'POST')
  expect(sent).toHaveLength(1)
  expect(sent[0]?.body).toMatchObject({
    subject_kind: 'suspected', subject_name: '张三', subject_phone: '13800138000', symptoms: ['01'], temp_c: 37.8,
    place: { lon: 114.3, lat: 30.6, coord_sys: 'wgs84' },
  })
  expect(form.text()).toContain('上报成功')
  expect(form.text()).toContain('Y1')
})

test('a report that failed on the way is tried again under the same key', async () => {
  let tries = 0
  const { form, asked } = await page({
    'POST /api/citizen/reports': () => (++tries === 1 ? new Refusal(503, { code: 'busy', title: '服务器繁忙' }) : row),
  })

  await fill(form)
  await submit(form)
  expect(form.text()).toContain('服务器繁忙')
  await submit(form)

  const keys = asked.filter(({ method }) => method === 'POST').map(({ body }) => body.key)
  expect(keys).toHaveLength(2)
  expect(keys[0]).toBe(keys[1])
})

test('a field the server refused says why', async () => {
  const refusal = { code: 'invalid', title: '填写有误', fields: { subject_phone: '这个号码无法接通' } }
  const { form } = await page({ 'POST /api/citizen/reports': () => new Refusal(422, refusal) })

  await fill(form)
  await submit(form)

  expect(form.text()).toContain('这个号码无法接通')
})

test('what was filled in is there again after the page was closed', async () => {
  const { form } = await page({})
  await fill(form)
  form.unmount()

  const again = mount(ReportForm)

  expect((byLabel(again, '姓名').element as HTMLInputElement).value).toBe('张三')
  expect(again.text()).toContain('已为您保留上次没有提交的内容')
})

test('what was just reported is said in one sentence, and goes out only when wanted anyway', async () => {
  const { form, asked } = await page({
    'POST /api/citizen/reports': ({ body }) => {
      if (!(body as { anyway: boolean }).anyway) return new Refusal(409, { code: 'case.just_reported', title: '刚刚有人上报过' })
      return row
    },
  })
  await fill(form)
  await submit(form)
  expect(form.get('[role=alert]').text()).toContain('刚刚有人上报过')

  await form.findAll('button').find((button) => button.text() === '仍要上报')?.trigger('click')
  await flushPromises()

  expect(form.text()).toContain('上报成功')
  const sent = asked.filter(({ method }) => method === 'POST').map(({ body }) => body as { key: string; anyway: boolean })
  expect(sent.map(({ anyway }) => anyway)).toEqual([false, true])
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1)
})

test('whoever does not want to report it again sends nothing and starts afresh', async () => {
  const { form, asked } = await page({
    'POST /api/citizen/reports': () => {
      return new Refusal(409, { code: 'case.just_reported', title: '刚刚有人上报过' })
    },
  })
  await fill(form)
  await submit(form)

  await form.findAll('button').find((button) => button.text() === '不上报了')?.trigger('click')
  await flushPromises()

  expect(form.text()).not.toContain('刚刚有人上报过')
  expect((byLabel(form, '姓名').element as HTMLInputElement).value).toBe('')
  expect(asked.filter(({ method }) => method === 'POST').length).toBe(1)
})
