import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { lights } from '@shared/words'
import { LfChips, LfField, LfLight, LfState, LfStepper } from './index'

const options = [
  { value: 'fever', label: '发热' },
  { value: 'cough', label: '咳嗽' },
]

test('chips over a list let several be chosen and put back', async () => {
  const chips = mount(LfChips, { props: { legend: '体征', options, modelValue: ['fever'] } })

  await chips.findAll('input')[1]?.setValue(true)
  await chips.findAll('input')[0]?.setValue(false)

  expect(chips.emitted('update:modelValue')).toEqual([[['fever', 'cough']], [['cough']]])
})

test('chips over a text are radio buttons', async () => {
  const chips = mount(LfChips, { props: { legend: '类型', options, modelValue: '' } })

  await chips.findAll('input[type=radio]')[1]?.setValue(true)

  expect(chips.emitted('update:modelValue')).toEqual([['cough']])
})

test('a field names its error to those who listen', () => {
  const field = mount(LfField, { props: { label: '姓名', error: '请填写姓名' } })

  const control = field.get('input')

  expect(control.attributes('aria-invalid')).toBe('true')
  expect(field.get(`[id="${control.attributes('aria-describedby')}"]`).text()).toBe('请填写姓名')
  expect(field.get('label').attributes('for')).toBe(control.attributes('id'))
})

test('the stepper starts unmeasured, then moves by a tenth', async () => {
  const stepper = mount(LfStepper, { props: { label: '体温', modelValue: null } })
  const [lower, raise] = stepper.findAll('button')
  expect(stepper.get('input').attributes('placeholder')).toBe('未测量')

  await raise?.trigger('click')
  await stepper.setProps({ modelValue: 36.5 })
  await raise?.trigger('click')
  await stepper.setProps({ modelValue: 37.3 })
  await lower?.trigger('click')

  expect(stepper.emitted('update:modelValue')).toEqual([[36.5], [36.6], [37.2]])
})

test('a typed temperature is kept within what a body can have', async () => {
  const stepper = mount(LfStepper, { props: { label: '体温', modelValue: 36.5 } })

  await stepper.get('input').setValue('376')
  await stepper.get('input').setValue('37.34')
  await stepper.get('input').setValue('')

  expect(stepper.emitted('update:modelValue')).toEqual([[42.5], [37.3], [null]])
})

test('each light has a shape and a word of its own', () => {
  const shown = (['green', 'yellow', 'red', 'none'] as const).map((level) => {
    const light = mount(LfLight, { props: { level } })
    return { shape: light.get('path').attributes('d'), word: light.text() }
  })

  expect(new Set(shown.map(({ shape }) => shape)).size).toBe(4)
  expect(shown.map(({ word }) => word)).toEqual(Object.values(lights))
})

test.each(['error', 'offline'] as const)('the %s state offers another try', async (state) => {
  const drawn = mount(LfState, { props: { state } })

  await drawn.get('button').trigger('click')

  expect(drawn.emitted('retry')).toHaveLength(1)
})

test('the empty state says what the page tells it', () => {
  const drawn = mount(LfState, { props: { state: 'empty', title: '还没有上报过' } })

  expect(drawn.text()).toBe('还没有上报过')
})
