// A short word that comes and goes; shown by the one LfToast of the page.
import { readonly, shallowRef } from 'vue'

export interface Toast {
  text: string
  tone: 'plain' | 'good' | 'bad'
}

const SHOWN_MS = 3500
const current = shallowRef<Toast>()
let timer: ReturnType<typeof setTimeout> | undefined

export const currentToast = readonly(current)

export function toast(text: string, tone: Toast['tone'] = 'plain'): void {
  clearTimeout(timer)
  current.value = { text, tone }
  timer = setTimeout(() => (current.value = undefined), SHOWN_MS)
}
