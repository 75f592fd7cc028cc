export { default as DeclareForm } from './DeclareForm.vue'
export { default as DeclareList } from './DeclareList.vue'
