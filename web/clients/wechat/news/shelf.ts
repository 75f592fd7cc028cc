// Copies of what was read, for reading without a network, with the moment they were taken.
import { onScopeDispose, ref, type Ref } from 'vue'
import { asProblem } from '@shared/api'
import { cityMoment } from '@shared/words'

interface Copy {
  name: string
  at: string
  data: unknown
}

const STORE = 'copies'
const MOST = 60

function opened(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const asked = indexedDB.open('lianfang.news', 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: 'name' }).createIndex('at', 'at')
    asked.onsuccess = () => done(asked.result)
    asked.onerror = () => failed(asked.error)
  })
}

/** One step on the shelf; a phone without storage only has no copies. */
async function onShelf<T>(mode: IDBTransactionMode, step: (shelf: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  try {
    const base = await opened()
    return await new Promise((done, failed) => {
      const asked = step(base.transaction(STORE, mode).objectStore(STORE))
      asked.onsuccess = () => done(asked.result)
      asked.onerror = () => failed(asked.error)
    }).then((found) => (base.close(), found as T))
  } catch {
    return undefined
  }
}

async function put(name: string, data: unknown): Promise<void> {
  const copy: Copy = { name, at: cityMoment(), data: JSON.parse(JSON.stringify(data)) }
  await onShelf('readwrite', (shelf) => shelf.put(copy))
  const names = (await onShelf('readonly', (shelf) => shelf.index('at').getAllKeys())) ?? []
  for (const old of names.slice(0, Math.max(0, names.length - MOST))) await onShelf('readwrite', (shelf) => shelf.delete(old))
}

export const copyOf = (name: string): Promise<Copy | undefined> => onShelf('readonly', (shelf) => shelf.get(name))

export interface Kept {
  /** When the copy on show was taken; empty while what is shown comes from the server. */
  copyAt: Ref<string>
  read: <T>(name: string, ask: () => Promise<T>) => Promise<T>
}

/** Asks the server; without a network gives what it said last. What is gone there goes here, too. */
export function useKept(again: () => void): Kept {
  const copyAt = ref('')
  async function read<T>(name: string, ask: () => Promise<T>): Promise<T> {
    try {
      const got = await ask()
      copyAt.value = ''
      void put(name, got)
      return got
    } catch (failure) {
      const problem = asProblem(failure)
      if (problem.status === 404) void onShelf('readwrite', (shelf) => shelf.delete(name))
      const copy = problem.isOffline ? await copyOf(name) : undefined
      if (!copy) throw failure
      copyAt.value = copy.at
      return copy.data as T
    }
  }
  const online = (): void => void (copyAt.value && again())
  addEventListener('online', online)
  onScopeDispose(() => removeEventListener('online', online))
  return { copyAt, read }
}
