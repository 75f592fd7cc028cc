// An export as its list shows it, and how its file is fetched.
import type { components } from '@shared/api'
import { count, dateTime } from '@shared/words'
import { exportList as words } from '@shared/words/console'
import type { Column } from '../parts/columns'

export type ExportOut = components['schemas']['ExportOut']
type State = ExportOut['state']

const OPEN: readonly State[] = ['waiting', 'queued', 'running']
const MAKING: readonly State[] = ['queued', 'running']
/** Tones of the status tag, by the words it knows. */
export const TONES: Partial<Record<State, string>> = { waiting: 'pending_verification', queued: 'under_observation', running: 'under_observation', ready: 'released', failed: 'in_treatment', refused: 'in_treatment' }

export const isOpen = ({ state }: ExportOut): boolean => OPEN.includes(state)
export const isMaking = ({ state }: ExportOut): boolean => MAKING.includes(state)
export const percent = ({ done, total }: ExportOut): number => Math.min(99, Math.floor((100 * done) / Math.max(1, total)))
export const size = (bytes: number): string => (bytes < 1_048_576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`)

/** The browser saves it under the name the server gives. */
export function fetchFile(key: string): void {
  Object.assign(document.createElement('a'), { href: `/api/console/exports/${key}/file`, download: '' }).click()
}

export const columns: readonly Column<ExportOut>[] = [
  { key: 'name', label: words.name, least: 200 },
  { key: 'total', label: words.total, width: 84, text: (row) => count(row.total) },
  { key: 'state', label: words.state, width: 150 },
  { key: 'asked', label: words.asked, width: 140, text: (row) => dateTime(row.asked_at) },
  { key: 'expires', label: words.expires, width: 140, text: (row) => (row.expires_at && row.state === 'ready' ? dateTime(row.expires_at) : '') },
  { key: 'fetched', label: words.fetched, width: 84, text: (row) => String(row.fetched) },
  { key: 'act', label: words.act, width: 88, isFixed: true },
]
