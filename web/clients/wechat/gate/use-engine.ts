// What works without network, fetched after the page; undefined until it is there or where this browser cannot keep a key.
import { shallowReadonly, shallowRef, watch } from 'vue'
import { session } from '@shared/session'
import { AT_GATE } from '../arrival'

export type Engine = typeof import('./engine')

const here = shallowRef<Engine>()
/** False where no key can be kept: plain http, or a browser without a database. */
export const canEnrol = typeof indexedDB !== 'undefined' && Boolean((globalThis.crypto as Crypto | undefined)?.subtle)
export const engine = shallowReadonly(here)
export const engineFailed = shallowRef(false)

let starting: Promise<void> | undefined
async function fetchIt(): Promise<void> {
  const found = await import('./engine')
  await found.start()
  here.value = found
  if ('serviceWorker' in navigator && import.meta.env.PROD) void navigator.serviceWorker.register('/h5/sw.js').catch(() => undefined)
  watch(session, keepSession, { immediate: true })
}

/** For opening the page again without a network; nothing is left once they sign out. */
function keepSession(): void {
  if (session.value?.kind === 'staff') localStorage.setItem(AT_GATE, JSON.stringify(session.value))
  else localStorage.removeItem(AT_GATE)
}

export function startEngine(): Promise<void> {
  starting ??= fetchIt().catch(() => {
    engineFailed.value = true
    starting = undefined
  })
  return starting
}
