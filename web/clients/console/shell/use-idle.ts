// Nobody at the desk for half an hour: the page is left before the server would refuse.
import { onScopeDispose } from 'vue'

export const IDLE_MS = 30 * 60_000
const SIGNS = ['pointerdown', 'keydown', 'wheel'] as const

export function useIdle(leave: () => void, afterMs = IDLE_MS): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stir = (): void => {
    clearTimeout(timer)
    timer = setTimeout(leave, afterMs)
  }
  for (const sign of SIGNS) addEventListener(sign, stir, { passive: true })
  stir()
  onScopeDispose(() => {
    clearTimeout(timer)
    for (const sign of SIGNS) removeEventListener(sign, stir)
  })
}
