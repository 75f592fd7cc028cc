// This phone at its gate: a key pair made here, whose private half cannot be read out, and what it signs.
import { cityNow } from '@shared/words'
import { copyOf, keepCopy } from '@shared/outbox'
import { toBase64Url } from './bytes'

export interface Device {
  key: string
  gate: string
  gateName: string
  name: string
  since: string
  pair: CryptoKeyPair
}

const PLACE = 'gate.device'
const DAY_MS = 86_400_000
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' }
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' }

export const keptDevice = (): Promise<Device | undefined> => copyOf<Device | undefined>(PLACE)
export const keepDevice = (device: Device | undefined): Promise<void> => keepCopy(PLACE, device)

export async function makePair(): Promise<{ pair: CryptoKeyPair; publicKey: string }> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['sign', 'verify'])
  return { pair, publicKey: toBase64Url(await crypto.subtle.exportKey('raw', pair.publicKey)) }
}

/** The phone's own clock; the city's where a demo lives in another time altogether. */
export const deviceNow = (): number => (Math.abs(Date.now() - cityNow()) < DAY_MS ? Date.now() : Math.round(cityNow()))

export interface Proof {
  device: string
  device_at: string
  proof: string
}

/** Signs for what, which device, when by its clock, and what was said. */
export async function prove({ key, pair }: Device, purpose: string, ...said: string[]): Promise<Proof> {
  const at = deviceNow()
  const text = ['LFD1', purpose, key, String(at), ...said].join('\n')
  const signature = await crypto.subtle.sign(SIGNATURE, pair.privateKey, new TextEncoder().encode(text))
  return { device: key, device_at: new Date(at).toISOString(), proof: toBase64Url(signature) }
}
