// A report as it is being filled in, what is still wrong with it, and what is sent.
import { api, ask, type components } from '@shared/api'
import { isMobile } from '@shared/form'
import { report } from '@shared/words/wechat'

type ReportIn = components['schemas']['ReportIn']

export interface ChosenPlace {
  point: ReportIn['place']
  area_code: string
  /** What the server calls the place, for reading. */
  name: string
  is_guessed: boolean
}

export interface ReportValues {
  kind: ReportIn['subject_kind'] | ''
  name: string
  phone: string
  signs: string[]
  temperature: number | null
  description: string
  place: ChosenPlace | null
  address: string
  photos: string[]
}

export const blankReport = (): ReportValues => ({
  kind: '', name: '', phone: '', signs: [], temperature: null, description: '', place: null, address: '', photos: [],
})

export type ReportErrors = Partial<Record<'kind' | 'name' | 'phone' | 'place', string>>

export function errorsIn(values: ReportValues): ReportErrors {
  const { wrong } = report
  return {
    ...(values.kind ? {} : { kind: wrong.kind }),
    ...(values.name.trim() ? {} : { name: wrong.name }),
    ...(isMobile(values.phone) ? {} : { phone: wrong.phone }),
    ...(values.place ? {} : { place: wrong.place }),
  }
}

const asBody = (key: string, kind: ReportIn['subject_kind'], values: ReportValues, anyway: boolean): ReportIn => ({
  key,
  subject_kind: kind,
  subject_name: values.name.trim(),
  subject_phone: values.phone.trim(),
  symptoms: values.signs,
  temp_c: values.temperature,
  description: values.description.trim(),
  place: values.place?.point ?? null,
  area_code: values.place?.area_code ?? '',
  address: values.address.trim(),
  photos: values.photos,
  anyway,
})

/** Sending twice with the same key is one report; `anyway` also when somebody has just reported the same. */
export const sendReport = (key: string, values: ReportValues, anyway: boolean) =>
  ask(api.POST('/api/citizen/reports', { body: asBody(key, values.kind || 'self', values, anyway) }))
