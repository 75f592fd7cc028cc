// Asking for an SMS code: once a minute, with the wait counted down.
import { computed, onScopeDispose, ref, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { api, ask, useSend, type Problem } from '@shared/api'
import { signIn } from '@shared/words/wechat'

const WAIT_S = 60

export interface CodeSender {
  sendCode: (phone: string) => Promise<void>
  wait: Ref<number>
  label: ComputedRef<string>
  /** What stands under the field once a code was asked for; in a demo the code itself. */
  hint: Ref<string>
  codeProblem: ShallowRef<Problem | undefined>
}

/** `purpose` of a code of ours, or the link one declares oneself by. */
export type CodeFor = 'sign_in' | 'bind' | { token: string }

function askCode(phone: string, what: CodeFor) {
  if (typeof what === 'string') return ask(api.POST('/api/session/code', { body: { phone, purpose: what } }))
  return ask(api.POST('/api/declare/{token}/code', { params: { path: what }, body: { phone } }))
}

export function useCode(what: CodeFor): CodeSender {
  const wait = ref(0)
  const label = computed(() => (wait.value ? signIn.resend(wait.value) : signIn.send))
  const hint = ref('')
  const { send, problem: codeProblem } = useSend((phone: string) => askCode(phone, what))
  const timer = setInterval(() => (wait.value = Math.max(0, wait.value - 1)), 1000)
  onScopeDispose(() => clearInterval(timer))

  async function sendCode(phone: string): Promise<void> {
    const answer = await send(phone)
    if (!answer) return
    wait.value = answer.resend_after_s || WAIT_S
    hint.value = answer.demo_code ? signIn.simulated(answer.demo_code) : signIn.sent
  }
  return { sendCode, wait, label, hint, codeProblem }
}
