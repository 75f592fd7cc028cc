export { default as GateVerify } from './GateVerify.vue'
