// What the server signed: codes people show (`LF1:`) and the deny list (`LFL1:`). Nothing in them is believed before the
// signature was checked.
import { fromBase45 } from './bytes'
import { decodeCbor, signedBytes, type Cbor } from './cbor'
import { verifierOf } from './ed25519'

export interface VerifyingKey {
  kid: string
  public: string
}
export type Colour = 'gray' | 'green' | 'yellow' | 'red'
export interface Code {
  serial: Uint8Array<ArrayBuffer>
  nonce: Uint8Array<ArrayBuffer>
  colour: Colour
  startsAt: number
  endsAt: number
}

const COLOURS: readonly Colour[] = ['gray', 'green', 'yellow', 'red']
const ALGORITHM = 1
const KEY_ID = 4
const EDDSA = -8
const SHOWN = 1
const PRINTED = 2
const LIST = 9
type Claims = Map<number | string, Cbor>

const bytesIn = (claims: Claims, key: number): Uint8Array<ArrayBuffer> => {
  const value = claims.get(key)
  if (!(value instanceof Uint8Array)) throw new RangeError('claims')
  return value
}
const numberIn = (claims: Claims, key: number): number => {
  const value = claims.get(key)
  if (typeof value !== 'number') throw new RangeError('claims')
  return value
}

/** The claims of a COSE_Sign1 whose signature is good; throws otherwise. */
async function claimsOf(text: string, prefix: string, keys: readonly VerifyingKey[]): Promise<Claims> {
  if (!text.startsWith(prefix)) throw new RangeError('prefix')
  const sealed = decodeCbor(fromBase45(text.slice(prefix.length)))
  if (!Array.isArray(sealed) || sealed.length !== 4) throw new RangeError('cose')
  const [header, , payload, signature] = sealed
  if (!(header instanceof Uint8Array && payload instanceof Uint8Array && signature instanceof Uint8Array)) throw new RangeError('cose')
  const said = decodeCbor(header)
  if (!(said instanceof Map) || said.get(ALGORITHM) !== EDDSA) throw new RangeError('algorithm')
  const id = said.get(KEY_ID)
  const kid = id instanceof Uint8Array ? new TextDecoder().decode(id) : id
  const key = keys.find((one) => one.kid === kid)
  if (!key) throw new RangeError('key')
  const verify = await verifierOf(key.public)
  if (!(await verify(signature, signedBytes(header, payload)))) throw new RangeError('signature')
  const claims = decodeCbor(payload)
  if (!(claims instanceof Map)) throw new RangeError('claims')
  return claims
}

/** The code a person shows; undefined where it is none of ours. */
export async function readCode(text: string, keys: readonly VerifyingKey[]): Promise<Code | undefined> {
  try {
    const claims = await claimsOf(text, 'LF1:', keys)
    const colour = COLOURS[numberIn(claims, 4)]
    // The code of a place is signed alike and is nobody's pass.
    if (!colour || ![SHOWN, PRINTED].includes(numberIn(claims, 8))) return undefined
    return {
      serial: bytesIn(claims, 3),
      nonce: bytesIn(claims, 7),
      colour,
      startsAt: numberIn(claims, 5) * 1000,
      endsAt: numberIn(claims, 6) * 1000,
    }
  } catch {
    return undefined
  }
}

/** When the list was made and what its entries must hash to; throws where the signature is not the server's. */
export async function readStamp(text: string, keys: readonly VerifyingKey[]): Promise<{ madeAt: number; digest: Uint8Array; count: number }> {
  const claims = await claimsOf(text, 'LFL1:', keys)
  if (numberIn(claims, 8) !== LIST) throw new RangeError('stamp')
  return { madeAt: numberIn(claims, 5) * 1000, digest: bytesIn(claims, 12), count: numberIn(claims, 13) }
}
