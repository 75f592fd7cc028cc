import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import PassFace from './PassFace.vue'

const face = (colour: string, text?: string) =>
  mount(PassFace, { props: { colour, word: '', name: '李*梅', now: Date.parse('2020-02-21T06:26:08Z'), text } })

test('each colour has its own word and shape', () => {
  const faces = ['green', 'yellow', 'red', 'gray'].map((colour) => face(colour, 'LF1:A'))

  expect(faces.map((each) => each.get('.face__word').text())).toEqual(['通行', '限制', '禁止', '待核验'])
  expect(new Set(faces.map((each) => each.get('.face__shape path').attributes('d'))).size).toBe(4)
})

test('the clock on the pass is the time in the city', () => {
  expect(face('green', 'LF1:A').get('.face__clock').text()).toBe('14:26:08')
})

test('a code that ran out is not shown; the pass asks to be renewed', async () => {
  const stale = face('green')

  await stale.get('button').trigger('click')

  expect(stale.find('.qr').exists()).toBe(false)
  expect(stale.text()).toContain('二维码已过期')
  expect(stale.emitted('renew')).toHaveLength(1)
})
