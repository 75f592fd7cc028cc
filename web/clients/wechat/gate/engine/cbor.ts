// As much of CBOR (RFC 8949) as a signed code uses: integers, bytes, text, lists, maps and tags of definite length.

export type Cbor = number | string | Uint8Array<ArrayBuffer> | Cbor[] | Map<number | string, Cbor>

/** Throws where the bytes are something else or end too early. */
export function decodeCbor(bytes: Uint8Array<ArrayBuffer>): Cbor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let place = 0

  function argument(info: number): number {
    if (info < 24) return info
    const size = [1, 2, 4, 8][info - 24]
    if (!size) throw new RangeError('cbor')
    const at = place
    place += size
    if (size === 1) return view.getUint8(at)
    if (size === 2) return view.getUint16(at)
    if (size === 4) return view.getUint32(at)
    return Number(view.getBigUint64(at))
  }
  function take(length: number): Uint8Array<ArrayBuffer> {
    if (place + length > bytes.length) throw new RangeError('cbor')
    place += length
    return bytes.slice(place - length, place)
  }
  function map(size: number): Cbor {
    const pairs = new Map<number | string, Cbor>()
    for (let n = 0; n < size; n++) {
      const key = item()
      if (typeof key !== 'number' && typeof key !== 'string') throw new RangeError('cbor')
      pairs.set(key, item())
    }
    return pairs
  }
  function item(): Cbor {
    const head = view.getUint8(place++)
    const said = argument(head & 31)
    switch (head >> 5) {
      case 0: return said
      case 1: return -1 - said
      case 2: return take(said)
      case 3: return new TextDecoder().decode(take(said))
      case 4: return Array.from({ length: Math.min(said, bytes.length) }, item)
      case 5: return map(Math.min(said, bytes.length))
      case 6: return item()
      default: throw new RangeError('cbor')
    }
  }
  return item()
}

function head(major: number, length: number): number[] {
  if (length < 24) return [(major << 5) | length]
  return length < 256 ? [(major << 5) | 24, length] : [(major << 5) | 25, length >> 8, length & 255]
}

/** What was signed (RFC 9052, 4.4): `["Signature1", protected, h'', payload]`. */
export function signedBytes(header: Uint8Array, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const context = new TextEncoder().encode('Signature1')
  return Uint8Array.from([
    0x84, ...head(3, context.length), ...context, ...head(2, header.length), ...header,
    ...head(2, 0), ...head(2, payload.length), ...payload,
  ])
}
