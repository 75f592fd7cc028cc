// One person declared by their employer or school: the values, what is wrong with them, what is sent.
import { api, ask, type components } from '@shared/api'
import { isMobile, isResidentId } from '@shared/form'
import { declare } from '@shared/words/wechat'

export interface DeclareValues {
  name: string
  sex: string
  id_number: string
  phone: string
  keyArea: string
  contact: string
  native: string
  group: string
  class: string
  returnDate: string
  returnBy: string
  signs: string[]
  temperature: number | null
  community: { code: string; name: string } | null
  address: string
}

export const blankDeclaration = (): DeclareValues => ({
  name: '', sex: '', id_number: '', phone: '', keyArea: '', contact: '', native: '', group: '', class: '',
  returnDate: '', returnBy: '', signs: [], temperature: null, community: null, address: '',
})

type Wrong = 'name' | 'sex' | 'idNumber' | 'phone' | 'keyArea' | 'contact' | 'place'
export type DeclareErrors = Partial<Record<Wrong, string>>

export function errorsIn(values: DeclareValues): DeclareErrors {
  const { wrong } = declare
  return {
    ...(!values.name.trim() && { name: wrong.name }),
    ...(!values.sex && { sex: wrong.sex }),
    ...(!isResidentId(values.id_number) && { idNumber: wrong.idNumber }),
    ...(!isMobile(values.phone) && { phone: wrong.phone }),
    ...(!values.keyArea && { keyArea: wrong.keyArea }),
    ...(!values.contact && { contact: wrong.contact }),
    ...(!values.community && { place: wrong.place }),
  }
}

export function sendDeclaration(key: string, values: DeclareValues): Promise<components['schemas']['DeclarationOut']> {
  const body = {
    key,
    name: values.name.trim(),
    sex: values.sex,
    id_number: values.id_number.trim().toUpperCase(),
    phone: values.phone.trim(),
    key_area: values.keyArea === 'yes',
    contact: values.contact === 'yes',
    native_place: values.native.trim(),
    group_name: values.group.trim(),
    class_name: values.class.trim(),
    return_date: values.returnDate || null,
    return_by: values.returnBy,
    symptoms: values.signs,
    temp_c: values.temperature,
    area_code: values.community?.code ?? '',
    address: values.address.trim(),
  }
  return ask(api.POST('/api/enterprise/declarations', { body }))
}
