// How a page writes: into the outbox, with a word to the person.
import { onScopeDispose, watch } from 'vue'
import { toast } from '@shared/design'
import { enqueue, sentCount, type Draft, type Operation } from '@shared/outbox'
import { frame } from '@shared/words/app'

export async function write(draft: Draft): Promise<Operation> {
  const operation = await enqueue(JSON.parse(JSON.stringify(draft)) as Draft)
  toast(frame.saved, 'good')
  return operation
}

/** Photos are not text: they go into the outbox as they are. */
export const writePhoto = (draft: Draft): Promise<Operation> => enqueue(draft)

/** Reads anew after something was sent. */
export function afterSending(reload: () => Promise<void>): void {
  onScopeDispose(watch(sentCount, () => void reload()))
}
