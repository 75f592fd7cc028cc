export { default as LinkList } from './LinkList.vue'
export { default as TableImport } from './TableImport.vue'
