export { default as ReportList } from './ReportList.vue'
export { default as ReportShow } from './ReportShow.vue'
