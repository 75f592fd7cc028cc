export { default as ReportList } from './ReportList.vue'
export { default as ReportShow } from './ReportShow.vue'
export { default as PassAppeal } from './PassAppeal.vue'
