// The moving QR text: a few minutes of tokens fetched ahead, the right one shown, renewed before they run out.
import { computed, onScopeDispose, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { api, ask, asProblem, isAbort, type components, type Problem } from '@shared/api'
import { useNow } from '@shared/design'
import { realMsUntil, setCityTime } from '@shared/words'
import { asking, keepTicket } from './ticket'

type Token = components['schemas']['TokenOut']

const RENEW_BEFORE_MS = 60_000
const RETRY_MS = 5_000
const LONGEST_MS = 10 * 60_000

export interface Tokens {
  /** Undefined when none is valid now: the picture on show would be refused. */
  text: ComputedRef<string | undefined>
  /** The server's time, whatever the phone's clock says. */
  now: Readonly<Ref<number>>
  problem: ShallowRef<Problem | undefined>
  /** The first ones are on their way. */
  waiting: ComputedRef<boolean>
  renew: () => Promise<void>
}

const readTokens = (person: string | undefined, signal: AbortSignal) => ask(api.GET('/api/citizen/pass/tokens', { signal, ...asking(person) }))

/** Codes of oneself, or of somebody one speaks for. */
export function useTokens(onColour: (colour: string) => void, person?: string): Tokens {
  const tokens = shallowRef<readonly Token[]>([])
  const problem = shallowRef<Problem>()
  const now = useNow()
  const text = computed(() => tokens.value.find((token) => Date.parse(token.starts_at) <= now.value && now.value < Date.parse(token.ends_at))?.text)
  const waiting = computed(() => !tokens.value.length && !problem.value)
  const leaving = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: Promise<void> | undefined

  async function fetchTokens(): Promise<void> {
    try {
      const answer = await readTokens(person, leaving.signal)
      keepTicket(person, answer.ticket)
      setCityTime(answer.server_time)
      tokens.value = answer.tokens
      problem.value = undefined
      onColour(answer.colour)
    } catch (failure) {
      if (!isAbort(failure)) problem.value = asProblem(failure)
    }
    if (!leaving.signal.aborted) schedule()
  }
  function renew(): Promise<void> {
    asking ??= fetchTokens().finally(() => (asking = undefined))
    return asking
  }
  function schedule(): void {
    clearTimeout(timer)
    const end = Math.max(0, ...tokens.value.map((token) => Date.parse(token.ends_at)))
    const wait = Math.min(LONGEST_MS, Math.max(RETRY_MS, realMsUntil(end) - RENEW_BEFORE_MS))
    timer = setTimeout(renew, problem.value ? RETRY_MS : wait)
  }
  // A phone asleep runs no timers: ask again when it wakes.
  const woken = (): void => {
    if (document.visibilityState === 'visible') void renew()
  }
  document.addEventListener('visibilitychange', woken)
  onScopeDispose(() => {
    leaving.abort()
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', woken)
  })
  void renew()
  return { text, now, problem, waiting, renew }
}
