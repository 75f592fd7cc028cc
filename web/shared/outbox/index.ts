export * from './kept'
export * from './operation'
export * from './outbox'
