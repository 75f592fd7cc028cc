// Bytes as text, in the three ways that reach us.

type Bytes = Uint8Array<ArrayBuffer>
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:' // RFC 9285

/** Throws where it is no Base45. */
export function fromBase45(text: string): Bytes {
  const bytes: number[] = []
  for (let start = 0; start < text.length; start += 3) {
    const digits = [...text.slice(start, start + 3)].map((one) => ALPHABET.indexOf(one))
    const number = digits.reduceRight((total, digit) => total * 45 + digit, 0)
    if (digits.length === 1 || digits.includes(-1) || number >= 256 ** (digits.length - 1)) throw new RangeError('base45')
    if (digits.length === 3) bytes.push(number >> 8)
    bytes.push(number & 255)
  }
  return Uint8Array.from(bytes)
}

export const fromBase64 = (text: string): Bytes =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))

export function toBase64Url(bytes: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

export const sha256 = async (bytes: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
