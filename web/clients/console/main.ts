import '@shared/design/design.css'
import './element.css'
import './theme.css'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'

createApp(App).use(router).mount('#app')
