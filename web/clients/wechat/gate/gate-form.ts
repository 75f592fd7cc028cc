// What a gate keeper asks everybody, and where they stand.
import { ref, watch } from 'vue'
import { api, ask, type components } from '@shared/api'

export type GateOut = components['schemas']['GateOut']
type Whom = Pick<components['schemas']['VerifyIn'], 'token' | 'phone' | 'id_number'>

export const nobody: Whom = { token: '', phone: '', id_number: '' }

const PLACE = 'lianfang.gate'

/** The gate chosen last, on this phone. */
export const chosenGate = ref(localStorage.getItem(PLACE) ?? '')
watch(chosenGate, (key) => localStorage.setItem(PLACE, key))

export const readGates = (signal: AbortSignal): Promise<readonly GateOut[]> => ask(api.GET('/api/gate/gates', { signal }))

export interface GateAnswers {
  direction: components['schemas']['VerifyIn']['direction']
  key_area: components['schemas']['VerifyIn']['key_area']
  symptoms: string[]
  temp_c: number | null
}
const KEY_AREAS = ['none', 'lived', 'travelled', 'passed', 'unknown'] as const
/** What was chosen, as the server knows it. */
export const keyAreaFrom = (chosen: string): GateAnswers['key_area'] => KEY_AREAS.find((one) => one === chosen) ?? 'none'

export const blankAnswers = (): GateAnswers => ({ direction: 'in', key_area: 'none', symptoms: [], temp_c: null })

/** A scanned pass, a phone or a document number, told apart by their shape; nothing when it is none of them. */
export function whomFrom(text: string): Partial<Whom> | undefined {
  const given = text.trim()
  if (/^LF\d:/i.test(given)) return { token: given }
  if (/^1[3-9]\d{9}$/.test(given)) return { phone: given }
  if (/^[A-Z0-9]{6,18}$/i.test(given)) return { id_number: given.toUpperCase() }
  return undefined
}
