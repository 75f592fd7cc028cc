// The columns of the week of colours, and the week beside it.
import type { components } from '@shared/api'
import { count } from '@shared/words'
import { colourWeek as words } from '@shared/words/console'
import type { Column } from '../parts/columns'

export type MakerWeek = components['schemas']['MakerWeekOut']

export const weekColumns = [
  { key: 'to_red', label: words.columns.red },
  { key: 'to_yellow', label: words.columns.yellow },
  { key: 'to_gray', label: words.columns.gray },
  { key: 'to_green', label: words.columns.green },
] as const

const nameOfMaker = ({ kind, name }: MakerWeek): string => (kind === 'system' ? words.system : kind === 'account' ? words.citizen : name)
const rulesOf = ({ rules }: MakerWeek): string => Object.entries(rules).map(([rule, many]) => `${rule} ${count(many)}`).join('，')

export const makerColumns: readonly Column<MakerWeek>[] = [
  { key: 'name', label: words.columns.name, least: 150, text: nameOfMaker },
  ...weekColumns.map(({ key, label }): Column<MakerWeek> => ({ key, label, width: 80, text: (row) => count(row[key]) })),
  { key: 'people', label: words.columns.people, width: 100, text: (row) => count(row.people) },
  { key: 'rules', label: words.columns.rules, least: 220, text: rulesOf },
]

/** So many days from a day written as 2020-02-10. */
export function besides(day: string, days: number): string {
  const moved = new Date(`${day}T00:00:00Z`)
  moved.setUTCDate(moved.getUTCDate() + days)
  return moved.toISOString().slice(0, 10)
}
