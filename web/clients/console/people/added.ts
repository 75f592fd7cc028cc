// Fields an administrator added, and what a search asks of them.
import type { components } from '@shared/api'
import { addedSearch as words } from '@shared/words/console'

export type FieldOut = components['schemas']['FieldOut']
export const isAdded = ({ id }: FieldOut): boolean => id.startsWith('custom_')
const yesNo = [words.yes, words.no].map((word) => ({ value: word, label: word }))
/** Each with the field's name, because what was chosen stands where the name stood. */
export const optionsOf = (field: FieldOut): { value: string; label: string }[] =>
  (field.kind === 'flag' ? yesNo : field.choices).map(({ value, label }) => ({ value, label: `${field.label}：${label}` }))

/** Field id → what is asked; a text that is none asks nothing. */
export function askedOf(text: string): Record<string, string> {
  try {
    const found: unknown = JSON.parse(text || '{}')
    return typeof found === 'object' && found !== null ? (found as Record<string, string>) : {}
  } catch {
    return {}
  }
}

/** `10..20` by its ends. */
export function spanOf(said: string): [string, string] {
  const [first = '', last] = said.split('..')
  return [first, last ?? first]
}
export const toldSpan = ([first, last]: readonly [string, string]): string => (first || last ? `${first}..${last}` : '')
