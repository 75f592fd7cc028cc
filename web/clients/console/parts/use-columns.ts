// Which columns somebody wants to see, kept on this computer.
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { Column } from './columns'

export interface Chosen<Row> {
  keys: Ref<string[]>
  shown: ComputedRef<readonly Column<Row>[]>
}

/** `always` are never left out; `first` is what is shown until somebody chooses. */
export function useColumns<Row>(place: string, all: readonly Column<Row>[], first: readonly string[], always: readonly string[]): Chosen<Row> {
  const kept = read(place)
  const keys = ref(kept ?? [...first])
  watch(keys, (now) => localStorage.setItem(place, JSON.stringify(now)))
  const shown = computed(() => all.filter(({ key }) => always.includes(key) || keys.value.includes(key)))
  return { keys, shown }
}

function read(place: string): string[] | undefined {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(place) ?? 'null')
    return Array.isArray(held) ? held.map(String) : undefined
  } catch {
    return undefined
  }
}
