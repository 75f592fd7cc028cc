// Live news from the server (server-sent events); the browser itself reconnects after a break.
import { onScopeDispose, ref, type Ref } from 'vue'

const CLOSED = 2
const AGAIN_MS = 5_000

/** Hears JSON events until the page is left; `live` is false while the line is down. */
export function useStream<T>(address: string, hear: (event: T) => void): { live: Readonly<Ref<boolean>> } {
  const live = ref(false)
  let line: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function listen(): void {
    line = new EventSource(address, { withCredentials: true })
    line.onopen = () => (live.value = true)
    line.onmessage = ({ data }: MessageEvent<string>) => hear(JSON.parse(data) as T)
    line.onerror = () => {
      live.value = false
      // A refusal closes the line for good; ask again later, the server may be starting.
      if (line?.readyState === CLOSED) timer = setTimeout(listen, AGAIN_MS)
    }
  }
  listen()
  onScopeDispose(() => {
    clearTimeout(timer)
    line?.close()
  })
  return { live }
}
