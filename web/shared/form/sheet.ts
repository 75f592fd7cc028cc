// A file's form as plain values: what is shown, what was changed, what the server is told.
import type { components } from '@shared/api'

export type FieldOut = components['schemas']['FieldOut']
/** What an input needs to know of a field, be it of the form or a question of a move. */
export type AskedField = Pick<FieldOut, 'label' | 'choices' | 'required' | 'may_write' | 'help' | 'example' | 'most'> & { id: string; kind: string }
export type Held = string | string[]
export type FormValues = Record<string, Held>
interface Shown {
  values: Record<string, unknown>
  texts: Record<string, string>
}

const asCodes = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** What a field begins with: a log is added to, so it begins empty. */
export function heldOf(field: FieldOut, file?: Shown): Held {
  if (field.kind === 'codes') return asCodes(file?.values[field.id])
  if (!file) return field.default
  if (field.kind === 'log') return ''
  if (field.kind === 'code' || field.kind === 'area') return String(file.values[field.id] ?? '')
  return file.texts[field.id] ?? ''
}

export const blankForm = (fields: readonly FieldOut[], file?: Shown): FormValues =>
  Object.fromEntries(fields.map((field) => [field.id, heldOf(field, file)]))

/** Asked for only where another field's answer makes sense of it. */
export function isAsked(field: FieldOut, values: FormValues): boolean {
  if (!field.shown_when) return true
  const other = values[field.shown_when] ?? ''
  const said = Array.isArray(other) ? other.join() : other
  return field.shown_values.length ? field.shown_values.includes(said) : said !== ''
}

const isSame = (one: Held | undefined, other: Held | undefined): boolean => JSON.stringify(one) === JSON.stringify(other)

/** What the server is told: filled in or changed, and never what nobody is asked for. */
export function changesOf(fields: readonly FieldOut[], before: FormValues, now: FormValues): Record<string, Held> {
  const found: Record<string, Held> = {}
  for (const field of fields) {
    const held = now[field.id]
    if (!field.may_write || held === undefined || isSame(before[field.id], held) || !isAsked(field, now)) continue
    found[field.id] = Array.isArray(held) ? held : held.trim()
  }
  return found
}

/** A code list travels as words joined, as a sheet would hold it. */
export const sentOf = (changes: Record<string, Held>): Record<string, string> =>
  Object.fromEntries(Object.entries(changes).map(([id, held]) => [id, Array.isArray(held) ? held.join('、') : held]))

export function missingIn(fields: readonly FieldOut[], values: FormValues, needed: string): Record<string, string> {
  const wrong: Record<string, string> = {}
  for (const field of fields) if (field.required && field.may_write && !values[field.id]?.length) wrong[field.id] = `${needed}${field.label}`
  return wrong
}

const WOMAN = 2
/** What a resident identity card tells by itself (GB 11643). */
export function toldById(idNumber: string): { sex: string; birth_date: string } | undefined {
  const found = /^\d{6}(\d{4})(\d{2})(\d{2})\d{2}(\d)[\dXx]$/.exec(idNumber)
  if (!found) return undefined
  return { sex: Number(found[4]) % WOMAN ? '1' : '2', birth_date: `${found[1]}-${found[2]}-${found[3]}` }
}
