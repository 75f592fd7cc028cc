// A walk through the questions of a self-check, and what of it goes into a report.
import { computed, reactive, ref, type ComputedRef, type Ref } from 'vue'
import type { components } from '@shared/api'
import { fourSigns } from '@shared/words'
import { news } from '@shared/words/wechat'
import type { ReportValues } from '../report/report-form'

export type SelfCheck = components['schemas']['SelfCheckOut']
export type Tree = SelfCheck['tree']
export type Question = Tree['questions'][number]
export type Advice = Tree['advice'][number]
/** Question id → the numbers of the options that were chosen. */
export type Answers = Record<string, number[]>

/** Where an answer leads: the first chosen option that leads anywhere, else the way for none. */
export function nextOf(question: Question, chosen: readonly number[]): string {
  const options = [...chosen].sort((one, other) => one - other).map((at) => question.options[at])
  return options.find((option) => option?.to)?.to ?? question.otherwise
}

export interface Walk {
  question: ComputedRef<Question | undefined>
  advice: ComputedRef<Advice | undefined>
  answers: Answers
  path: Ref<string[]>
  /** False when a single answer is still missing. */
  forward: () => boolean
  backward: () => void
  restart: () => void
}

export function useWalk(tree: () => Tree): Walk {
  const path = ref<string[]>([])
  const answers = reactive<Answers>({})
  const at = computed(() => path.value[path.value.length - 1] ?? tree().questions[0]?.id ?? '')
  const question = computed(() => tree().questions.find(({ id }) => id === at.value))
  const advice = computed(() => tree().advice.find(({ id }) => id === at.value))

  function forward(): boolean {
    const now = question.value
    const chosen = now ? (answers[now.id] ?? []) : []
    if (!now || (!now.many && !chosen.length)) return false
    if (!path.value.length) path.value = [now.id]
    path.value = [...path.value, nextOf(now, chosen)]
    return true
  }
  const backward = (): void => void (path.value = path.value.slice(0, -1))
  function restart(): void {
    path.value = []
    Object.keys(answers).forEach((id) => delete answers[id])
  }
  return { question, advice, answers, path, forward, backward, restart }
}

const shown = new Set<string>(fourSigns.map(({ value }) => value))

/** What was said on the way, as the beginning of a report. */
export function reportFrom(tree: Tree, path: readonly string[], answers: Answers, advice: Advice): Pick<ReportValues, 'kind' | 'signs' | 'description'> {
  const asked = tree.questions.filter(({ id }) => path.includes(id))
  const chosen = asked.flatMap((question) => (answers[question.id] ?? []).map((at) => question.options[at]).filter((one) => one !== undefined))
  const signs = [...new Set(chosen.map(({ sign }) => sign).filter((sign) => shown.has(sign)))]
  const words = chosen.map(({ text }) => text).join('；')
  return { kind: advice.report as ReportValues['kind'], signs, description: words ? news.reportFrom(words) : '' }
}
