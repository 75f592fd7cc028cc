// A form that survives closing the page: kept on the phone until it was sent.
import { nextTick, reactive, watch } from 'vue'
import { newKey } from './key'

interface Stored<T> {
  key: string
  values: T
}

export interface Draft<T extends object> {
  values: T
  /** The same until `clear`, so that a second try is the same operation. */
  key: () => string
  clear: () => void
}

const PREFIX = 'lianfang.draft.'

function stored<T>(name: string): Stored<T> | undefined {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

function keep(name: string, draft: Stored<object>): void {
  try {
    localStorage.setItem(name, JSON.stringify(draft))
  } catch {
    // A full or forbidden storage only costs the draft, never the form.
  }
}

export function useDraft<T extends object>(name: string, blank: () => T): Draft<T> {
  const place = PREFIX + name
  const found = stored<T>(place)
  const values = reactive({ ...blank(), ...found?.values }) as T
  let key = found?.key ?? newKey()
  watch(values, () => keep(place, { key, values }))

  function clear(): void {
    key = newKey()
    Object.assign(values, blank())
    void nextTick(() => localStorage.removeItem(place))
  }
  return { values, key: () => key, clear }
}

/** Leaves nothing for the next person at this phone. */
export function forgetDrafts(): void {
  for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name)
}
