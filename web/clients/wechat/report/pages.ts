export { default as ReportForm } from './ReportForm.vue'
