// What each step of treatment asks for, what is missing, and what is sent.
import { hospital as words } from '@shared/words/app'
import { momentOf } from '../people/person-form'

export interface StepValues {
  temperature: number | null
  signs: string[]
  note: string
  basis: string
  severity: string
  result: string
  moment: string
  cause: string
  met: string[]
  ward: string
  bed: string
}
export const blankStep = (): StepValues => ({
  temperature: null, signs: [], note: '', basis: '', severity: '', result: '', moment: '', cause: '', met: [], ward: '', bed: '',
})
export type Field = keyof StepValues

const ASKS: Readonly<Record<string, readonly Field[]>> = {
  admission: ['ward', 'bed'],
  visit: ['temperature', 'signs', 'note'],
  test: ['result', 'moment'],
  suspicion: ['basis'],
  exclusion: ['basis'],
  asymptomatic: ['basis'],
  confirmation: ['severity', 'basis'],
  severity: ['severity'],
  recovery: ['met'],
  death: ['cause', 'moment'],
}
const MISSING: Partial<Record<Field, string>> = {
  ward: words.noWard, basis: words.noBasis, severity: words.noSeverity, result: words.noResult, moment: words.noMoment, cause: words.noCause,
}

export const asksFor = (step: string, field: Field): boolean => ASKS[step]?.includes(field) ?? false

export function missingIn(step: string, values: StepValues, criteria: number): Partial<Record<Field, string>> {
  const wrong: Partial<Record<Field, string>> = {}
  for (const field of ASKS[step] ?? []) {
    const said = MISSING[field]
    if (said && !values[field]) wrong[field] = said
  }
  if (step === 'recovery' && values.met.length < criteria) wrong.met = words.noCriteria
  return wrong
}

export function bodyOf(step: string, key: string, values: StepValues, person: string): Record<string, unknown> {
  const { basis, severity } = values
  switch (step) {
    case 'admission': return { key, person_key: person, ward: values.ward.trim(), bed: values.bed.trim() }
    case 'visit': return { key, temp_c: values.temperature, symptoms: values.signs, note: values.note.trim() }
    case 'test': return { key, result: values.result, sampled_at: momentOf(values.moment) }
    case 'confirmation': return { basis, severity }
    case 'severity': return { severity }
    case 'recovery': return { met: values.met }
    case 'death': return { cause: values.cause, died_at: momentOf(values.moment) }
    default: return { basis }
  }
}

const CLASSIFYING = ['suspicion', 'exclusion', 'confirmation', 'asymptomatic']
/** What the class of a case leaves open; the server has the last word. */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  none: ['exclusion', 'severity', 'recovery', 'death'],
  excluded: ['exclusion', 'severity', 'recovery', 'death'],
  suspected: ['suspicion', 'severity', 'recovery'],
  confirmed: ['suspicion', 'exclusion', 'confirmation', 'asymptomatic'],
  recovered: Object.keys(ASKS).filter((step) => step !== 'test' && step !== 'visit'),
  died: Object.keys(ASKS),
}

export function stepsFor(caseClass: string, mayClassify: boolean): string[] {
  const steps = ['admission', 'visit', 'test', ...(mayClassify ? CLASSIFYING : []), 'severity', 'recovery', 'death']
  return steps.filter((step) => !CLOSED[caseClass]?.includes(step))
}
