// Reading from the server as one of four drawn states; cancelled when the page is left.
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { asProblem, isAbort } from './client'
import type { Problem } from './problem'

export type LoadState = 'loading' | 'ready' | 'empty' | 'error' | 'offline'

export interface Load<T> {
  data: ShallowRef<T | undefined>
  state: Ref<LoadState>
  problem: ShallowRef<Problem | undefined>
  /** True also while what is shown is being refreshed. */
  busy: Ref<boolean>
  reload: () => Promise<void>
  /** For another question: what was shown would answer the last one, so it goes first. */
  restart: () => Promise<void>
}

const nothingIn = (data: unknown): boolean =>
  data === undefined ||
  data === null ||
  (Array.isArray(data) && data.length === 0) ||
  (typeof data === 'object' && 'items' in data && Array.isArray(data.items) && data.items.length === 0)

/** Loads at once; what was loaded stays on show while it is refreshed or a refresh fails. */
export function useLoad<T>(read: (signal: AbortSignal) => Promise<T>, isEmpty: (data: T) => boolean = nothingIn): Load<T> {
  const data = shallowRef<T>()
  const state = ref<LoadState>('loading')
  const problem = shallowRef<Problem>()
  const busy = ref(false)
  let current: AbortController | undefined

  async function reload(): Promise<void> {
    current?.abort()
    const mine = (current = new AbortController())
    busy.value = true
    if (data.value === undefined) state.value = 'loading'
    try {
      const got = await read(mine.signal)
      if (mine.signal.aborted) return
      data.value = got
      problem.value = undefined
      state.value = isEmpty(got) ? 'empty' : 'ready'
    } catch (failure) {
      if (mine.signal.aborted || isAbort(failure)) return
      problem.value = asProblem(failure)
      if (data.value === undefined) state.value = problem.value.isOffline ? 'offline' : 'error'
    } finally {
      if (current === mine) busy.value = false
    }
  }

  function restart(): Promise<void> {
    data.value = undefined
    problem.value = undefined
    return reload()
  }
  const retryOnline = (): void => {
    if (problem.value) void reload()
  }
  addEventListener('online', retryOnline)
  onScopeDispose(() => {
    removeEventListener('online', retryOnline)
    current?.abort()
  })
  void reload()
  return { data, state, problem, busy, reload, restart }
}
