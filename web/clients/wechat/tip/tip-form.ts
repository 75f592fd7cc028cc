// A tip without a name: what was seen, and where.
import { api, ask, type components } from '@shared/api'
import { isMobile } from '@shared/form'
import { tip } from '@shared/words/wechat'
import type { ChosenPlace } from '../report/report-form'

type TipIn = components['schemas']['TipIn']

export interface TipValues {
  kind: TipIn['subject_kind'] | ''
  name: string
  phone: string
  signs: string[]
  description: string
  place: ChosenPlace | null
  address: string
}
export const blankTip = (): TipValues => ({ kind: '', name: '', phone: '', signs: [], description: '', place: null, address: '' })

export type TipErrors = Partial<Record<'kind' | 'phone' | 'description' | 'place', string>>

export function errorsIn(values: TipValues): TipErrors {
  const { wrong } = tip
  return {
    ...(values.kind ? {} : { kind: wrong.kind }),
    ...(!values.phone.trim() || isMobile(values.phone) ? {} : { phone: wrong.phone }),
    ...(values.description.trim() ? {} : { description: wrong.description }),
    ...(values.place ? {} : { place: wrong.place }),
  }
}

export function sendTip(key: string, values: TipValues, anyway: boolean) {
  const isPlace = values.kind === 'place'
  const body: TipIn = {
    key,
    subject_kind: values.kind || 'suspected',
    subject_name: values.name.trim(),
    subject_phone: isPlace ? '' : values.phone.trim(),
    symptoms: isPlace ? [] : values.signs,
    description: values.description.trim(),
    place: values.place?.point ?? null,
    area_code: values.place?.area_code ?? '',
    address: values.address.trim(),
    anyway,
  }
  return ask(api.POST('/api/citizen/tips', { body }))
}
