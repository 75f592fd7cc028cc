// A bulk act as pages show it: its rows, its columns, what it still asks for.
import type { components } from '@shared/api'
import { count } from '@shared/words'
import { bulk as words } from '@shared/words/console'
import type { Column } from '../parts/columns'

export type BulkOut = components['schemas']['BulkOut']
export type BulkShown = components['schemas']['BulkShownOut']
export type BulkRow = components['schemas']['BulkRowOut']
export type Kind = BulkOut['kind']
export type RowState = BulkRow['state']

export const KINDS: readonly Kind[] = ['arrange', 'doctor', 'checks', 'notices', 'message']
export const ROW_STATES: readonly RowState[] = ['ready', 'done', 'undone', 'skipped']
export const TONES: Partial<Record<BulkOut['state'], string>> = { preview: 'pending_verification', running: 'under_observation', done: 'released' }

/** States that hold anybody, in the order people ask for them. */
export const filled = (counts: Readonly<Record<string, number>>): RowState[] => ROW_STATES.filter((state) => counts[state])
export const percent = ({ done, total }: Pick<BulkOut, 'done' | 'total'>): number => Math.min(99, Math.floor((100 * done) / Math.max(1, total)))
export const told = (counts: Readonly<Record<string, number>>): string => filled(counts).map((state) => `${words.states[state]} ${count(counts[state] ?? 0)}`).join(' · ')

export const rowColumns: readonly Column<BulkRow>[] = [
  { key: 'number', label: words.row, width: 72, text: (row) => String(row.number) },
  { key: 'name', label: words.name, width: 110 },
  { key: 'area', label: words.area, least: 200, text: (row) => row.area },
  { key: 'why', label: words.why, least: 200, text: (row) => row.why },
]
