// The questions of a move as fields of a form, and the answers as the server wants them.
import type { components } from '@shared/api'
import { moves as words } from '@shared/words/console'
import type { AskedField, FormValues } from './form'

export type MoveOut = components['schemas']['MoveOut']
export type MovesOut = components['schemas']['MovesOut']
export type Correction = components['schemas']['CorrectionOut']

const MOST = 200

export const fieldsOf = (move: MoveOut): AskedField[] =>
  move.asked.map((one) => ({ ...one, may_write: true, help: one.id === 'since' && !one.required ? words.now : '', example: '', most: MOST }))

export const blankMove = (move: MoveOut): FormValues =>
  Object.fromEntries(move.asked.map((one) => [one.id, one.kind === 'codes' ? [] : one.default]))

/** Moments are typed as the clock on the wall; the wall stands in China. */
export function answersOf(move: MoveOut, values: FormValues): Record<string, string | string[]> {
  const told: Record<string, string | string[]> = {}
  for (const { id, kind } of move.asked) {
    const held = values[id]
    if (!held?.length) continue
    told[id] = kind === 'moment' && !Array.isArray(held) ? `${held.replace(' ', 'T')}:00+08:00` : held
  }
  return told
}

export const unanswered = (move: MoveOut, values: FormValues, needed: string): Record<string, string> =>
  Object.fromEntries(move.asked.filter(({ id, required }) => required && !values[id]?.length).map(({ id, label }) => [id, `${needed}${label}`]))
