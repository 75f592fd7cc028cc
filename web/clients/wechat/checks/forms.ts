export { default as CheckForm } from './CheckForm.vue'
export { default as HelpForm } from './HelpForm.vue'
