// What a gate keeper asks everybody, and where they stand.
import { ref, watch } from 'vue'
import { api, ask, type components } from '@shared/api'

export type GateOut = components['schemas']['GateOut']
type Whom = Partial<Pick<components['schemas']['VerifyIn'], 'token' | 'phone' | 'id_number'>>

const PLACE = 'lianfang.gate'

/** The gate chosen last, on this phone. */
export const chosenGate = ref(localStorage.getItem(PLACE) ?? '')
watch(chosenGate, (key) => localStorage.setItem(PLACE, key))

export const readGates = (signal: AbortSignal): Promise<readonly GateOut[]> => ask(api.GET('/api/gate/gates', { signal }))

export interface GateAnswers {
  direction: string
  key_area: string
  symptoms: string[]
  temp_c: number | null
}
export const blankAnswers = (): GateAnswers => ({ direction: 'in', key_area: 'none', symptoms: [], temp_c: null })

/** A scanned pass, a phone or a document number, told apart by their shape; nothing when it is none of them. */
export function whomFrom(text: string): Whom | undefined {
  const given = text.trim()
  if (/^LF\d:/i.test(given)) return { token: given }
  if (/^1[3-9]\d{9}$/.test(given)) return { phone: given }
  if (/^[A-Z0-9]{6,18}$/i.test(given)) return { id_number: given.toUpperCase() }
  return undefined
}
