// Thermometers and scanners that type: their keys count wherever the page's focus is, except in a field.
import { onScopeDispose } from 'vue'

const FORGET_MS = 3_000

/** `typing` hears what stands so far, `said` what an Enter ended (nothing for an Enter alone). */
export function useKeys(typing: (text: string) => void, said: (text: string) => void): void {
  let text = ''
  let last = 0
  function heard(event: KeyboardEvent): void {
    const { key, target, timeStamp } = event
    const inField = target instanceof HTMLElement && target.matches('input:not([type=radio], [type=checkbox]), textarea, select')
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return
    if (timeStamp - last > FORGET_MS) text = ''
    last = timeStamp
    const onButton = target instanceof HTMLElement && target.matches('button, a, summary')
    if (key === 'Enter') {
      if (!text && onButton) return
      event.preventDefault()
      said(text)
      text = ''
    } else if (key === 'Backspace') typing((text = text.slice(0, -1)))
    else if (key === ' ' && text) {
      event.preventDefault() // part of a code, not a press of the button in focus
      typing((text += key))
    } else if (key.length === 1 && key !== ' ') typing((text += key))
  }
  addEventListener('keydown', heard)
  onScopeDispose(() => removeEventListener('keydown', heard))
}
