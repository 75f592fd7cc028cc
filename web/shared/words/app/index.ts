// Everything 控疫通 says, a file for each group of pages.
export * from './frame'
export * from './tasks'
export * from './visits'
export * from './hospital'
export * from './sheet'
