import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { refreshSession } from '@shared/session'
import { Refusal, serve, someone, type Asked } from '../../../tests/server'
import { question } from './questions.fixture'
import CommunityField from '../report/CommunityField.vue'
import DeclareForm from './DeclareForm.vue'

const agent = someone('staff', { permissions: ['declaration.submit'] })
const answer = { key: 'k', outcome: 'case', outcome_label: '已转社区核实' }
const FORM = {
  kind: 'enterprise', version: 3, organisation: '澄川电子厂', title: '澄川电子厂返望人员申报', note: '请如实填写',
  questions: [
    question('name', '姓名', 'text'),
    question('id_number', '身份证号码', 'document'),
    question('phone', '联系电话', 'phone'),
    question('key_area', '1月17日后是否有湖北省旅居史', 'code', [['1', '是'], ['0', '否']]),
    question('return_by', '返望方式', 'code', [['1', '飞机'], ['2', '火车'], ['3', '长途客车'], ['4', '自驾'], ['5', '轮船']]),
    question('area', '现住社区', 'area'),
    { ...question('symptoms', '目前症状', 'codes', [['00', '无状况'], ['01', '发热']]), required: false },
  ],
}

async function page(say: () => unknown = () => answer): Promise<{ form: VueWrapper; asked: Asked[] }> {
  const asked = serve({ 'GET /api/session': () => agent, 'GET /api/enterprise/form': () => FORM, 'POST /api/enterprise/declarations': say })
  await refreshSession()
  const form = mount(DeclareForm)
  await flushPromises()
  return { form, asked }
}
const byLabel = (form: VueWrapper, label: string) => {
  const found = form.findAll('label').find((each) => each.text().startsWith(label))
  return form.get(`[id="${found?.attributes('for')}"]`)
}
const choose = (form: VueWrapper, legend: string, at: number) =>
  form.findAll('fieldset').find((each) => each.text().startsWith(legend))?.findAll('input')[at]?.setValue(true)

async function fill(form: VueWrapper): Promise<void> {
  await byLabel(form, '姓名').setValue('王小明')
  await byLabel(form, '身份证').setValue('11010519491231002x')
  await byLabel(form, '联系电话').setValue('13800138000')
  await choose(form, '1月17日', 0)
  await byLabel(form, '返望方式').setValue('2')
  form.getComponent(CommunityField).vm.$emit('update:modelValue', { code: '990101001001', name: '望河社区' })
  await form.get('form').trigger('submit')
  await flushPromises()
}

afterEach(() => vi.unstubAllGlobals())

test('the form is the one its organisation is asked', async () => {
  const { form } = await page()

  expect(form.get('h1').text()).toBe('澄川电子厂返望人员申报')
  expect(form.text()).toContain('1月17日后是否有湖北省旅居史')
})

test('what is missing is said beside each field', async () => {
  const { form, asked } = await page()

  await form.get('form').trigger('submit')

  expect(form.findAll('.lf-field__said--error').map((error) => error.text())).toEqual([
    '请填写姓名', '请填写身份证号码', '请填写联系电话', '请选择1月17日后是否有湖北省旅居史', '请选择返望方式', '请选择现住社区',
  ])
  expect(asked.filter(({ method }) => method === 'POST')).toEqual([])
})

test('a person is declared, and the next one starts blank under a key of their own', async () => {
  const { form, asked } = await page()

  await fill(form)
  expect(form.get('[role=status]').text()).toContain('已转社区核实')
  await form.get('button').trigger('click')
  expect((byLabel(form, '身份证').element as HTMLInputElement).value).toBe('')
  await fill(form)

  const sent = asked.filter(({ method }) => method === 'POST').map(({ body }) => body)
  expect(sent[0]?.values).toEqual({
    name: '王小明', id_number: '11010519491231002x', phone: '13800138000', key_area: '1', return_by: '2', area: '990101001001',
  })
  expect(sent[0]?.key).not.toBe(sent[1]?.key)
  expect(JSON.stringify(localStorage)).not.toContain('11010519491231002')
})

test('what the server found wrong stands beside its field, and the second try is the same operation', async () => {
  const { form, asked } = await page(() => new Refusal(422, { code: 'roster.bad_fields', title: '有几项填写有误', fields: { name: '姓名里有数字' } }))

  await fill(form)
  await fill(form)

  expect(form.text()).toContain('姓名里有数字')
  const sent = asked.filter(({ method }) => method === 'POST').map(({ body }) => body.key)
  expect(new Set(sent).size).toBe(1)
})

test('no sign and a sign exclude each other', async () => {
  const { form, asked } = await page()

  await choose(form, '目前症状', 1)
  await choose(form, '目前症状', 0)
  await fill(form)

  expect(asked.at(-1)?.body.values).toMatchObject({ symptoms: ['00'] })
})
