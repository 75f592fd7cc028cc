import '@shared/design/design.css'
import './screen.css'
import { createApp } from 'vue'
import App from './App.vue'

document.documentElement.dataset.scene = 'screen'
createApp(App).mount('#app')
