import { expect, test } from 'vitest'
import { outgoingReason } from '@shared/words/console'
import { buttonText, toneOf } from './fields'

const counts = { queued: 1, sent: 2, delivered: 3, failed: 4 }

test('a button says how many stand in its state, the last one how many in all', () => {
  expect(buttonText('failed', counts)).toBe('未送达 4')
  expect(buttonText('', counts)).toBe('全部 10')
  expect(buttonText('failed', undefined)).toBe('未送达 0')
})

test('a number of the platform is told in words, an unknown one stays as it is', () => {
  expect(outgoingReason('errcode 43004')).toBe('没有关注公众号，有号码的改发短信')
  expect(outgoingReason('no template for free')).toBe('短信没有对应的模板')
  expect(outgoingReason('空号')).toBe('')
})

test('only what failed is red', () => {
  expect(toneOf('failed')).toBe('danger')
  expect(toneOf('something new')).toBe('info')
})
