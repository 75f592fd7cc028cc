export * from './kept'
export * from './operation'
export * from './outbox'
export { isReached, watched } from './reach'
