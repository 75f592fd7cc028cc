import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { refreshSession } from '@shared/session'
import { serve, someone, type Asked } from '../../../tests/server'
import CommunityField from '../report/CommunityField.vue'
import DeclareForm from './DeclareForm.vue'

const agent = someone('staff', { permissions: ['declaration.submit'] })
const answer = { key: 'k', outcome: 'case_opened', outcome_label: '已转社区核实' }

async function page(): Promise<{ form: VueWrapper; asked: Asked[] }> {
  const asked = serve({ 'GET /api/session': () => agent, 'POST /api/enterprise/declarations': () => answer })
  await refreshSession()
  return { form: mount(DeclareForm), asked }
}
const byLabel = (form: VueWrapper, label: string) => {
  const found = form.findAll('label').find((each) => each.text().startsWith(label))
  return form.get(`[id="${found?.attributes('for')}"]`)
}
const choose = (form: VueWrapper, legend: string, at: number) =>
  form.findAll('fieldset').find((each) => each.text().startsWith(legend))?.findAll('input')[at]?.setValue(true)

afterEach(() => vi.unstubAllGlobals())

test('the form speaks of the city it is in', async () => {
  const { form } = await page()

  expect(form.text()).toContain('拟返望日期')
})

test('what is missing is said beside each field', async () => {
  const { form, asked } = await page()

  await form.get('form').trigger('submit')

  expect(form.findAll('.lf-field__said--error').map((error) => error.text())).toEqual([
    '请填写姓名', '请选择性别', '身份证号码有误，请核对', '请填写 11 位手机号', '请选择是或否', '请选择是或否', '请选择现住社区',
  ])
  expect(asked.filter(({ method }) => method === 'POST')).toEqual([])
})

test('a person is declared, and the next one starts blank under a key of their own', async () => {
  const { form, asked } = await page()
  const declare = async (): Promise<void> => {
    await byLabel(form, '姓名').setValue('王小明')
    await byLabel(form, '身份证').setValue('11010519491231002x')
    await byLabel(form, '联系电话').setValue('13800138000')
    await choose(form, '性别', 0)
    await choose(form, '1 月 17 日', 0)
    await choose(form, '是否接触', 1)
    form.getComponent(CommunityField).vm.$emit('update:modelValue', { code: '990101001001', name: '望河社区' })
    await form.get('form').trigger('submit')
    await flushPromises()
  }

  await declare()
  expect(form.get('[role=status]').text()).toContain('已转社区核实')
  await form.get('button').trigger('click')
  expect((byLabel(form, '身份证').element as HTMLInputElement).value).toBe('')
  await declare()

  const sent = asked.filter(({ method }) => method === 'POST').map(({ body }) => body)
  expect(sent[0]).toMatchObject({ name: '王小明', id_number: '11010519491231002X', sex: '1', key_area: true, contact: false, area_code: '990101001001' })
  expect(sent[0]?.key).not.toBe(sent[1]?.key)
  expect(JSON.stringify(localStorage)).not.toContain('11010519491231002')
})
