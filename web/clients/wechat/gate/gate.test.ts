import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { serve, type Asked } from '../../../tests/server'
import GateVerify from './GateVerify.vue'
import { whomFrom } from './gate-form'

const gates = [{ key: 'g1', name: '东门', area_name: '望河社区' }]
const verdict = { key: 'k', verdict: 'deny', colour: 'red', reason: '请联系社区', person_name_masked: '李*梅', hint: '' }

async function page(): Promise<{ form: VueWrapper; asked: Asked[] }> {
  const asked = serve({ 'GET /api/gate/gates': () => gates, 'POST /api/gate/verify': () => verdict })
  const form = mount(GateVerify)
  await flushPromises()
  return { form, asked }
}
const byLabel = (form: VueWrapper, label: string) => {
  const found = form.findAll('label').find((each) => each.text().startsWith(label))
  return form.get(`[id="${found?.attributes('for')}"]`)
}

afterEach(() => vi.unstubAllGlobals())

test.each([
  ['LF1:6BFOXN', { token: 'LF1:6BFOXN' }],
  ['13800138000', { phone: '13800138000' }],
  ['11010519491231002x', { id_number: '11010519491231002X' }],
  ['H12345678', { id_number: 'H12345678' }],
  ['abc', undefined],
])('%s is told apart by its shape', (text, whom) => {
  expect(whomFrom(text)).toEqual(whom)
})

test('nobody is verified without a code and a temperature', async () => {
  const { form, asked } = await page()

  await form.get('form').trigger('submit')

  expect(form.findAll('.lf-field__said--error').map((error) => error.text())).toEqual([
    '请扫码，或输入手机号、证件号', '请先测温',
  ])
  expect(asked.filter(({ method }) => method === 'POST')).toEqual([])
})

test('the verdict is a word and a shape, and the next person starts afresh with a key of their own', async () => {
  const { form, asked } = await page()
  const verify = async (): Promise<void> => {
    await byLabel(form, '通行证').setValue('13800138000')
    await byLabel(form, '体温').setValue('36.5')
    await form.get('form').trigger('submit')
    await flushPromises()
  }

  await verify()
  expect(form.get('[role=alert]').text()).toContain('禁止')
  expect(form.find('.verdict--deny svg').exists()).toBe(true)
  await form.findAll('button').find((button) => button.text() === '下一位')?.trigger('click')
  await flushPromises()
  expect((byLabel(form, '通行证').element as HTMLInputElement).value).toBe('')
  await verify()

  const sent = asked.filter(({ method }) => method === 'POST').map(({ body }) => body)
  expect(sent[0]).toMatchObject({ gate: 'g1', phone: '13800138000', temp_c: 36.5, direction: 'in', key_area: 'none' })
  expect(sent[0]?.key).not.toBe(sent[1]?.key)
})
