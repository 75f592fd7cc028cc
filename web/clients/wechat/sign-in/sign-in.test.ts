import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Refusal, serve, someone } from '../../../tests/server'
import PhoneForm from './PhoneForm.vue'

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
const sent = { sent: true, resend_after_s: 60, demo_code: '' }

async function asksForCode(phone: string, answers: Parameters<typeof serve>[0]) {
  const asked = serve({ 'GET /api/session': () => someone('citizen'), ...answers })
  const form = mount(PhoneForm)
  await form.get('input[type=tel]').setValue(phone)
  await form.get('button[type=button]').trigger('click')
  await flushPromises()
  return { form, asked }
}

test('no code is asked for with a number that cannot be one', async () => {
  const { form, asked } = await asksForCode('123', {})

  expect(form.text()).toContain('请输入 11 位手机号')
  expect(asked).toEqual([])
})

test('after asking, the next code has to wait a minute', async () => {
  const { form } = await asksForCode('13800138000', { 'POST /api/session/code': () => sent })
  const button = form.get('button[type=button]')
  expect(button.text()).toBe('60 秒后重发')
  expect(button.attributes('disabled')).toBeDefined()

  await vi.advanceTimersByTimeAsync(60_000)

  expect(button.text()).toBe('获取验证码')
  expect(button.attributes('disabled')).toBeUndefined()
})

test('a demo shows the code that would have come by SMS', async () => {
  const { form } = await asksForCode('13800138000', { 'POST /api/session/code': () => ({ ...sent, demo_code: '482913' }) })

  expect(form.text()).toContain('验证码是 482913')
})

test('a wrong code is refused in words, the right one signs in', async () => {
  let code = ''
  const { form } = await asksForCode('13800138000', {
    'POST /api/session/code': () => sent,
    'POST /api/session/phone': ({ body }) => (body.code === code ? someone('citizen') : new Refusal(422, { code: 'account.bad_code', title: '验证码不对或已失效' })),
  })

  await form.get('input[autocomplete=one-time-code]').setValue('000000')
  await form.get('form').trigger('submit')
  await flushPromises()
  expect(form.get('[role=alert]').text()).toBe('验证码不对或已失效')
  code = '000000'
  await form.get('form').trigger('submit')
  await flushPromises()

  expect(form.emitted('done')).toHaveLength(1)
})
