export * from './format'
export * from './problems'
export * from './states'
export * from './signs'
