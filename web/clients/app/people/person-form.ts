// The short person form: its values, what is wrong with them, and what is sent.
import { isMobile, isResidentId } from '@shared/form'
import { cityNow } from '@shared/words'
import { personForm } from '@shared/words/app'

export interface PersonValues {
  name: string
  idType: string
  idNumber: string
  phone: string
  address: string
  category: string
  subjectClass: string
  anchor: string
  basis: string
  evidence: string
  waiver: string
  signs: string[]
  temperature: number | null
}
export const blankPerson = (): PersonValues => ({
  name: '', idType: '01', idNumber: '', phone: '', address: '', category: '', subjectClass: '', anchor: '', basis: 'evidence', evidence: '', waiver: '',
  signs: [], temperature: null,
})
export type Wrong = Partial<Record<keyof PersonValues | 'grid' | 'note' | 'outcome', string>>

/** What a datetime-local control holds is the city's time. */
export const momentOf = (local: string): string | null => (local ? new Date(`${local}:00+08:00`).toISOString() : null)

const idNumberWrong = ({ idType, idNumber }: PersonValues): string => {
  if (!idNumber.trim()) return personForm.wrong.noIdNumber
  return idType === '01' && !isResidentId(idNumber) ? personForm.wrong.idNumber : ''
}
function anchorWrong(anchor: string): string {
  const moment = momentOf(anchor)
  if (!moment) return personForm.wrong.anchor
  return Date.parse(moment) > cityNow() ? personForm.wrong.future : ''
}

export function wrongIn(values: PersonValues, withSigns: boolean): Wrong {
  const { wrong } = personForm
  const isObserved = values.subjectClass !== ''
  const found: Wrong = {
    name: values.name.trim() ? '' : wrong.name,
    idNumber: idNumberWrong(values),
    phone: isMobile(values.phone) ? '' : wrong.phone,
    address: values.address.trim() ? '' : wrong.address,
    category: values.category ? '' : wrong.category,
    anchor: isObserved ? anchorWrong(values.anchor) : '',
    evidence: isObserved && values.basis === 'evidence' && !values.evidence.trim() ? wrong.evidence : '',
    waiver: isObserved && values.basis === 'waiver' && !values.waiver.trim() ? wrong.waiver : '',
    signs: withSigns && !values.signs.length ? wrong.signs : '',
    temperature: withSigns && values.temperature === null ? wrong.temperature : '',
  }
  return Object.fromEntries(Object.entries(found).filter(([, said]) => said)) as Wrong
}

export const detailsOf = (values: PersonValues): Record<string, unknown> => ({
  name: values.name.trim(),
  id_type: values.idType,
  id_number: values.idNumber.trim().toUpperCase(),
  phone: values.phone.trim(),
  address: values.address.trim(),
  category: values.category || null,
  subject_class: values.subjectClass || null,
  anchor_at: values.subjectClass ? momentOf(values.anchor) : null,
  evidence: values.basis === 'evidence' ? values.evidence.trim() : '',
  waiver: values.basis === 'waiver' ? values.waiver.trim() : '',
  symptoms: values.signs,
  temp_c: values.temperature,
})
