import { expect, test } from 'vitest'
import { blankForm, changesOf, isAsked, missingIn, sentOf, toldById, type FieldOut } from './sheet'

const field = (id: string, more: Partial<FieldOut> = {}): FieldOut => ({
  id, no: 0, label: id, group: 'identity', part: '', kind: 'text', choices: [], most: 50, required: false, is_written: true, may_write: true,
  is_masked: false, shown_when: '', shown_values: [], default: '', example: '', help: '', ...more,
})
const FIELDS = [
  field('name', { required: true }),
  field('phone', { is_masked: true }),
  field('arrived_at', { kind: 'moment' }),
  field('transport', { kind: 'code', shown_when: 'arrived_at' }),
  field('transport_no', { shown_when: 'transport', shown_values: ['1', '2'] }),
  field('symptoms', { kind: 'codes' }),
  field('follow_up', { kind: 'log' }),
  field('age', { may_write: false }),
]
const FILE = {
  values: { name: '张三', phone: '138****8000', transport: '2', symptoms: ['01'], arrived_at: '2020-02-01T01:30:00Z' },
  texts: { name: '张三', phone: '138****8000', transport: '火车', symptoms: '发热', arrived_at: '2020-02-01 09:30', follow_up: '已返岗', age: '70' },
}

test('only what was changed is told, a log only what was added, nothing that nobody is asked', () => {
  const before = blankForm(FIELDS, FILE)
  const now = { ...before, name: ' 张珊 ', symptoms: ['01', '02'], follow_up: '体温正常', age: '71', transport: '4', transport_no: 'G1' }

  expect(sentOf(changesOf(FIELDS, before, now))).toEqual({ name: '张珊', symptoms: '01、02', follow_up: '体温正常', transport: '4' })
  expect(changesOf(FIELDS, before, before)).toEqual({})
})

test('a train number is asked for after a train, a means of transport after an arrival', () => {
  const [, , , transport, number] = FIELDS
  expect(isAsked(transport!, { arrived_at: '' })).toBe(false)
  expect(isAsked(transport!, { arrived_at: '2020-02-01 09:30' })).toBe(true)
  expect(isAsked(number!, { transport: '4' })).toBe(false)
  expect(isAsked(number!, { transport: '2' })).toBe(true)
})

test('what is missing is named', () => {
  expect(missingIn(FIELDS, blankForm(FIELDS), '请填写')).toEqual({ name: '请填写name' })
})

test('an identity card tells sex and birth date', () => {
  expect(toldById('11010519491231002X')).toEqual({ sex: '2', birth_date: '1949-12-31' })
  expect(toldById('1101051949')).toBeUndefined()
})
