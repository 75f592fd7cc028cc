import { expect, test } from 'vitest'
import { problemFromAnswer, problemFromFailure } from './problem'

test('problem from the server keeps its code, words and field errors', () => {
  const problem = problemFromAnswer(422, {
    code: 'invalid',
    title: '请检查填写的内容',
    detail: '有 1 处需要修改',
    errors: [{ field: 'phone', title: '手机号应为 11 位' }],
  })

  expect(problem).toMatchObject({ code: 'invalid', title: '请检查填写的内容', status: 422 })
  expect(problem.fields).toEqual({ phone: '手机号应为 11 位' })
})

test('an answer without a problem body still has words', () => {
  expect(problemFromAnswer(502, undefined)).toMatchObject({ code: 'http.502', title: '服务器繁忙，请稍后重试' })
})

test('a network failure is offline', () => {
  expect(problemFromFailure(new TypeError('Failed to fetch'))).toMatchObject({ code: 'offline', isOffline: true })
})

test('our own timeout counts as offline', () => {
  expect(problemFromFailure(new DOMException('', 'TimeoutError'))).toMatchObject({ code: 'timeout', isOffline: true })
})
