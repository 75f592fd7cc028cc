// Whether the network is there, as the browser sees it.
import { onScopeDispose, ref, type Ref } from 'vue'

export function useOnline(): Ref<boolean> {
  const isOnline = ref(navigator.onLine)
  const look = (): void => void (isOnline.value = navigator.onLine)
  addEventListener('online', look)
  addEventListener('offline', look)
  onScopeDispose(() => {
    removeEventListener('online', look)
    removeEventListener('offline', look)
  })
  return isOnline
}
