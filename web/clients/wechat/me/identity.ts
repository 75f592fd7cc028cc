export { default as BindIdentity } from './BindIdentity.vue'
export { default as FamilyHome } from './FamilyHome.vue'
