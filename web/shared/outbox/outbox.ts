// The queue every page writes through.
import { computed, readonly, ref, shallowReadonly, shallowRef, watch } from 'vue'
import { newKey } from '@shared/form'
import { cityMoment } from '@shared/words'
import { drain } from './drain'
import type { Draft, Operation } from './operation'
import { isReached } from './reach'
import { shelf } from './shelf'

const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 15_000

const all = shallowRef<Operation[]>([])
const settled = ref(0)
let pause = FIRST_PAUSE_MS
let timer: ReturnType<typeof setTimeout> | undefined

const worker = ref('')
const isOurs = ({ owner }: Operation): boolean => !owner || owner === worker.value
const pending = computed(() => all.value.filter(({ state }) => state === 'pending'))

export const operations = shallowReadonly(all)
export const waiting = computed(() => pending.value.filter(isOurs))
/** What somebody else left on this device, for them to send. */
export const leftByOthers = computed(() => pending.value.filter((each) => !isOurs(each)))
export const refused = computed(() => all.value.filter(({ state }) => state === 'refused'))
/** Counts up each time something was sent, so that pages read anew. */
export const sentCount = readonly(settled)
export const pendingOf = (subject: string, action?: string): Operation[] =>
  all.value.filter((each) => each.subject === subject && (!action || each.action === action))

async function refresh(): Promise<void> {
  const before = all.value.length
  all.value = await shelf.operations()
  if (all.value.length < before) settled.value++
}

async function sendAll(): Promise<void> {
  clearTimeout(timer)
  await refresh()
  const before = waiting.value.length
  if (before) await drain(shelf, refresh, isOurs)
  if (!waiting.value.length) return void (pause = FIRST_PAUSE_MS)
  pause = waiting.value.length < before ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS)
  timer = setTimeout(() => void sendNow(), pause)
}

let current: Promise<void> | undefined
let isAskedAgain = false

/** Sends what can be sent now, and tries again later while something waits; who asks meanwhile shares one more round. */
export function sendNow(): Promise<void> {
  isAskedAgain = current !== undefined
  current ??= (async () => {
    do {
      isAskedAgain = false
      await sendAll()
    } while (isAskedAgain)
  })().finally(() => (current = undefined))
  return current
}

/** Saves first; sending follows by itself. */
export async function enqueue({ key = newKey(), base = '', editAt = '', ...draft }: Draft): Promise<Operation> {
  const waiting = await shelf.operations()
  const last = waiting.at(-1)?.order ?? 0
  const against = waiting.some(({ subject }) => subject === draft.subject) ? '' : base
  const owner = worker.value && { owner: worker.value }
  const operation: Operation = { ...owner, key, base, against, editAt, ...draft, order: last + 1, deviceAt: cityMoment(), state: 'pending', tries: 0 }
  await shelf.put(operation)
  await refresh()
  void sendNow()
  return operation
}

/** From now on this person writes here; nothing of another is sent in their name. */
export function workAs(name: string): void {
  worker.value = name
  void sendNow()
}

/** The person says: send it once more as it is, whatever has changed meanwhile. */
export async function retry({ refusal: _, ...operation }: Operation): Promise<void> {
  await shelf.put({ ...operation, against: '', state: 'pending' })
  await sendNow()
}

/** The person decided anew: the same operation with another body. */
export async function amend({ refusal: _, ...operation }: Operation, body: Record<string, unknown>): Promise<void> {
  await shelf.put({ ...operation, body: JSON.parse(JSON.stringify(body)) as Record<string, unknown>, against: '', state: 'pending' })
  await sendNow()
}

/** The person says: forget it. */
export async function discard({ key }: Operation): Promise<void> {
  await shelf.remove(key)
  await sendNow()
}

/** Nothing of one person is left for the next at this phone. */
export async function wipe(): Promise<void> {
  clearTimeout(timer)
  await shelf.wipe()
  all.value = []
}

/** Starts sending whenever the network is back or the app is looked at again. */
export function keepSending(): void {
  addEventListener('online', () => void sendNow())
  watch(isReached, (reached) => reached && void sendNow())
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void sendNow())
  void sendNow()
}
