// The verdict without network: the same order of reasons as the server's, over what this phone can know.
import type { components } from '@shared/api'
import type { Code } from './code'

type Upload = components['schemas']['UploadIn']
export type Verdict = Upload['verdict']
export type Refusal = Upload['refusal']
export interface Decided {
  verdict: Verdict
  refusal: Refusal
  colour: Upload['colour']
}

/** Of a phone's clock, as the server allows it. */
export const SKEW_MS = 90_000
/** Older lists are pointed out, then no longer trusted. */
export const LIST_WARN_MS = 15 * 60_000
export const LIST_STALE_MS = 12 * 60 * 60_000

export interface Known {
  /** Undefined where a number was given instead of a code, or the code is none of ours. */
  code: Code | undefined
  byNumber: boolean
  isListed: boolean
  listAgeMs: number | undefined
  now: number
  isHot: boolean
  hasSigns: boolean
}

const deny = (refusal: Refusal, colour: Decided['colour'] = 'red'): Decided => ({ verdict: 'deny', refusal, colour })
const restrict = (refusal: Refusal, colour: Decided['colour']): Decided => ({ verdict: 'restrict', refusal, colour })

export function judge({ code, byNumber, isListed, listAgeMs, now, isHot, hasSigns }: Known): Decided {
  const colour = code?.colour ?? 'gray'
  if (!byNumber) {
    if (!code) return deny('bad_code', 'gray')
    if (now < code.startsAt - SKEW_MS || now >= code.endsAt + SKEW_MS) return deny('expired_code', colour)
    if (isListed) return deny('listed')
    if (colour === 'red') return deny('colour')
  }
  if (isHot) return deny('fever', colour)
  if (hasSigns) return restrict('symptoms', colour)
  if (byNumber) return restrict('offline', colour)
  if (colour !== 'green') return restrict('colour', colour)
  if (listAgeMs === undefined || listAgeMs > LIST_STALE_MS) return restrict('stale_list', colour)
  return { verdict: 'allow', refusal: '', colour }
}
