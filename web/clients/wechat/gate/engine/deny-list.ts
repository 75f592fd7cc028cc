// Which passes no gate may let through: sorted hashes of six bytes, under the server's signature.
import { fromBase64, sha256 } from './bytes'
import { readStamp, type VerifyingKey } from './code'

const SIZE = 6

export interface DenyList {
  madeAt: number
  count: number
  has: (serial: Uint8Array<ArrayBuffer>) => Promise<boolean>
}

const compare = (entries: Uint8Array, at: number, wanted: Uint8Array): number => {
  for (let n = 0; n < SIZE; n++) {
    const apart = (entries[at * SIZE + n] ?? 0) - (wanted[n] ?? 0)
    if (apart) return apart
  }
  return 0
}

function find(entries: Uint8Array, wanted: Uint8Array): boolean {
  let low = 0
  let high = entries.length / SIZE - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const apart = compare(entries, middle, wanted)
    if (!apart) return true
    if (apart < 0) low = middle + 1
    else high = middle - 1
  }
  return false
}

/** Throws where stamp and entries do not belong together. */
export async function openList(stamp: string, prefixes: string, keys: readonly VerifyingKey[]): Promise<DenyList> {
  const entries = fromBase64(prefixes)
  const { madeAt, digest, count } = await readStamp(stamp, keys)
  const found = await sha256(entries)
  if (count * SIZE !== entries.length || found.some((byte, n) => byte !== digest[n])) throw new RangeError('deny list')
  return { madeAt, count, has: async (serial) => find(entries, await sha256(serial)) }
}
