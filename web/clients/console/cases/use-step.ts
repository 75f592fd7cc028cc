// One step of the seat, sent once.
import { computed, type ComputedRef, type Ref } from 'vue'
import { api, ask, useSend } from '@shared/api'
import { needsReason, type PlainStep, type ReasonedStep, type StepName } from './fields'

type Send = (params: { path: { key: string } }, reason: string) => Promise<unknown>

const PLAIN: Record<PlainStep, Send> = {
  acceptance: (params) => ask(api.POST('/api/seat/cases/{key}/acceptance', { params })),
  filing: (params) => ask(api.POST('/api/seat/cases/{key}/filing', { params })),
  feedback: (params) => ask(api.POST('/api/seat/cases/{key}/feedback', { params })),
  closing: (params) => ask(api.POST('/api/seat/cases/{key}/closing', { params })),
  resumption: (params) => ask(api.POST('/api/seat/cases/{key}/resumption', { params })),
}
const REASONED: Record<ReasonedStep, Send> = {
  rejection: (params, reason) => ask(api.POST('/api/seat/cases/{key}/rejection', { params, body: { reason } })),
  return: (params, reason) => ask(api.POST('/api/seat/cases/{key}/return', { params, body: { reason } })),
  suspension: (params, reason) => ask(api.POST('/api/seat/cases/{key}/suspension', { params, body: { reason } })),
  void: (params, reason) => ask(api.POST('/api/seat/cases/{key}/void', { params, body: { reason } })),
}

interface UseStep {
  /** True when the step was taken. */
  take: (step: StepName, reason: string) => Promise<boolean>
  sending: Ref<boolean>
  failed: ComputedRef<string>
}

export function useStep(key: string): UseStep {
  const { send, sending, problem } = useSend(async (step: StepName, reason: string) => {
    const params = { path: { key } }
    if (needsReason(step)) await REASONED[step](params, reason)
    else if (step !== 'dispatch') await PLAIN[step](params, reason)
    return true
  })
  const failed = computed(() => problem.value?.detail || problem.value?.title || '')
  return { take: async (step, reason) => Boolean(await send(step, reason)), sending, failed }
}
