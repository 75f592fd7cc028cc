// What was read is told once, when the reader turns away; the server counts a reader once a day.
import { api, ask } from '@shared/api'
import { isCitizen, isStaff } from '@shared/session'

const A_WHILE_MS = 20_000
const waiting = new Set<string>()
const told = new Set<string>()
let timer: ReturnType<typeof setTimeout> | undefined

async function tell(): Promise<void> {
  clearTimeout(timer)
  const keys = [...waiting]
  if (!keys.length || !(isCitizen.value || isStaff.value)) return
  waiting.clear()
  try {
    await ask(api.POST('/api/news/reads', { body: { keys } }))
    keys.forEach((key) => told.add(key))
  } catch {
    keys.forEach((key) => waiting.add(key)) // With the next one.
  }
}

export function noteRead(key: string): void {
  if (told.has(key) || waiting.has(key)) return
  waiting.add(key)
  clearTimeout(timer)
  timer = setTimeout(() => void tell(), A_WHILE_MS)
}

addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && void tell())
addEventListener('pagehide', () => void tell())
