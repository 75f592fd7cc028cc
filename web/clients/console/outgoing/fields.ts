// The columns of what left the house, and the states it is looked at by.
import type { components } from '@shared/api'
import { dateTime } from '@shared/words'
import { outgoing as words } from '@shared/words/console'
import type { Column } from '../parts/columns'

export type Outgoing = components['schemas']['OutgoingOut']

export const columns: readonly Column<Outgoing>[] = [
  { key: 'created', label: words.columns.created, width: 170, text: (row) => dateTime(row.created_at) },
  { key: 'channel', label: words.columns.channel, width: 80, text: (row) => words.channels[row.channel] ?? row.channel },
  { key: 'wording', label: words.columns.wording, width: 100, text: (row) => words.wordings[row.channel === 'wechat' ? 'notice' : row.wording] ?? row.wording },
  { key: 'address', label: words.columns.address, width: 140, text: (row) => row.address_masked },
  { key: 'state', label: words.columns.state, width: 100 },
  { key: 'reason', label: words.columns.reason, least: 220 },
  { key: 'settled', label: words.columns.settled, width: 170, text: (row) => (row.settled_at ? dateTime(row.settled_at) : '') },
  { key: 'open', label: words.columns.open, width: 90, isFixed: true },
]

/** The order of the buttons: what needs somebody first, everything last. */
export const STATES = ['failed', 'queued', 'sent', 'delivered', ''] as const

const TONES = { failed: 'danger', queued: 'warning', sent: 'info', delivered: 'success' } as const
export const toneOf = (state: string): 'danger' | 'warning' | 'info' | 'success' => TONES[state as keyof typeof TONES] ?? 'info'

export function buttonText(state: string, counts: Record<string, number> | undefined): string {
  const many = state ? (counts?.[state] ?? 0) : Object.values(counts ?? {}).reduce((sum, one) => sum + one, 0)
  return words.count(words.states[state] ?? words.all, many)
}
