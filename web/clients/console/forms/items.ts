// The order of questions.

/** A copy with the one at `at` a place further; unchanged where it would fall off an end. */
export function moved<T>(list: readonly T[], at: number, by: 1 | -1): T[] {
  const copy = [...list]
  const [one] = copy.splice(at, 1)
  const to = at + by
  if (one === undefined || to < 0 || to > copy.length) return [...list]
  copy.splice(to, 0, one)
  return copy
}
