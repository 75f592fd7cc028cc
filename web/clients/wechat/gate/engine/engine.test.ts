// @vitest-environment node
import { verifyAsync } from '@noble/ed25519'
import { expect, test } from 'vitest'
import { fromBase45, fromBase64 } from './bytes'
import { decodeCbor } from './cbor'
import { readCode } from './code'
import { openList } from './deny-list'
import { judge, LIST_STALE_MS, SKEW_MS, type Known } from './judge'
import { vectors } from './vectors.test-data'

const keys = [{ kid: vectors.kid, public: vectors.public }]
const AT = Date.parse('2020-02-21T06:00:00Z')

test('a code of the server is read and its signature is good', async () => {
  const code = await readCode(vectors.code, keys)

  expect(code).toMatchObject({ colour: 'green', startsAt: AT, endsAt: AT + 60_000 })
  expect([...(code?.nonce ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
})

test('a code on paper is read for its day', async () => {
  expect((await readCode(vectors.paper, keys))?.endsAt).toBe(AT + 24 * 60 * 60_000)
})

test('a browser without Ed25519 reads it with the library', async () => {
  const seal = decodeCbor(fromBase45(vectors.code.slice(4)))
  const [header, , payload, signature] = seal as Uint8Array[]
  const { signedBytes } = await import('./cbor')

  expect(await verifyAsync(signature as Uint8Array, signedBytes(header as Uint8Array, payload as Uint8Array), fromBase64(vectors.public))).toBe(true)
})

test.each([
  ['another prefix', vectors.code.replace('LF1:', 'LF2:')],
  ['nothing behind the prefix', 'LF1:'],
  ['no Base45', 'LF1:abc'],
  ['the stamp of a list', vectors.stamp.replace('LFL1:', 'LF1:')],
  ['the code of a place', vectors.place],
  ['a cut code', vectors.code.slice(0, -9)],
])('%s is no code', async (_, text) => {
  expect(await readCode(text, keys)).toBeUndefined()
})

test('no character of a code can be changed unnoticed', async () => {
  for (let n = 4; n < vectors.code.length; n += 7) {
    const other = vectors.code[n] === '0' ? '1' : '0'
    expect(await readCode(vectors.code.slice(0, n) + other + vectors.code.slice(n + 1), keys)).toBeUndefined()
  }
})

test('a code under a key this phone does not know is refused', async () => {
  expect(await readCode(vectors.code, [{ ...keys[0], kid: 'another1', public: vectors.public }])).toBeUndefined()
})

test('the list finds its entries and nobody else', async () => {
  const code = await readCode(vectors.code, keys)
  const serial = code?.serial ?? new Uint8Array()
  const listed = await openList(vectors.stamp, vectors.prefixes, keys)
  const other = await openList(vectors.otherStamp, vectors.otherPrefixes, keys)

  expect([listed.count, listed.madeAt, await listed.has(serial), await other.has(serial)]).toEqual([200, AT, true, false])
  for (let n = 1; n < 200; n++) {
    const known = new Uint8Array(16)
    known[15] = n
    expect(await other.has(known)).toBe(true)
  }
})

test.each([
  ['entries of another list', vectors.stamp, vectors.otherPrefixes],
  ['a code in place of the stamp', vectors.code.replace('LF1:', 'LFL1:'), vectors.prefixes],
])('%s is no list', async (_, stamp, prefixes) => {
  await expect(openList(stamp, prefixes, keys)).rejects.toThrow()
})

const code = (colour: 'green' | 'yellow' | 'red' | 'gray') => ({ serial: new Uint8Array(), nonce: new Uint8Array(), colour, startsAt: AT, endsAt: AT + 60_000 })
const known: Known = { code: code('green'), byNumber: false, isListed: false, listAgeMs: 600_000, now: AT, isHot: false, hasSigns: false }

test.each<[string, Partial<Known>, string, string]>([
  ['green, cool, not listed', {}, 'allow', ''],
  ['none of ours', { code: undefined }, 'deny', 'bad_code'],
  ['run out within the skew', { now: AT + 60_000 + SKEW_MS - 1 }, 'allow', ''],
  ['run out', { now: AT + 60_000 + SKEW_MS }, 'deny', 'expired_code'],
  ['not begun', { now: AT - SKEW_MS - 1 }, 'deny', 'expired_code'],
  ['listed', { isListed: true }, 'deny', 'listed'],
  ['red', { code: code('red') }, 'deny', 'colour'],
  ['yellow', { code: code('yellow') }, 'restrict', 'colour'],
  ['gray', { code: code('gray') }, 'restrict', 'colour'],
  ['hot', { isHot: true }, 'deny', 'fever'],
  ['listed and hot', { isListed: true, isHot: true }, 'deny', 'listed'],
  ['with signs', { hasSigns: true }, 'restrict', 'symptoms'],
  ['by number', { code: undefined, byNumber: true }, 'restrict', 'offline'],
  ['by number and hot', { code: undefined, byNumber: true, isHot: true }, 'deny', 'fever'],
  ['a list of yesterday', { listAgeMs: LIST_STALE_MS + 1 }, 'restrict', 'stale_list'],
  ['without a list', { listAgeMs: undefined }, 'restrict', 'stale_list'],
])('without network: %s', (_, given, verdict, refusal) => {
  expect(judge({ ...known, ...given })).toMatchObject({ verdict, refusal })
})
