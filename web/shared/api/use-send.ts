// Writing to the server: one at a time, with what went wrong kept for showing.
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { asProblem } from './client'
import type { Problem } from './problem'

export interface Send<A extends unknown[], T> {
  /** The answer, or undefined when it failed or one is already on its way. */
  send: (...args: A) => Promise<T | undefined>
  sending: Ref<boolean>
  problem: ShallowRef<Problem | undefined>
  fieldErrors: ComputedRef<Readonly<Record<string, string>>>
}

export function useSend<A extends unknown[], T>(write: (...args: A) => Promise<T>): Send<A, T> {
  const sending = ref(false)
  const problem = shallowRef<Problem>()
  const fieldErrors = computed(() => problem.value?.fields ?? {})

  async function send(...args: A): Promise<T | undefined> {
    if (sending.value) return undefined
    sending.value = true
    problem.value = undefined
    try {
      return await write(...args)
    } catch (failure) {
      problem.value = asProblem(failure)
      return undefined
    } finally {
      sending.value = false
    }
  }
  return { send, sending, problem, fieldErrors }
}
