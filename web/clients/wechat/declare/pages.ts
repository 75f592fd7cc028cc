export { default as DeclareForm } from './DeclareForm.vue'
export { default as SelfDeclare } from './SelfDeclare.vue'
