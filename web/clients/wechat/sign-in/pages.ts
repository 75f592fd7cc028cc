export { default as SignIn } from './SignIn.vue'
