export { default as CheckHome } from './CheckHome.vue'
export { default as CheckForm } from './CheckForm.vue'
export { default as CheckHistory } from './CheckHistory.vue'
export { default as HelpForm } from './HelpForm.vue'
