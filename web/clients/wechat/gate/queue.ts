// What a person decides about something the server sent back.
import type { Operation } from '@shared/outbox'

export const retry = async (one: Operation): Promise<void> => (await import('@shared/outbox')).retry(one)
export const discard = async (one: Operation): Promise<void> => (await import('@shared/outbox')).discard(one)
