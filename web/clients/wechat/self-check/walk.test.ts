import { describe, expect, test } from 'vitest'
import { nextOf, reportFrom, useWalk, type Tree } from './walk'

const tree: Tree = {
  questions: [
    {
      id: 'q1', text: '有不适吗？', hint: '', many: true, otherwise: 'q2',
      options: [{ text: '发热', sign: '01', to: 'a1' }, { text: '咽痛', sign: '08', to: '' }],
    },
    { id: 'q2', text: '接触过病人吗？', hint: '', many: false, otherwise: '', options: [{ text: '是', sign: '', to: 'a1' }, { text: '否', sign: '', to: 'a2' }] },
  ],
  advice: [
    { id: 'a1', level: 'act', title: '就医', lines: ['去发热门诊'], call: true, report: 'self' },
    { id: 'a2', level: 'calm', title: '防护', lines: ['戴口罩'], call: false, report: '' },
  ],
}

describe('a walk through a self-check', () => {
  test.each([
    [[0], 'a1'],
    [[1], 'q2'],
    [[1, 0], 'a1'],
    [[], 'q2'],
  ])('of several answers %j leads to %s', (chosen, to) => {
    expect(nextOf(tree.questions[0]!, chosen)).toBe(to)
  })

  test('a single answer is asked for before going on', () => {
    const walk = useWalk(() => tree)
    walk.forward()

    expect(walk.forward()).toBe(false)
    walk.answers['q2'] = [1]
    expect(walk.forward()).toBe(true)
    expect(walk.advice.value?.id).toBe('a2')
  })

  test('goes back to what was answered, and begins anew without it', () => {
    const walk = useWalk(() => tree)
    walk.answers['q1'] = [0]
    walk.forward()
    walk.backward()

    expect([walk.question.value?.id, walk.answers['q1']]).toEqual(['q1', [0]])
    walk.restart()
    expect(walk.answers).toEqual({})
  })

  test('fills a report with the signs the form knows and the rest in words', () => {
    const found = reportFrom(tree, ['q1', 'a1'], { q1: [0, 1], q2: [0] }, tree.advice[0]!)

    expect(found).toEqual({ kind: 'self', signs: ['01'], description: '自查时选择：发热；咽痛' })
  })
})
