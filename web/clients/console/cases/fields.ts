// The columns of the desk, and how far a case is from its limit, in words.
import type { components } from '@shared/api'
import { cityNow, shortMoment } from '@shared/words'
import { cases, span } from '@shared/words/console'
import type { Column } from '../parts/columns'

export type CaseRow = components['schemas']['CaseOut']
export type CaseFile = components['schemas']['CasePageOut']

/** 剩 2小时5分, 超 12分; nothing when no clock runs. */
export function dueText(due: string | null, now = cityNow()): string {
  if (!due) return ''
  const seconds = (Date.parse(due) - now) / 1000
  return seconds < 0 ? cases.over(span(seconds)) : cases.left(span(seconds))
}

const words = cases.columns
export const columns: readonly Column<CaseRow>[] = [
  { key: 'light', label: words.light, width: 152 },
  { key: 'number', label: words.number, width: 166 },
  { key: 'urgency', label: words.urgency, width: 66 },
  { key: 'subject', label: words.subject, width: 74, text: (row) => row.subject_name },
  { key: 'state', label: words.state, width: 72, text: (row) => row.state_label },
  { key: 'kind', label: words.kind, width: 80, text: (row) => row.kind_label },
  { key: 'source', label: words.source, width: 94, text: (row) => row.source_label },
  { key: 'area', label: words.area, least: 210, text: (row) => row.area_path },
  { key: 'assignee', label: words.assignee, width: 74, text: (row) => row.assignee_name },
  { key: 'opened', label: words.opened, width: 100, text: (row) => shortMoment(row.opened_at) },
]

export type StepName = 'acceptance' | 'filing' | 'rejection' | 'dispatch' | 'feedback' | 'closing' | 'return' | 'suspension' | 'resumption' | 'void'
/** The order in which the page offers them; the first that is open is the one to press. */
export const STEPS: readonly StepName[] = [
  'acceptance', 'filing', 'dispatch', 'feedback', 'closing', 'resumption', 'return', 'suspension', 'rejection', 'void',
]
const REASONED = ['rejection', 'return', 'suspension', 'void'] as const
export type ReasonedStep = (typeof REASONED)[number]
export type PlainStep = Exclude<StepName, ReasonedStep | 'dispatch'>
export const needsReason = (step: StepName): step is ReasonedStep => REASONED.some((one) => one === step)
