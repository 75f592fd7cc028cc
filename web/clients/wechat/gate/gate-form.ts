// What a gate keeper asks everybody, and where they stand.
import { ref, shallowRef, watch } from 'vue'
import { api, ask, type components } from '@shared/api'

export type GateOut = components['schemas']['GateOut']
type Verify = components['schemas']['VerifyIn']
export type Whom = Pick<Verify, 'token' | 'phone' | 'id_number'>

export const nobody: Whom = { token: '', phone: '', id_number: '' }

const PLACE = 'lianfang.gate'

/** The gate chosen last, on this phone. */
export const chosenGate = ref(localStorage.getItem(PLACE) ?? '')
watch(chosenGate, (key) => localStorage.setItem(PLACE, key))

export const readGates = (signal: AbortSignal): Promise<readonly GateOut[]> => ask(api.GET('/api/gate/gates', { signal }))

export interface GateAnswers extends Pick<Verify, 'direction' | 'key_area' | 'vehicle'> {
  symptoms: string[]
  temp_c: number | null
}
const KEY_AREAS = ['none', 'lived', 'travelled', 'passed', 'unknown'] as const
/** What was chosen, as the server knows it. */
export const keyAreaFrom = (chosen: string): GateAnswers['key_area'] => KEY_AREAS.find((one) => one === chosen) ?? 'none'

export const blankAnswers = (): GateAnswers => ({ direction: 'in', key_area: 'none', symptoms: [], temp_c: null, vehicle: '' })

/** Whoever was stopped, for the page that registers them; taken once. */
export const stopped = shallowRef<{ whom: Whom; answers: GateAnswers }>()

/** A scanned pass, a phone or a document number, told apart by their shape; nothing when it is none of them. */
export function whomFrom(text: string): Whom | undefined {
  const given = text.trim()
  if (/^LF\d:/i.test(given)) return { ...nobody, token: given }
  if (/^1[3-9]\d{9}$/.test(given)) return { ...nobody, phone: given }
  if (/^[A-Z0-9]{6,18}$/i.test(given)) return { ...nobody, id_number: given.toUpperCase() }
  return undefined
}

/** How a person is called in a queue of this phone: never the whole number. */
export const shortOf = ({ phone, id_number }: Whom, code: string): string => {
  const number = phone || id_number
  return number ? `*${number.slice(-4)}` : code
}
