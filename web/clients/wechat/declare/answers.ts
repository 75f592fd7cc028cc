// The answers to an organisation's form: blank, checked as far as a phone can, and as they are sent.
import type { components } from '@shared/api'
import { isMobile, isResidentId } from '@shared/form'
import { answers as words } from '@shared/words/wechat'

export type Question = components['schemas']['QuestionOut']
export interface Community {
  code: string
  name: string
}
export type Answer = string | string[] | number | Community | null
export type Answers = Record<string, Answer>
export type Wrong = Record<string, string>

// CL2: no sign of illness excludes every other.
const NONE = '00'

export function blankAnswers(questions: readonly Question[]): Answers {
  return Object.fromEntries(questions.map(({ id, kind }) => [id, kind === 'codes' ? [] : kind === 'area' || kind === 'temperature' ? null : '']))
}

/** The sign chosen last wins: none of them, or some of them. */
export function withoutContradiction(before: readonly string[], now: string[]): string[] {
  if (!now.includes(NONE) || now.length === 1) return now
  return before.includes(NONE) ? now.filter((sign) => sign !== NONE) : [NONE]
}

const isEmpty = (answer: Answer | undefined): boolean =>
  answer === undefined || answer === null || (Array.isArray(answer) ? !answer.length : typeof answer === 'string' && !answer.trim())

export function wrongAnswers(questions: readonly Question[], answers: Answers): Wrong {
  const foreignDocument = 'id_type' in answers && answers.id_type !== '' && answers.id_type !== '01'
  const said = questions.map(({ id, kind, label, required, choices }): [string, string] => {
    const answer = answers[id]
    if (isEmpty(answer)) return [id, !required ? '' : choices.length || kind === 'area' ? words.choose(label) : words.fill(label)]
    if (kind === 'document' && !foreignDocument && !isResidentId(String(answer))) return [id, words.wrongDocument]
    if (kind === 'phone' && !isMobile(String(answer))) return [id, words.wrongPhone]
    return [id, '']
  })
  return Object.fromEntries(said.filter(([, text]) => text))
}

/** Only what was answered; a community by its code. */
export function answersSent(answers: Answers): Record<string, string | string[]> {
  const told = Object.entries(answers).filter(([, answer]) => !isEmpty(answer))
  return Object.fromEntries(told.map(([id, answer]) => [id, plain(answer)]))
}

function plain(answer: Answer): string | string[] {
  if (Array.isArray(answer)) return answer
  if (typeof answer === 'object') return answer?.code ?? ''
  return typeof answer === 'number' ? answer.toFixed(1) : answer.trim()
}
