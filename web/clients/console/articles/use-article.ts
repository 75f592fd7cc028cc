// An article in an editor's hands: what is loaded, what is changed, and the steps of its life.
import { computed, reactive, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { api, ask, useLoad, useSend, type Load, type Problem } from '@shared/api'
import { toast } from '@shared/design'
import { articles } from '@shared/words/console'
import { contentOf, type Article, type Content, type Enclosure } from './fields'

export interface Editing {
  load: Load<Article>
  article: Ref<Article | undefined>
  content: Content
  isChanged: ComputedRef<boolean>
  given: Ref<Enclosure[]>
  save: () => Promise<boolean>
  publish: () => Promise<boolean>
  withdraw: (reason: string) => Promise<boolean>
  take: (article: Article) => void
  /** Takes over the settings, keeps what is being written. */
  settle: (article: Article) => void
  busy: ComputedRef<boolean>
  problem: ShallowRef<Problem | undefined>
  fieldErrors: ComputedRef<Readonly<Record<string, string>>>
}

const BLANK: Content = { title: '', summary: '', body: '', cover: null, attachments: [], tree: null, source_name: '', source_url: '' }

export function useArticle(key: string): Editing {
  const path = { key }
  const article = ref<Article>()
  const content = reactive<Content>({ ...BLANK })
  const given = ref<Enclosure[]>([])
  const kept = ref('')
  const problem = shallowRef<Problem>()
  const isChanged = computed(() => kept.value !== '' && kept.value !== JSON.stringify(content))

  function take(now: Article): void {
    article.value = now
    Object.assign(content, contentOf(now))
    given.value = [...now.enclosures]
    kept.value = JSON.stringify(content)
  }
  const load = useLoad(async (signal) => {
    const found = await ask(api.GET('/api/console/articles/{key}', { params: { path }, signal }))
    take(found)
    return found
  })
  const saving = useSend((base: number) => ask(api.PUT('/api/console/articles/{key}/content', { params: { path }, body: { base, content: { ...content } } })))
  const publishing = useSend((number: number) => ask(api.POST('/api/console/articles/{key}/publication', { params: { path }, body: { number } })))
  const withdrawing = useSend((reason: string) => ask(api.POST('/api/console/articles/{key}/withdrawal', { params: { path }, body: { reason } })))

  async function save(): Promise<boolean> {
    const before = article.value?.latest ?? 0
    const now = await saving.send(before)
    problem.value = saving.problem.value
    if (!now) return false
    take(now)
    toast(now.latest === before ? articles.unchanged : articles.saved(now.latest), 'good')
    return true
  }
  async function publish(): Promise<boolean> {
    if (isChanged.value && !(await save())) return false
    const now = await publishing.send(article.value?.latest ?? 0)
    problem.value = publishing.problem.value
    if (now) take(now)
    return Boolean(now)
  }
  async function withdraw(reason: string): Promise<boolean> {
    const now = await withdrawing.send(reason)
    problem.value = withdrawing.problem.value
    if (now) settle(now)
    return Boolean(now)
  }
  const settle = (now: Article): void => void (article.value = now)
  const busy = computed(() => saving.sending.value || publishing.sending.value || withdrawing.sending.value)
  return { load, article, content, isChanged, given, save, publish, withdraw, take, settle, busy, problem, fieldErrors: saving.fieldErrors }
}
