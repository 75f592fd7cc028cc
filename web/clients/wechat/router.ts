// Which page stands under the address behind `#`. Small on purpose: docs/decisions/0030.
import { nextTick, shallowRef } from 'vue'
import { isStaff, loadSession, may } from '@shared/session'
import { app } from '@shared/words/wechat'
import { addressOf, here, replace } from './address'
import { routes, type Route } from './routes'
import { firstPage } from './tabs'

/** An address that could not be opened: no network for its code or for asking who is signed in. */
export const unopened = shallowRef<string>()

let latest = 0
const STAFF = 'lianfang.staff'

/** Most are citizens and wait for no answer; whoever was staff here last begins at their own page. */
async function begin(): Promise<void> {
  const known = loadSession().then(() => {
    if (isStaff.value) localStorage.setItem(STAFF, '1')
    else localStorage.removeItem(STAFF)
  })
  if (localStorage.getItem(STAFF)) return replace(await known.then(firstPage))
  const first = firstPage()
  replace(first)
  void known.then(() => location.hash === `#${first}` && isStaff.value && replace(firstPage())).catch(() => undefined)
}

function find(path: string): { route: Route; params: Record<string, string> } | undefined {
  for (const route of routes) {
    const found = new RegExp(`^${route.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`).exec(path)
    if (found) return { route, params: { ...found.groups } }
  }
  return undefined
}

async function isWelcome({ to }: Route): Promise<boolean> {
  if (to === 'anyone') return true
  const who = await loadSession()
  if (to === 'signed-in') return who.kind !== 'none'
  return to === 'citizen' ? who.kind === 'citizen' : may(to)
}

/** Where a reader, on the screen or by ear, begins a page they moved to. */
async function startAtTop(): Promise<void> {
  await nextTick()
  scrollTo(0, 0)
  document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true })
}

async function show(address: string, turn: number): Promise<void> {
  const [path = '/', search = ''] = address.split('?')
  const found = find(path)
  if (!found) return begin()
  if (!(await isWelcome(found.route))) return replace(addressOf('/sign-in', { to: address }))
  const page = await found.route.load()
  if (turn !== latest) return
  const isFirst = !here.value
  here.value = { path, params: found.params, query: new URLSearchParams(search), page }
  document.title = `${found.route.title} · ${app.title}`
  if (!isFirst) await startAtTop()
}

/** Shows the page of the current address; the last one asked for wins. */
export async function open(): Promise<void> {
  const turn = ++latest
  const address = location.hash.slice(1) || '/'
  unopened.value = undefined
  try {
    await show(address, turn)
  } catch {
    if (turn === latest) unopened.value = address
  }
}
