// Sends what waits: in order within a subject, under one lock for all tabs of this device.
import { api, ask, asProblem, type Problem } from '@shared/api'
import type { Operation } from './operation'
import { watched } from './reach'
import type { Shelf } from './shelf'

const LOCK = 'lianfang.outbox'
/** The request itself may have failed, not what it asked for: worth sending again as it is. */
const isPassing = ({ status }: Problem): boolean => status === 0 || status === 401 || status === 408 || status === 429 || status >= 500

async function send({ key, path, body, photo, against }: Operation): Promise<void> {
  const post = api.POST as (path: string, options: object) => Promise<{ data?: unknown; response: Response }>
  const headers = { 'Idempotency-Key': key, ...(against && { 'X-Lianfang-Base': encodeURIComponent(against) }) }
  if (!photo) return void (await ask(post(path, { body, headers })))
  const form = new FormData()
  form.append('key', key)
  form.append('photo', photo, `${key}.jpg`)
  await ask(post(path, { body: {}, bodySerializer: () => form }))
}

/** The subjects that cannot go on: something before it waits for a person or for the server. */
type Held = Set<string>

async function tryOne(shelf: Shelf, operation: Operation, held: Held): Promise<'done' | 'held' | 'stop'> {
  try {
    await watched(send(operation))
    await shelf.remove(operation.key)
    return 'done'
  } catch (failure) {
    const problem = asProblem(failure)
    held.add(operation.subject)
    if (!isPassing(problem)) {
      const { status, code, title, detail, fields } = problem
      await shelf.put({ ...operation, state: 'refused', refusal: { status, code, title, detail, fields: { ...fields } }, tries: operation.tries + 1 })
      return 'held'
    }
    await shelf.put({ ...operation, tries: operation.tries + 1 })
    return problem.status === 401 || problem.isOffline ? 'stop' : 'held'
  }
}

type Ours = (operation: Operation) => boolean

async function drainAll(shelf: Shelf, changed: () => Promise<void>, isOurs: Ours): Promise<void> {
  const held: Held = new Set()
  for (;;) {
    const waiting = await shelf.operations()
    for (const { state, subject } of waiting) if (state === 'refused') held.add(subject)
    const next = waiting.find((each) => each.state === 'pending' && !held.has(each.subject) && isOurs(each))
    if (!next) return
    const outcome = await tryOne(shelf, next, held)
    await changed()
    if (outcome === 'stop') return
  }
}

let running: Promise<void> = Promise.resolve()

/** One at a time on this device; whoever asks meanwhile goes after. */
export function drain(shelf: Shelf, changed: () => Promise<void>, isOurs: Ours = () => true): Promise<void> {
  const turn = (): Promise<void> => drainAll(shelf, changed, isOurs)
  running = running.catch(() => undefined).then(async () => {
    // Locks exist in secure contexts only; without them the order within this page still holds.
    const { locks } = navigator as { locks?: LockManager | null }
    await (locks ? locks.request(LOCK, turn) : turn())
  })
  return running
}
