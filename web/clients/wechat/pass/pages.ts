export { default as PassShow } from './PassShow.vue'
