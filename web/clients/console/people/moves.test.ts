import { expect, test } from 'vitest'
import { answersOf, blankMove, fieldsOf, unanswered, type MoveOut } from './moves'

const MOVE: MoveOut = {
  act: 'recover', label: '治愈出院', asked: [
    { id: 'met', label: '出院标准', kind: 'codes', required: true, choices: [{ value: 'a', label: '甲' }], default: '' },
    { id: 'since', label: '生效时间', kind: 'moment', required: false, choices: [], default: '' },
    { id: 'mode', label: '方式', kind: 'code', required: true, choices: [], default: '1' },
  ],
}

test('a move begins with its defaults, and says what is still missing', () => {
  const blank = blankMove(MOVE)
  expect(blank).toEqual({ met: [], since: '', mode: '1' })
  expect(unanswered(MOVE, blank, '请填写')).toEqual({ met: '请填写出院标准' })
  expect(fieldsOf(MOVE).every(({ may_write }) => may_write)).toBe(true)
})

test('moments are told with the zone of China, empty answers not at all', () => {
  expect(answersOf(MOVE, { met: ['a'], since: '2020-02-01 09:30', mode: '1' })).toEqual({ met: ['a'], since: '2020-02-01T09:30:00+08:00', mode: '1' })
  expect(answersOf(MOVE, blankMove(MOVE))).toEqual({ mode: '1' })
})
