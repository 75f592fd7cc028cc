// How far a report is, as a colour beside its word.
const TONES: Readonly<Record<string, 'blue' | 'yellow' | 'green'>> = { accepted: 'blue', verifying: 'yellow', closed: 'green' }

export const toneOf = (state: string): 'blue' | 'yellow' | 'green' => TONES[state] ?? 'blue'

/** What the list is narrowed to; empty means everything. */
export interface Wanted {
  kind: '' | 'self' | 'suspected' | 'returnee' | 'help' | 'appeal'
  since: string
  until: string
}
