// The time, kept running while the page is shown.
import { onScopeDispose, ref, type Ref } from 'vue'

export function useNow(everyMs = 1000): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), everyMs)
  onScopeDispose(() => clearInterval(timer))
  return now
}
