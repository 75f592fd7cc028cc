export { default as NewsList } from './NewsList.vue'
export { default as NewsShow } from './NewsShow.vue'
