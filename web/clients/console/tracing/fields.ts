// The columns of contacts and approvals, and the empty form of a contact.
import type { components } from '@shared/api'
import { dateTime } from '@shared/words'
import { approvals, contactLists, contacts, controlOptions, mannerOptions, nameOf, relationOptions, stateOptions } from '@shared/words/console'
import type { Column } from '../parts/columns'

export type Contact = components['schemas']['ContactOut']
export type NewContact = components['schemas']['ContactIn']
export type ContactListRow = components['schemas']['ContactListOut']
export type NewContactList = components['schemas']['ContactListIn']
export type Approval = components['schemas']['ApprovalOut']

export const contactColumns: readonly Column<Contact>[] = [
  { key: 'name', label: contacts.columns.name, width: 110 },
  { key: 'phone', label: contacts.columns.phone, width: 130, text: (row) => row.phone },
  { key: 'index', label: contacts.columns.index, width: 110 },
  { key: 'relation', label: contacts.columns.relation, width: 110, text: (row) => nameOf(relationOptions, row.relation) },
  { key: 'manner', label: contacts.columns.manner, least: 150, text: (row) => nameOf(mannerOptions, row.manner) },
  { key: 'last', label: contacts.columns.last, width: 140, text: (row) => dateTime(row.last_at) },
  { key: 'state', label: contacts.columns.state, width: 100, text: (row) => nameOf(stateOptions, row.case_state) },
  { key: 'status', label: contacts.columns.status, width: 110, text: (row) => nameOf(controlOptions, row.control_status) },
]
export const listColumns: readonly Column<ContactListRow>[] = [
  { key: 'index', label: contactLists.columns.index, width: 110, text: (row) => row.index_name },
  { key: 'why', label: contactLists.columns.why, least: 160, text: (row) => row.why },
  { key: 'total', label: contactLists.columns.total, width: 80, text: (row) => String(row.total) },
  { key: 'state', label: contactLists.columns.state, width: 130, text: (row) => contactLists.states[row.state] },
  { key: 'by', label: contactLists.columns.by, width: 110, text: (row) => row.sent_by },
  { key: 'at', label: contactLists.columns.at, width: 140, text: (row) => dateTime(row.sent_at) },
]
export const approvalColumns: readonly Column<Approval>[] = [
  { key: 'title', label: approvals.columns.title, least: 260, text: (row) => row.title },
  { key: 'asker', label: approvals.columns.asker, width: 110, text: (row) => row.asked_by },
  { key: 'asked', label: approvals.columns.asked, width: 150, text: (row) => dateTime(row.asked_at) },
  { key: 'due', label: approvals.columns.due, width: 150, text: (row) => (row.due_at ? dateTime(row.due_at) : '') },
  { key: 'open', label: approvals.columns.open, width: 170 },
]

export interface ContactForm {
  index_key: string
  name: string
  phone: string
  area_code: string
  address: string
  last_at: string
  relation: string
  manner: string
  is_protected: boolean
}
export const emptyContact = (index: string): ContactForm => ({
  index_key: index, name: '', phone: '', area_code: '', address: '', last_at: '', relation: '1', manner: '2', is_protected: false,
})

const COMMUNITY = 12
export function faultsOf(form: ContactForm): Partial<Record<keyof ContactForm, string>> {
  const faults: Partial<Record<keyof ContactForm, string>> = {}
  if (!form.index_key) faults.index_key = contacts.noIndex
  if (!form.name.trim()) faults.name = contacts.noName
  if (!form.phone.trim()) faults.phone = contacts.noPhone
  if (form.area_code.length < COMMUNITY) faults.area_code = contacts.noArea
  if (!form.last_at) faults.last_at = contacts.noLast
  if (!form.relation) faults.relation = contacts.needed
  if (!form.manner) faults.manner = contacts.needed
  return faults
}
