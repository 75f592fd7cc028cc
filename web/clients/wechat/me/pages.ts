export { default as MeHome } from './MeHome.vue'
export { default as InboxList } from './InboxList.vue'
