// Whether the server can be reached: what the browser says, corrected by what requests really met.
import { readonly, ref } from 'vue'
import { asProblem } from '@shared/api'

const reached = ref(navigator.onLine)
export const isReached = readonly(reached)

addEventListener('online', () => void (reached.value = true))
addEventListener('offline', () => void (reached.value = false))

/** Passes on what a request brought, and remembers whether it got through at all. */
export async function watched<T>(request: Promise<T>): Promise<T> {
  try {
    const got = await request
    reached.value = true
    return got
  } catch (failure) {
    const isAborted = failure instanceof DOMException && failure.name === 'AbortError'
    if (!isAborted) reached.value = !asProblem(failure).isOffline
    throw failure
  }
}
