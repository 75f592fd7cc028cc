import '@shared/design/design.css'
import { createApp } from 'vue'
import { loadSession, signInByWechat } from '@shared/session'
import App from './App.vue'
import { open } from './router'

/** WeChat's sign-in page comes back here with a code in the address; use it once and take it out. */
async function arrive(): Promise<void> {
  const code = new URLSearchParams(location.search).get('code')
  if (!code) return void loadSession().catch(() => undefined)
  history.replaceState(null, '', location.pathname + location.hash)
  await signInByWechat(code).catch(() => undefined)
}

// Drawn once with its page in it; what takes longer than a moment is drawn as loading meanwhile.
const A_MOMENT_MS = 300
addEventListener('hashchange', open)
const opened = arrive().then(open)
void Promise.race([opened, new Promise((late) => setTimeout(late, A_MOMENT_MS))]).then(() => createApp(App).mount('#app'))
