// For whom the page is: oneself, or somebody one speaks for.
import { computed, ref } from 'vue'
import { session } from '@shared/session'

const chosen = ref('')

export const family = computed(() => session.value?.speaks_for ?? [])

/** The key of the person chosen; oneself first, undefined while nobody is bound to the account. */
export const person = computed(() => {
  const keys = family.value.map(({ key }) => key)
  if (keys.includes(chosen.value)) return chosen.value
  return family.value.find(({ relation }) => relation === 'self')?.key ?? keys[0]
})
export const choosePerson = (key: string): void => void (chosen.value = key)
