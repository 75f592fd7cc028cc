// Coming back from WeChat's own sign-in page.
import { asProblem } from '@shared/api'
import { toast } from '@shared/design'
import { loadSession, resumeSession, signInByWechat, type Session } from '@shared/session'
import { app } from '@shared/words/wechat'

const PLACE = 'lianfang.after-sign-in'
export const AT_GATE = 'lianfang.at-gate'

export const keepForReturn = (address: string): void => sessionStorage.setItem(PLACE, address)

/** Without a network a gate keeper goes on as the one who was signed in last on this phone. */
async function ask(): Promise<void> {
  try {
    if ((await loadSession()).kind !== 'staff') localStorage.removeItem(AT_GATE)
  } catch (failure) {
    const kept = localStorage.getItem(AT_GATE)
    if (kept && asProblem(failure).isOffline) resumeSession(JSON.parse(kept) as Session)
  }
}

/** Signs in with what WeChat put into the address, once, and takes it out; otherwise asks who is signed in. */
export async function arrive(): Promise<void> {
  const said = new URLSearchParams(location.search)
  const code = said.get('code')
  const state = said.get('state')
  if (!code || !state) return ask()
  history.replaceState(null, '', `${location.pathname}#${sessionStorage.getItem(PLACE) ?? '/'}`)
  sessionStorage.removeItem(PLACE)
  await signInByWechat(code, state).catch(() => toast(app.wechatFailed, 'bad'))
}
