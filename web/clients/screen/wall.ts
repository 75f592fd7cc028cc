// What the wall shows and how it stays current: asked every ten seconds, and soon after any news.
import { computed, onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { api, ask, useLoad, useStream, type Load, type components } from '@shared/api'

export interface NewsLine {
  id: number
  at: string
  text: string
  area_code: string
  action: string
}
type Schemas = components['schemas']

const EVERY_MS = 10_000
const SOON_MS = 1_200
const NATION_MS = 600_000
const SHOWN = 9

/** Newest first, each told once, as many as the wall has room for. */
export function withNews(lines: readonly NewsLine[], line: NewsLine): readonly NewsLine[] {
  if (lines.some((known) => known.id === line.id)) return lines
  return [line, ...lines].slice(0, SHOWN)
}

/** Asks again once the last answer is in: on a busy day questions must not cancel one another. */
export const unlessAsking = (loads: readonly Pick<Load<unknown>, 'busy' | 'reload'>[]): void => {
  for (const load of loads) if (!load.busy.value) void load.reload()
}

export function useWall(metric: Ref<string>, streamUrl: string) {
  const overview = useLoad((signal) => ask(api.GET('/api/screen/overview', { signal })))
  const series = useLoad((signal) => ask(api.GET('/api/screen/series', { signal })))
  const map = useLoad((signal) => ask(api.GET('/api/screen/map', { params: { query: { metric: metric.value } }, signal })))
  const national = useLoad((signal) => ask(api.GET('/api/screen/national', { signal })))
  const news: ShallowRef<readonly NewsLine[]> = shallowRef([])
  let soon: ReturnType<typeof setTimeout> | undefined

  const refresh = (): void => unlessAsking([overview, series, map])
  const { live: heard } = useStream<NewsLine>(streamUrl, (line) => {
    news.value = withNews(news.value, line)
    soon ??= setTimeout(() => {
      soon = undefined
      refresh()
    }, SOON_MS)
  })
  const timer = setInterval(refresh, EVERY_MS)
  const nationTimer = setInterval(() => unlessAsking([national]), NATION_MS)
  // Live means both: news is heard and the figures on show could be read the last time.
  const live = computed(() => heard.value && !overview.problem.value)
  watch(metric, () => void map.reload())
  onScopeDispose(() => {
    clearInterval(timer)
    clearInterval(nationTimer)
    clearTimeout(soon)
  })
  return { overview, series, map, national, news, live }
}

export type Outline = Schemas['Outline']
