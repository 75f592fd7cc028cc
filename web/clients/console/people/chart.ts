// Where the readings of one person stand on a small chart: time to the right, degrees upwards.
export interface Reading {
  measured_at: string
  temp_c: number | null
  is_abnormal: boolean
}
export interface Dot {
  x: number
  y: number
  isHigh: boolean
}
export interface Chart {
  dots: Dot[]
  line: string
  /** Heights of whole degrees and of the fever line. */
  marks: { y: number; degrees: number }[]
  fever: number
}

export const WIDTH = 560
export const HEIGHT = 150
const [LEFT, RIGHT, TOP, BOTTOM] = [36, 12, 12, 18]

export function chartOf(readings: readonly Reading[], feverC: number): Chart | undefined {
  const taken = readings.flatMap(({ measured_at, temp_c }) => (temp_c === null ? [] : [{ at: Date.parse(measured_at), temp: temp_c }]))
  taken.sort((a, b) => a.at - b.at)
  const [first, last] = [taken[0], taken.at(-1)]
  if (!first || !last) return undefined
  const low = Math.floor(Math.min(36, ...taken.map(({ temp }) => temp)))
  const high = Math.ceil(Math.max(38, ...taken.map(({ temp }) => temp)))
  const y = (temp: number): number => TOP + ((high - temp) / (high - low)) * (HEIGHT - TOP - BOTTOM)
  const span = last.at - first.at
  const x = (at: number): number => (span ? LEFT + ((at - first.at) / span) * (WIDTH - LEFT - RIGHT) : (LEFT + WIDTH - RIGHT) / 2)
  const dots = taken.map(({ at, temp }) => ({ x: x(at), y: y(temp), isHigh: temp >= feverC }))
  const marks = Array.from({ length: high - low + 1 }, (_, step) => ({ y: y(low + step), degrees: low + step }))
  return { dots, line: dots.map((dot, at) => `${at ? 'L' : 'M'}${dot.x.toFixed(1)} ${dot.y.toFixed(1)}`).join(''), marks, fever: y(feverC) }
}
