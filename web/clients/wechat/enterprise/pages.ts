export { default as DeclareList } from './DeclareList.vue'
export { default as UnitHome } from './UnitHome.vue'
