export { default as CheckHome } from './CheckHome.vue'
