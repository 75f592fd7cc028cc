// Ed25519 by the browser where it knows it, else by a small library that is fetched with the page.
import { fromBase64 } from './bytes'

type Bytes = Uint8Array<ArrayBuffer>
type Verify = (signature: Bytes, message: Bytes) => Promise<boolean>

async function native(key: Bytes): Promise<Verify> {
  const known = await crypto.subtle.importKey('raw', key, { name: 'Ed25519' }, false, ['verify'])
  return (signature, message) => crypto.subtle.verify('Ed25519', known, signature, message)
}
async function library(key: Bytes): Promise<Verify> {
  const { verifyAsync } = await import('@noble/ed25519')
  return (signature, message) => verifyAsync(signature, message, key).catch(() => false)
}

const known = new Map<string, Promise<Verify>>()

/** How signatures of this public key (base64url) are checked; prepared once. */
export function verifierOf(publicKey: string): Promise<Verify> {
  const key = fromBase64(publicKey)
  const made = known.get(publicKey) ?? native(key).catch(() => library(key))
  known.set(publicKey, made)
  return made
}
