import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { serve, type Asked } from '../../../tests/server'
import { completed, degreesOf, isTemperature } from './degrees'
import GateVerify from './GateVerify.vue'
import { whomFrom } from './gate-form'
import './more'
import { useKeys } from './use-keys'

const gates = [{ key: 'g1', name: '东门', area_name: '望河社区' }]
const verdict = { key: 'k', verdict: 'deny', colour: 'red', reason: '请联系社区', person_name_masked: '李*梅', hint: '' }

/** Without a database no device can be enrolled: the server alone decides. */
async function page(): Promise<{ form: VueWrapper; asked: Asked[] }> {
  const asked = serve({
    'GET /api/gate/gates': () => gates,
    'GET /api/gate/tally': () => ({ entered: 3, left: 1, stopped: 0 }),
    'POST /api/gate/verify': () => verdict,
  })
  const form = mount(GateVerify)
  await vi.waitFor(() => form.get('.who__field'))
  return { form, asked }
}
const press = (form: VueWrapper, text: string) => form.findAll('button').find((one) => one.text() === text)?.trigger('click')

afterEach(() => vi.unstubAllGlobals())

test.each([
  ['LF1:6BFOXN', { token: 'LF1:6BFOXN', phone: '', id_number: '' }],
  ['13800138000', { token: '', phone: '13800138000', id_number: '' }],
  ['11010519491231002x', { token: '', phone: '', id_number: '11010519491231002X' }],
  ['H12345678', { token: '', phone: '', id_number: 'H12345678' }],
  ['abc', undefined],
])('%s is told apart by its shape', (text, whom) => {
  expect(whomFrom(text)).toEqual(whom)
})

test.each([
  ['36.5', true], ['365', true], ['36', true], ['36.5℃', true], ['42.9', true], ['33.9', false], ['1380', false], ['13800138000', false],
])('%s from a thermometer: %s', (text, is) => {
  expect(isTemperature(text)).toBe(is)
})

test('a whole number of degrees is completed, nonsense is none', () => {
  expect([completed('37'), degreesOf('365'), degreesOf('36'), degreesOf('429')]).toEqual(['370', 36.5, null, null])
})

test('nobody is verified without a code and a temperature', async () => {
  const { form, asked } = await page()

  await press(form, '核验')

  expect(form.text()).toContain('请扫码，或输入号码')
  expect(form.text()).toContain('请先测温')
  expect(asked.filter(({ method }) => method === 'POST')).toEqual([])
})

test('three digits on the pad are enough, and the next person starts afresh with a key of their own', async () => {
  const { form, asked } = await page()
  const verify = async (): Promise<void> => {
    await form.get('.who__field').setValue('13800138000')
    for (const digit of '365') await press(form, digit)
    await flushPromises()
  }

  await verify()
  expect(form.get('[role=alert]').text()).toContain('禁止')
  expect(form.find('.verdict--deny svg').exists()).toBe(true)
  await press(form, '下一位')
  await flushPromises()
  expect((form.get('.who__field').element as HTMLInputElement).value).toBe('')
  await verify()

  const sent = asked.filter(({ method }) => method === 'POST').map(({ body }) => body)
  expect(sent[0]).toMatchObject({ gate: 'g1', phone: '13800138000', temp_c: 36.5, direction: 'in', key_area: 'none', vehicle: '' })
  expect(sent[0]?.key).not.toBe(sent[1]?.key)
})

test('what a thermometer or a scanner types counts wherever the focus is, except in a field', async () => {
  const said: string[] = []
  const field = defineComponent(() => (useKeys(() => undefined, (text) => said.push(text)), () => h('input')))
  const form = mount(field, { attachTo: document.body })
  const type = (on: EventTarget, keys: string[]) => keys.forEach((key) => on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })))

  type(document.body, ['3', '6', '.', '5', 'Enter'])
  type(form.get('input').element, ['3', '8', 'Enter'])
  type(document.body, ['Enter'])
  form.unmount()
  type(document.body, ['3', '7', 'Enter'])

  expect(said).toEqual(['36.5', ''])
})
