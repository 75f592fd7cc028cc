// What a list is narrowed by lives in the address, so that a list can be linked to and gone back to.
import { reactive, ref, watch, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export interface FilterForm<Name extends string> {
  /** What stands in the fields, not asked for yet. */
  fields: Record<Name, string>
  /** What the list shows. */
  asked: Ref<Partial<Record<Name, string>>>
  search: () => void
  reset: () => void
}

export function useFilters<Name extends string>(names: readonly Name[]): FilterForm<Name> {
  const route = useRoute()
  const router = useRouter()
  const path = route.path
  const read = (): Record<Name, string> =>
    Object.fromEntries(names.map((name) => [name, String(route.query[name] ?? '')])) as Record<Name, string>
  const given = (all: Record<Name, string>): Partial<Record<Name, string>> =>
    Object.fromEntries(names.filter((name) => all[name]).map((name) => [name, all[name].trim()])) as Partial<Record<Name, string>>

  const fields = reactive(read()) as Record<Name, string>
  const asked = ref(given(fields)) as Ref<Partial<Record<Name, string>>>
  watch(() => route.query, () => {
    if (route.path !== path) return
    Object.assign(fields, read())
    asked.value = given(fields)
  })

  const search = (): void => void router.replace({ path, query: given(fields) })
  const reset = (): void => void router.replace({ path, query: {} })
  return { fields, asked, search, reset }
}
