// Who is signed in, and what the server says they may do. The server decides; pages only hide.
import { computed, shallowReadonly, shallowRef } from 'vue'
import { api, ask, onSignedOut, type components } from '@shared/api'
import { setCityTime } from '@shared/words'

export type Session = components['schemas']['SessionOut']

const current = shallowRef<Session>()
let loading: Promise<Session> | undefined

/** Undefined until the server has answered once. */
export const session = shallowReadonly(current)
export const isCitizen = computed(() => current.value?.kind === 'citizen')
export const isStaff = computed(() => current.value?.kind === 'staff')
export const may = (permission: string): boolean => current.value?.permissions.includes(permission) ?? false

/** Asks the server anew. */
export async function refreshSession(): Promise<Session> {
  const said = await ask(api.GET('/api/session'))
  setCityTime(said.server_time, said.clock_speed)
  current.value = said
  return said
}

/** Asks the server once; everyone who asks meanwhile waits for the same answer. */
export function loadSession(): Promise<Session> {
  if (current.value) return Promise.resolve(current.value)
  loading ??= refreshSession().finally(() => (loading = undefined))
  return loading
}

/** Without a network: goes on as the one who was signed in last on this device. */
export function resumeSession(kept: Session): Session {
  current.value = kept
  return kept
}

export async function signInStaff(username: string, password: string): Promise<Session> {
  await ask(api.POST('/api/session/staff', { body: { username, password } }))
  return refreshSession()
}

export async function signInByPhone(phone: string, code: string): Promise<Session> {
  await ask(api.POST('/api/session/phone', { body: { phone, code } }))
  return refreshSession()
}

/** WeChat's own page, where the follower agrees; it comes back to `back` with a code and a state. */
export async function wechatPage(back: string): Promise<string> {
  const { url } = await ask(api.GET('/api/session/wechat', { params: { query: { back } } }))
  return url
}

/** What WeChat's page handed back; each is good once. */
export async function signInByWechat(code: string, state: string): Promise<Session> {
  await ask(api.POST('/api/session/wechat', { body: { code, state } }))
  return refreshSession()
}

export async function signOut(): Promise<void> {
  await ask(api.DELETE('/api/session'))
  await refreshSession()
}

// A session that ended on the server's side ends here as well.
onSignedOut(() => {
  if (current.value && current.value.kind !== 'none') void refreshSession().catch(() => undefined)
})
