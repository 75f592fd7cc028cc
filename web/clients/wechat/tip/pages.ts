export { default as TipForm } from './TipForm.vue'
