// What a phone adds to the form of the dictionary: its own kinds of controls, and doubts while typing.
import { isResidentId } from '@shared/form'
import { toldById, type FieldOut, type FormValues, type Held } from '@shared/form/sheet'
import { sheet as words } from '@shared/words/app'

export const FORM = 'sheet-form'
/** What a refused operation held, to go on from. */
export const againAt = (path: string): string => `again${path}`
const RESIDENT = '01'
const NUMBER_LENGTH = 18

const MODES: Readonly<Record<string, string>> = { integer: 'numeric', number: 'decimal', temperature: 'decimal', phone: 'tel', document: 'text' }
const TYPES: Readonly<Record<string, string>> = { date: 'date', moment: 'datetime-local', phone: 'tel' }
export const modeOf = ({ kind }: FieldOut): string => MODES[kind] ?? 'text'
export const typeOf = ({ kind }: FieldOut): string => TYPES[kind] ?? 'text'

/** A control for moments holds a T where people and the server write a space. */
export const forControl = ({ kind }: FieldOut, held: string): string => (kind === 'moment' ? held.replace(' ', 'T') : held)
export const fromControl = ({ kind }: FieldOut, typed: string): string => (kind === 'moment' ? typed.replace('T', ' ') : typed)

export const isFilled = (held: Held | undefined): boolean => Boolean(held?.length)

/** What a resident card says by itself goes into the form; what was said otherwise is doubtful. */
export function fillFromNumber(values: FormValues): Record<string, string> {
  const number = String(values['id_number'] ?? '').trim().toUpperCase()
  if ((values['id_type'] || RESIDENT) !== RESIDENT || number.length !== NUMBER_LENGTH) return {}
  if (!isResidentId(number)) return { id_number: words.badNumber }
  const doubts: Record<string, string> = {}
  for (const [name, told] of Object.entries(toldById(number) ?? {})) {
    const said = values[name]
    if (said && said !== told && said !== '0') doubts[name] = words.byNumber
    values[name] = told
  }
  return doubts
}
