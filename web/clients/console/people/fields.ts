// The columns of the list and the empty form, as data.
import type { components } from '@shared/api'
import { dateTime, temperature } from '@shared/words'
import { classOptions, controlOptions, people, sexName } from '@shared/words/console'
import type { Column } from '../parts/columns'

export type PersonRow = components['schemas']['RowOut']

const words = people.columns
const named = (options: readonly { value: string; label: string }[], code: string): string => options.find(({ value }) => value === code)?.label ?? ''

/** Shown until somebody chooses others. */
export const FIRST = ['id', 'phone', 'area', 'status', 'category', 'temp', 'updated']
export const ALWAYS = ['name', 'open']
export const columns: readonly Column<PersonRow>[] = [
  { key: 'name', label: words.name, width: 84 },
  { key: 'id', label: words.id, width: 166, text: (row) => row.id_number },
  { key: 'sex', label: words.sex, width: 64, text: (row) => sexName(row.sex) },
  { key: 'birth', label: words.birth, width: 108, text: (row) => row.birth_date ?? '' },
  { key: 'phone', label: words.phone, width: 108, text: (row) => row.phone },
  { key: 'area', label: words.area, least: 190, text: (row) => row.area_path },
  { key: 'status', label: words.status, width: 100 },
  { key: 'category', label: words.category, width: 140, text: (row) => row.category_label },
  { key: 'source', label: words.source, width: 120, text: (row) => row.source_label },
  { key: 'control', label: words.control, width: 110, text: (row) => named(controlOptions, row.control_status) },
  { key: 'class', label: words.class, width: 110, text: (row) => named(classOptions, row.case_class) },
  { key: 'temp', label: words.temp, width: 82 },
  { key: 'updated', label: words.updated, width: 150, text: (row) => dateTime(row.updated_at) },
  { key: 'open', label: words.open, width: 56 },
]

export const FEVER_C = 37.3
export const isFever = (temp: number | null): boolean => temp !== null && temp >= FEVER_C
export const tempText = (temp: number | null): string => (temp === null ? '' : temperature(temp))
