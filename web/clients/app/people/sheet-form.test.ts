import { expect, test } from 'vitest'
import type { FieldOut } from '@shared/form/sheet'
import { fillFromNumber, forControl, fromControl } from './sheet-form'

const moment = { kind: 'moment' } as FieldOut

test('a resident number fills sex and birth date, and doubts what was said otherwise', () => {
  const values = { id_type: '01', id_number: '11010519491231002x', sex: '1', birth_date: '' }

  expect(fillFromNumber(values)).toEqual({ sex: '与身份证号码不一致，已按号码填写' })
  expect(values).toMatchObject({ sex: '2', birth_date: '1949-12-31' })
})

test('a number that cannot be right is doubted and fills nothing', () => {
  const values = { id_type: '01', id_number: '110105194912310021', sex: '1', birth_date: '' }

  expect(fillFromNumber(values)).toEqual({ id_number: '身份证号码的校验位不符，请核对' })
  expect(values.sex).toBe('1')
})

test('a passport or a number still being typed says nothing', () => {
  expect(fillFromNumber({ id_type: '03', id_number: '11010519491231002X' })).toEqual({})
  expect(fillFromNumber({ id_type: '01', id_number: '1101051949' })).toEqual({})
})

test('a moment is a T in the control and a space for people', () => {
  expect(forControl(moment, '2020-02-01 09:30')).toBe('2020-02-01T09:30')
  expect(fromControl(moment, '2020-02-01T09:30')).toBe('2020-02-01 09:30')
})
