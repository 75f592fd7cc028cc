export { default as LinkList } from './LinkList.vue'
