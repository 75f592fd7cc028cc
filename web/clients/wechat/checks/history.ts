export { default as CheckHistory } from './CheckHistory.vue'
