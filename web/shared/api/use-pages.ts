// A list that grows by pages, on top of useLoad.
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { asProblem } from './client'
import type { Problem } from './problem'
import { useLoad, type Load } from './use-load'

export interface Page<T> {
  items: readonly T[]
  next?: string | null
}

export interface Pages<T> extends Load<Page<T>> {
  items: ComputedRef<readonly T[]>
  hasMore: ComputedRef<boolean>
  more: () => Promise<void>
  growing: Ref<boolean>
  moreProblem: ShallowRef<Problem | undefined>
}

/** Loads the first page at once; `reload` starts over from it. */
export function usePages<T>(read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>): Pages<T> {
  const load = useLoad((signal) => read(undefined, signal))
  const later = shallowRef<readonly Page<T>[]>([])
  const growing = ref(false)
  const moreProblem = shallowRef<Problem>()
  watch(load.data, () => (later.value = []), { flush: 'sync' })

  const last = computed(() => later.value.at(-1) ?? load.data.value)
  const items = computed(() => [...(load.data.value?.items ?? []), ...later.value.flatMap((page) => page.items)])
  const hasMore = computed(() => Boolean(last.value?.next))

  async function more(): Promise<void> {
    const from = load.data.value
    const cursor = last.value?.next
    if (!cursor || growing.value) return
    growing.value = true
    moreProblem.value = undefined
    try {
      const page = await read(cursor, new AbortController().signal)
      if (load.data.value === from) later.value = [...later.value, page]
    } catch (failure) {
      moreProblem.value = asProblem(failure)
    } finally {
      growing.value = false
    }
  }
  return { ...load, items, hasMore, more, growing, moreProblem }
}
