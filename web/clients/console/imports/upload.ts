// Sending a table, and what its columns were chosen to mean.
import { api, ask, type components } from '@shared/api'

export type BatchOut = components['schemas']['BatchOut']
export type Chosen = Record<number, string>

export function send(file: File, key: string, chosen: Chosen): Promise<BatchOut> {
  const form = new FormData()
  form.append('key', key)
  form.append('file', file)
  form.append('chosen', JSON.stringify(chosen))
  const body = {} as { key: string; file: string; chosen: string }
  return ask(api.POST('/api/console/imports', { body, bodySerializer: () => form }))
}

/** In the order people decide: what is wrong first, then what would be new. */
export const PILES = ['bad', 'new', 'merge', 'same'] as const
export type Pile = (typeof PILES)[number]

export const firstPile = (counts: Readonly<Record<string, number>>): Pile => PILES.find((pile) => counts[pile]) ?? 'new'
export const goodRows = (counts: Readonly<Record<string, number>>): number => (counts['new'] ?? 0) + (counts['merge'] ?? 0)
export const percentDone = ({ done, counts }: Pick<BatchOut, 'done' | 'counts'>): number => Math.min(99, Math.floor((100 * done) / Math.max(1, goodRows(counts))))
