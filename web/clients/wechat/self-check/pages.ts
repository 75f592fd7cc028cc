export { default as SelfCheck } from './SelfCheck.vue'
