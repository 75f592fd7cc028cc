// The provinces take turns: there is room for six.
const ROOM = 6
const TURN_MS = 8_000

/** Those whose turn it is, the same for every wall at the same moment. */
export function pageAt<T>(rows: readonly T[], now: number): readonly T[] {
  const pages = Math.max(1, Math.ceil(rows.length / ROOM))
  const page = Math.floor(now / TURN_MS) % pages
  return rows.slice(page * ROOM, (page + 1) * ROOM)
}
