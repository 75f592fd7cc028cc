// Coming back from WeChat's own sign-in page.
import { toast } from '@shared/design'
import { loadSession, signInByWechat } from '@shared/session'
import { app } from '@shared/words/wechat'

const PLACE = 'lianfang.after-sign-in'

export const keepForReturn = (address: string): void => sessionStorage.setItem(PLACE, address)

/** Signs in with what WeChat put into the address, once, and takes it out; otherwise asks who is signed in. */
export async function arrive(): Promise<void> {
  const said = new URLSearchParams(location.search)
  const code = said.get('code')
  const state = said.get('state')
  if (!code || !state) return void loadSession().catch(() => undefined)
  history.replaceState(null, '', `${location.pathname}#${sessionStorage.getItem(PLACE) ?? '/'}`)
  sessionStorage.removeItem(PLACE)
  await signInByWechat(code, state).catch(() => toast(app.wechatFailed, 'bad'))
}
