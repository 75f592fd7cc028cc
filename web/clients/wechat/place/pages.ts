export { default as PlaceHome } from './PlaceHome.vue'
export { default as PlaceEnter } from './PlaceEnter.vue'
