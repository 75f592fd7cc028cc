import { describe, expect, it } from 'vitest'
import { faultsOf, formOf, toldOf, type CustomField } from './fields'

const roles = [{ code: 'grid_worker', label: '网格员' }, { code: 'commander', label: '指挥部领导' }]
const field = {
  key: 'k', id: 'custom_1', label: '轮班', group: 'custom', kind: 'code', kind_label: '单选', help: '',
  choices: [{ code: 'c1', label: '白班' }, { code: 'c2', label: '夜班' }],
  access: { grid_worker: 'must' }, is_on: true, added_by: '管', added_at: '2020-02-01T00:00:00Z', version: 1,
} as CustomField

describe('the form of an added field', () => {
  it('begins with those who fill forms in filling it in and the rest looking', () => {
    expect(formOf(roles).access).toEqual({ grid_worker: 'fill', commander: 'view' })
  })

  it('keeps hidden who does not see a field that is there', () => {
    expect(formOf(roles, field).access).toEqual({ grid_worker: 'must', commander: '' })
    expect(toldOf(formOf(roles, field)).access).toEqual({ grid_worker: 'must' })
  })

  it('keeps the codes of choices and drops blank ones', () => {
    const form = formOf(roles, field)
    form.choices.push({ code: '', label: ' 轮休 ' }, { code: '', label: ' ' })
    expect(toldOf(form).choices).toEqual([...field.choices, { code: '', label: '轮休' }])
  })

  it('wants a name, and two choices where there is something to choose', () => {
    expect(Object.keys(faultsOf({ ...formOf(roles), kind: 'codes' }))).toEqual(['label', 'choices'])
    expect(faultsOf({ ...formOf(roles), label: '楼栋' })).toEqual({})
  })
})
