// What the form can tell is wrong before it asks the server.
import { isResidentId } from '@shared/form'
import { personForm } from '@shared/words/console'
import type { NewPerson } from './fields'

const COMMUNITY = 12
const isPhone = (phone: string): boolean => /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/.test(phone.trim())

export function faultsOf(given: NewPerson): Partial<Record<keyof NewPerson, string>> {
  const faults: Partial<Record<keyof NewPerson, string>> = {}
  if (!given.name.trim()) faults.name = personForm.noName
  if (!isPhone(given.phone)) faults.phone = personForm.noPhone
  if (given.id_type === '01' && given.id_number && !isResidentId(given.id_number)) faults.id_number = personForm.noId
  if (given.area_code.length < COMMUNITY) faults.area_code = personForm.noArea
  if (!given.category) faults.category = personForm.noCategory
  return faults
}
