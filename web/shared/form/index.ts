export * from './checks'
export * from './key'
export * from './use-draft'
export * from './photo'
