// One person at the gate: who, how warm, and the verdict, by the server when it answers in time, else by this phone.
import { computed, ref, shallowRef, watch } from 'vue'
import { api, ask, asProblem, type Problem } from '@shared/api'
import { newKey } from '@shared/form'
import { cityNow } from '@shared/words'
import { gate } from '@shared/words/wechat'
import { completed, degreesOf, digitsOf, isTemperature } from './degrees'
import { blankAnswers, chosenGate, shortOf, stopped, whomFrom, type Whom } from './gate-form'
import { engine } from './use-engine'

/** Longer nobody waits at a gate. */
const PATIENCE_MS = 2_500
/** The Enter a thermometer ends with is not yet the next person. */
const ENTER_LATE_MS = 400

export interface ShownVerdict {
  verdict: string
  name: string
  reason: string
  /** Said where this phone decided alone. */
  here: string
}

export function useCheck() {
  const whom = shallowRef<Whom>()
  const preview = ref('')
  const tone = ref('gray')
  const digits = ref('')
  const answers = shallowRef(blankAnswers())
  const verdict = shallowRef<ShownVerdict>()
  const problem = shallowRef<Problem>()
  const busy = ref(false)
  const wrong = shallowRef<{ who?: string; temperature?: string }>({})
  let key = newKey()
  let isEcho = false
  let measured = ''
  let shownAt = 0

  const gateKey = computed(() => engine.value?.device.value?.gate ?? chosenGate.value)
  const asked = () => ({ ...answers.value, temp_c: degreesOf(digits.value), ...whom.value, key, gate: gateKey.value })
  const ageText = (): string => {
    const made = engine.value?.listMadeAt.value
    return made === undefined ? '' : gate.ago(Math.max(0, Math.floor((cityNow() - made) / 60_000)))
  }

  /** What the code alone says, at once. */
  async function look(given: Whom): Promise<void> {
    preview.value = given.token ? gate.scannedCode : gate.byNumber
    tone.value = 'gray'
    if (!given.token || !engine.value) return
    const began = performance.now()
    const found = await engine.value.decide(given)
    performance.measure('gate.verdict', { start: began, end: performance.now() })
    if (whom.value !== given) return
    const word = gate.scanned[found.colour] ?? ''
    tone.value = found.verdict === 'deny' ? 'red' : found.colour
    preview.value = found.refusal === 'bad_code' ? gate.notOurs : `${word} ${found.verdict === 'allow' ? '' : gate.reasons[found.refusal] ?? ''}`.trim()
  }
  async function here(): Promise<ShownVerdict> {
    const own = engine.value
    const said = asked()
    const who = { token: said.token ?? '', phone: said.phone ?? '', id_number: said.id_number ?? '' }
    if (!own?.device.value) throw problem.value ?? new TypeError('offline')
    const whole = { ...said, ...who }
    const found = await own.decide(who, whole)
    await own.queueCheck(whole, found, gate.checkTitle(shortOf(who, gate.aCode), gate.verdicts[found.verdict] ?? ''))
    return { verdict: found.verdict, name: '', reason: gate.reasons[found.refusal] ?? '', here: gate.decidedHere(ageText()) }
  }
  async function there(): Promise<ShownVerdict> {
    const said = asked()
    const whole = { ...said, token: said.token ?? '', phone: said.phone ?? '', id_number: said.id_number ?? '' }
    const body = engine.value ? await engine.value.signed(whole) : { ...whole, proof: '', device_at: new Date().toISOString() }
    const got = await ask(api.POST('/api/gate/verify', { body, signal: AbortSignal.timeout(PATIENCE_MS) }))
    return { verdict: got.verdict, name: got.person_name_masked, reason: got.reason, here: '' }
  }
  async function decide(): Promise<ShownVerdict> {
    if (engine.value && !engine.value.isReached.value) return here()
    try {
      return await there()
    } catch (failure) {
      engine.value?.heardRevoked(failure)
      const { isOffline, status } = asProblem(failure)
      if ((isOffline || status >= 500) && engine.value?.device.value) return here()
      throw failure
    }
  }
  async function verify(): Promise<void> {
    const degrees = degreesOf(digits.value)
    wrong.value = {
      ...(!whom.value && { who: gate.whoFirst }),
      ...(degrees === null && { temperature: digits.value.length === 3 ? gate.outOfRange : gate.noTemperature }),
    }
    if (Object.keys(wrong.value).length || busy.value || verdict.value || !gateKey.value) return
    busy.value = true
    problem.value = undefined
    try {
      verdict.value = await decide()
      shownAt = performance.now()
      const who = whom.value
      if (who && verdict.value.verdict !== 'allow') stopped.value = { whom: who, answers: { ...answers.value, temp_c: degrees } }
    } catch (failure) {
      problem.value = asProblem(failure)
    } finally {
      busy.value = false
    }
  }
  function goOn(): void {
    if (whom.value && digits.value.length === 3) void verify()
  }
  function setWhom(text: string): boolean {
    const given = whomFrom(text)
    if (!given) return false
    whom.value = given
    wrong.value = {}
    void look(given)
    goOn()
    return true
  }
  watch(
    digits,
    () => {
      wrong.value = {}
      if (!isEcho) goOn()
    },
    { flush: 'sync' },
  )
  /** What is being typed elsewhere shows, and counts with its Enter. */
  function echo(text: string): void {
    if (verdict.value) return
    if (text.length === 1) measured = digits.value
    isEcho = true
    digits.value = /^[\d.]{0,4}$/.test(text) ? digitsOf(text) : measured
    isEcho = false
  }

  /** A line that was typed or measured: a temperature, or who it is. */
  function understand(text: string): void {
    if (!text) {
      if (!verdict.value) void verify()
      else if (performance.now() - shownAt > ENTER_LATE_MS) next()
      return
    }
    if (verdict.value) next()
    if (isTemperature(text)) {
      digits.value = completed(text)
      goOn()
    } else if (!setWhom(text)) wrong.value = { who: gate.wrongCode }
  }
  function next(): void {
    verdict.value = undefined
    whom.value = undefined
    preview.value = ''
    digits.value = ''
    problem.value = undefined
    key = newKey()
    answers.value = { ...blankAnswers(), direction: answers.value.direction }
  }
  const clearWhom = (): void => void ((whom.value = undefined), (preview.value = ''))
  return { whom, preview, tone, digits, answers, verdict, problem, busy, wrong, verify, understand, echo, setWhom, clearWhom, next }
}
