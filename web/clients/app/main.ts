import '@shared/design/design.css'
import { createApp } from 'vue'
import { keepSending } from '@shared/outbox'
import App from './App.vue'
import { arrive } from './arrival'
import { router } from './router'

void arrive().finally(() => {
  createApp(App).use(router).mount('#app')
  keepSending()
})
if ('serviceWorker' in navigator && import.meta.env.PROD) void navigator.serviceWorker.register('/app/sw.js').catch(() => undefined)
