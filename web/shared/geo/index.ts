export * from './locate'
