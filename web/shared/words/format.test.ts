import { expect, test } from 'vitest'
import { clock, date, longDate, dateTime, percent, shortMoment, temperature, weekday } from './format'

const moment = '2020-02-20T18:26:08Z' // two in the morning of the 21st in Shanghai

test('moments are read in Shanghai, wherever the phone is', () => {
  expect(date(moment)).toBe('2020-02-21')
  expect(longDate(moment)).toBe('2020年02月21日')
  expect(clock(moment)).toBe('02:26:08')
  expect(dateTime(moment)).toBe('2020-02-21 02:26')
  expect(weekday(moment)).toBe('星期五')
})

test.each([
  ['2020-02-21T05:00:00Z', '今天 02:26'],
  ['2020-02-22T05:00:00Z', '昨天 02:26'],
  ['2020-02-29T05:00:00Z', '2月21日 02:26'],
])('seen at %s a moment reads %s', (now, words) => {
  expect(shortMoment(moment, now)).toBe(words)
})

test('figures', () => {
  expect(temperature('37.3')).toBe('37.3℃')
  expect(percent(0.963)).toBe('96.3%')
})
