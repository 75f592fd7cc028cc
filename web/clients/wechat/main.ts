import '@shared/design/design.css'
import { createApp } from 'vue'
import App from './App.vue'
import { arrive } from './arrival'
import { open, unopened } from './router'

// Drawn once with its page in it; what takes longer than a moment is drawn as loading meanwhile.
const A_MOMENT_MS = 300
addEventListener('hashchange', open)
addEventListener('online', () => unopened.value && open())
const opened = arrive().then(open)
void Promise.race([opened, new Promise((late) => setTimeout(late, A_MOMENT_MS))]).then(() => createApp(App).mount('#app'))
