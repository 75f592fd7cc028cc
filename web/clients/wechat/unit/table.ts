// A table of an organisation's people: sent, and how far it is.
import { api, ask, type components } from '@shared/api'

export type Batch = components['schemas']['BatchOut']
/** In the order people decide: what is wrong first. */
export const PILES = ['bad', 'new', 'merge', 'same'] as const
export type Pile = (typeof PILES)[number]

export function sendTable(file: File, key: string): Promise<Batch> {
  const form = new FormData()
  form.append('key', key)
  form.append('file', file)
  return ask(api.POST('/api/enterprise/tables', { body: {} as { key: string; file: string }, bodySerializer: () => form }))
}

export const firstPile = (counts: Readonly<Record<string, number>>): Pile => PILES.find((pile) => counts[pile]) ?? 'new'
export const goodRows = (counts: Readonly<Record<string, number>>): number => (counts['new'] ?? 0) + (counts['merge'] ?? 0)
export const unusedHeaders = (batch: Batch): string[] => batch.columns.filter(({ field, header }) => header && !field).map(({ header }) => header)
