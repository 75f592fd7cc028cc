export { default as GateVerify } from './GateVerify.vue'
export { default as GateRegister } from './GateRegister.vue'
export { default as GateRecords } from './GateRecords.vue'
