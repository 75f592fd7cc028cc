// The resident's observation as the server tells it.
import { api, ask, type components } from '@shared/api'

export type Observation = components['schemas']['ObservationOut']
export type Slot = components['schemas']['SlotOut']

export const readObservation = (person: string, signal: AbortSignal): Promise<Observation> =>
  ask(api.GET('/api/resident/observation', { params: { query: { person } }, signal }))

/** A slot's light: what is well, what waits, what was missed. */
export function lightOf(state: string): 'green' | 'yellow' | 'red' | 'none' {
  if (state === 'done' || state === 'exempted') return 'green'
  if (state === 'open') return 'yellow'
  return state === 'missed' || state === 'abnormal_done' ? 'red' : 'none'
}
