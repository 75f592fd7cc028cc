import { expect, test } from 'vitest'
import { Problem } from './problem'
import { useSend } from './use-send'

test('a second send while one is on its way does nothing', async () => {
  let finish: (value: number) => void = () => undefined
  let sent = 0
  const { send } = useSend(() => {
    sent += 1
    return new Promise<number>((resolve) => (finish = resolve))
  })

  const first = send()
  const second = await send()
  finish(7)

  expect(second).toBeUndefined()
  expect(await first).toBe(7)
  expect(sent).toBe(1)
})

test('what was refused is kept with its fields', async () => {
  const { send, problem, fieldErrors, sending } = useSend(() =>
    Promise.reject(new Problem({ code: 'invalid', title: '请检查', status: 422, fields: { name: '请填写姓名' } })),
  )

  const answer = await send()

  expect(answer).toBeUndefined()
  expect(problem.value?.title).toBe('请检查')
  expect(fieldErrors.value).toEqual({ name: '请填写姓名' })
  expect(sending.value).toBe(false)
})
