export { default as MeHome } from './MeHome.vue'
export { default as InboxList } from './InboxList.vue'
export { default as BindIdentity } from './BindIdentity.vue'
export { default as FamilyHome } from './FamilyHome.vue'
