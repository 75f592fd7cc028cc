// The contract as the clients see it: what the server describes, and what is agreed on but not there yet.
import type { AwaitedPaths, AwaitedSchemas } from './awaited'
import type { components as described, paths as describedPaths } from './schema'

export type paths = describedPaths & Omit<AwaitedPaths, keyof describedPaths>
export interface components {
  schemas: described['schemas'] & Omit<AwaitedSchemas, keyof described['schemas']>
}
