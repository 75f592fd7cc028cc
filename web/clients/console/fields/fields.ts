// The columns of the list, the form of a field as plain values, and what the server is told.
import type { components } from '@shared/api'
import { dateTime } from '@shared/words'
import { customFields as words } from '@shared/words/console'
import type { Column } from '../parts/columns'

export type CustomField = components['schemas']['CustomFieldOut']
export type Setting = components['schemas']['CustomFieldsOut']
export type Named = components['schemas']['NamedOut']

export const columns: readonly Column<CustomField>[] = [
  { key: 'label', label: words.columns.label, least: 150 },
  { key: 'kind', label: words.columns.kind, width: 110, text: (row) => row.kind_label },
  { key: 'group', label: words.columns.group, width: 100 },
  { key: 'access', label: words.columns.access, least: 300 },
  { key: 'state', label: words.columns.state, width: 90 },
  { key: 'added', label: words.columns.added, width: 220, text: (row) => `${row.added_by} ${dateTime(row.added_at)}` },
  { key: 'open', label: words.columns.open, width: 130, isFixed: true },
]

const CHOSEN = ['code', 'codes']
export const hasChoices = (kind: string): boolean => CHOSEN.includes(kind)
export const nameIn = (named: readonly Named[], code: string): string => named.find((one) => one.code === code)?.label ?? code
export const optionsOf = (named: readonly Named[]): { value: string; label: string }[] => named.map(({ code, label }) => ({ value: code, label }))

export interface FieldForm {
  label: string
  kind: string
  group: string
  help: string
  choices: { code: string; label: string }[]
  /** Role → what it may do; empty where it does not see the field. */
  access: Record<string, string>
}

const USUAL: Readonly<Record<string, string>> = { grid_worker: 'fill', community_officer: 'fill', cdc_officer: 'fill' }
const blank = (): { code: string; label: string } => ({ code: '', label: '' })

export function formOf(roles: readonly Named[], field?: CustomField): FieldForm {
  const given = field?.access ?? USUAL
  const access = Object.fromEntries(roles.map(({ code }) => [code, given[code] ?? (field ? '' : 'view')]))
  const choices = field?.choices.map((choice) => ({ ...choice })) ?? []
  while (choices.length < 2) choices.push(blank())
  return { label: field?.label ?? '', kind: field?.kind ?? 'text', group: field?.group ?? 'custom', help: field?.help ?? '', choices, access }
}

export function faultsOf(form: FieldForm): Record<string, string> {
  const faults: Record<string, string> = {}
  if (!form.label.trim()) faults['label'] = words.noLabel
  if (!form.kind) faults['kind'] = words.noKind
  if (hasChoices(form.kind) && toldOf(form).choices.length < 2) faults['choices'] = words.fewChoices
  return faults
}

/** Without what was left blank. */
export function toldOf(form: FieldForm) {
  const choices = form.choices.map(({ code, label }) => ({ code, label: label.trim() })).filter(({ label }) => label)
  const access = Object.fromEntries(Object.entries(form.access).filter(([, level]) => level))
  return { label: form.label.trim(), group: form.group, help: form.help.trim(), choices: hasChoices(form.kind) ? choices : [], access }
}
