// Where operations and copies of what was read are kept on this device.
import Dexie, { type EntityTable } from 'dexie'
import type { Operation } from './operation'

export interface Copy {
  name: string
  value: unknown
  at: string
}

export interface Shelf {
  operations: () => Promise<Operation[]>
  put: (operation: Operation) => Promise<void>
  remove: (key: string) => Promise<void>
  keep: (copy: Copy) => Promise<void>
  copy: (name: string) => Promise<Copy | undefined>
  wipe: () => Promise<void>
}

// The citizens' pages and the app stand on one address and are different people's.
const NAME = location.pathname.startsWith('/h5') ? 'lianfang-h5' : 'lianfang-app'

class Database extends Dexie {
  declare operations: EntityTable<Operation, 'key'>
  declare copies: EntityTable<Copy, 'name'>
  constructor() {
    super(NAME)
    this.version(1).stores({ operations: 'key, order', copies: 'name' })
  }
}

export function databaseShelf(): Shelf {
  const database = new Database()
  return {
    operations: () => database.operations.orderBy('order').toArray(),
    put: async (operation) => void (await database.operations.put(operation)),
    remove: (key) => database.operations.delete(key),
    keep: async (copy) => void (await database.copies.put(copy)),
    copy: (name) => database.copies.get(name),
    wipe: () =>
      database.transaction('rw', database.operations, database.copies, async () => {
        await database.operations.clear()
        await database.copies.clear()
      }),
  }
}

/** For browsers that keep nothing (private windows): lasts as long as the page. */
export function passingShelf(): Shelf {
  const operations = new Map<string, Operation>()
  const copies = new Map<string, Copy>()
  return {
    operations: async () => [...operations.values()].sort((one, other) => one.order - other.order),
    put: async (operation) => void operations.set(operation.key, operation),
    remove: async (key) => void operations.delete(key),
    keep: async (copy) => void copies.set(copy.name, copy),
    copy: async (name) => copies.get(name),
    wipe: async () => {
      operations.clear()
      copies.clear()
    },
  }
}

export const canKeep = (): boolean => typeof indexedDB !== 'undefined'
export const shelf: Shelf = canKeep() ? databaseShelf() : passingShelf()
