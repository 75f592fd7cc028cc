// The city's time, kept running while the page is shown.
import { onScopeDispose, ref, type Ref } from 'vue'
import { cityNow } from '@shared/words'

export function useNow(everyMs = 1000): Readonly<Ref<number>> {
  const now = ref(cityNow())
  const timer = setInterval(() => (now.value = cityNow()), everyMs)
  onScopeDispose(() => clearInterval(timer))
  return now
}
