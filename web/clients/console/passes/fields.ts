// The columns of the week of colours, and the week beside it.
import type { components } from '@shared/api'
import { count, dateTime } from '@shared/words'
import { colourWeek as words, nameOf, places, presence } from '@shared/words/console'
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

export type PlaceRow = components['schemas']['CodePlaceOut']
export type Present = components['schemas']['PresentOut']

export const placeColumns: readonly Column<PlaceRow>[] = [
  { key: 'name', label: places.columns.name, least: 150, text: (row) => row.name },
  { key: 'kind', label: places.columns.kind, width: 110, text: (row) => nameOf(places.kinds, row.kind) },
  { key: 'address', label: places.columns.address, least: 150, text: (row) => row.address },
  { key: 'since', label: places.columns.since, width: 150, text: (row) => dateTime(row.since) },
  { key: 'state', label: places.columns.state, width: 90, text: (row) => (row.closed_at ? places.closed : places.open) },
  { key: 'act', label: places.columns.act, width: 150 },
]
export const presentColumns: readonly Column<Present>[] = [
  { key: 'at', label: presence.columns.at, width: 160, text: (row) => dateTime(row.at) },
  { key: 'name', label: presence.columns.name, width: 120, text: (row) => row.name },
  { key: 'phone', label: presence.columns.phone, least: 140, text: (row) => row.phone },
  { key: 'companions', label: presence.columns.companions, width: 80, text: (row) => String(row.companions) },
  { key: 'open', label: presence.columns.open, width: 90 },
]
