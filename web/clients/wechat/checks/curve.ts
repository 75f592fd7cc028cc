// A temperature curve as paths in a field of 320 by 120, with its threshold.
import type { components } from '@shared/api'

type Curve = components['schemas']['CurveOut']
export interface Dot {
  x: number
  y: number
  isAbnormal: boolean
}
export const WIDTH = 320
export const HEIGHT = 120
const EDGE = 10

export function drawCurve({ threshold_c: threshold, points }: Curve): { dots: Dot[]; path: string; limit: number; low: number; high: number } {
  const degrees = points.map((point) => point.temp_c)
  const low = Math.floor(Math.min(36, ...degrees))
  const high = Math.ceil(Math.max(threshold + 0.5, ...degrees))
  const times = points.map(({ at }) => Date.parse(at))
  const from = Math.min(...times)
  const span = Math.max(...times) - from || 1
  const x = (time: number): number => Math.round(EDGE + ((time - from) / span) * (WIDTH - 2 * EDGE))
  const y = (celsius: number): number => Math.round(HEIGHT - EDGE - ((celsius - low) / (high - low)) * (HEIGHT - 2 * EDGE))
  const dots = points.map(({ temp_c, is_abnormal }, at) => ({ x: x(times[at] ?? from), y: y(temp_c), isAbnormal: is_abnormal }))
  return { dots, path: dots.length ? `M${dots.map((dot) => `${dot.x} ${dot.y}`).join('L')}` : '', limit: y(threshold), low, high }
}
