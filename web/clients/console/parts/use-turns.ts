// A list read page by page, forwards and back, by the server's cursors.
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { useLoad, type Load, type Page } from '@shared/api'

export interface Turns<P extends Page<unknown>> extends Load<P> {
  items: ComputedRef<P['items']>
  at: Ref<number>
  hasNext: ComputedRef<boolean>
  forward: () => void
  backward: () => void
  /** For another question: from the first page. */
  restart: () => Promise<void>
}

export function useTurns<P extends Page<unknown>>(read: (cursor: string | undefined, signal: AbortSignal) => Promise<P>): Turns<P> {
  const cursors = shallowRef<readonly (string | undefined)[]>([undefined])
  const at = ref(1)
  const load = useLoad((signal) => read(cursors.value[at.value - 1], signal))
  const items = computed<P['items']>(() => load.data.value?.items ?? [])
  const next = computed(() => load.data.value?.next ?? undefined)
  watch(at, () => void load.reload())

  function forward(): void {
    if (!next.value || load.busy.value) return
    cursors.value = [...cursors.value.slice(0, at.value), next.value]
    at.value += 1
  }
  function backward(): void {
    if (at.value > 1 && !load.busy.value) at.value -= 1
  }
  async function restart(): Promise<void> {
    cursors.value = [undefined]
    if (at.value === 1) await load.reload()
    else at.value = 1
  }
  return { ...load, items, at, hasNext: computed(() => Boolean(next.value)), forward, backward, restart }
}
