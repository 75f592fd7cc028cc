// The columns of the list and the empty form, as data.
import type { components } from '@shared/api'
import { dateTime, temperature } from '@shared/words'
import { people } from '@shared/words/console'
import type { Column } from '../parts/columns'

export type PersonRow = components['schemas']['RowOut']

const words = people.columns
export const columns: readonly Column<PersonRow>[] = [
  { key: 'name', label: words.name, width: 84 },
  { key: 'id', label: words.id, width: 166, text: (row) => row.id_number },
  { key: 'phone', label: words.phone, width: 108, text: (row) => row.phone },
  { key: 'area', label: words.area, least: 190, text: (row) => row.area_path },
  { key: 'status', label: words.status, width: 100 },
  { key: 'category', label: words.category, width: 140, text: (row) => row.category_label },
  { key: 'temp', label: words.temp, width: 82 },
  { key: 'updated', label: words.updated, width: 132, text: (row) => dateTime(row.updated_at) },
  { key: 'open', label: words.open, width: 56 },
]

export const FEVER_C = 37.3
export const isFever = (temp: number | null): boolean => temp !== null && temp >= FEVER_C
export const tempText = (temp: number | null): string => (temp === null ? '' : temperature(temp))
