export { default as TableImport } from './TableImport.vue'
