// The arithmetic of the map: what of the earth is in view, and how outlines become paths.
import { api, ask, type components } from '@shared/api'

export type Sheet = components['schemas']['MapSheetOut']
/** The middle in degrees, and how many degrees of latitude the height of the screen takes. */
export interface View {
  lon: number
  lat: number
  span: number
}
export interface Spot {
  lon: number
  lat: number
}
export interface Shape {
  code: string
  path: string
  name: string
  /** Where the name stands. */
  x: number
  y: number
  /** How wide and high the area is, to see whether its name fits. */
  width: number
  height: number
}

const SMALLEST = 0.001
const LARGEST = 5
const LATIN = /[\u0020-\u007e]/g
/** Degrees drawn beside the screen, so that a small move needs no new sheet. */
const MARGIN = 0.5

export const squeeze = (lat: number): number => Math.cos((lat * Math.PI) / 180)
const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))
/** As many degrees of longitude as the width of the screen takes. */
export const widthOf = ({ lat, span }: View, ratio: number): number => (span * ratio) / squeeze(lat)

export function zoomed(view: View, factor: number, about: Spot = view): View {
  const span = clamp(view.span * factor, SMALLEST, LARGEST)
  const real = span / view.span
  return { lon: about.lon + (view.lon - about.lon) * real, lat: about.lat + (view.lat - about.lat) * real, span }
}
/** Moved by shares of the screen's height, to the right and down. */
export const moved = (view: View, right: number, down: number): View => ({
  ...view, lon: view.lon + (right * view.span) / squeeze(view.lat), lat: clamp(view.lat - down * view.span, -85, 85),
})
/** The place under a point of the screen, counted from its middle in shares of its height. */
export const spotAt = (view: View, right: number, down: number): Spot => {
  const { lon, lat } = moved(view, right, down)
  return { lon, lat }
}

export function viewOf({ west, south, east, north }: Sheet, ratio: number): View {
  const lat = (south + north) / 2
  return { lon: (west + east) / 2, lat, span: Math.max(north - south, ((east - west) * squeeze(lat)) / ratio) * 1.05 }
}
/** The box to ask for: the screen and something around it. */
export function boxOf(view: View, ratio: number): string {
  const high = view.span * (0.5 + MARGIN)
  const wide = widthOf(view, ratio) * (0.5 + MARGIN)
  const edges = [view.lon - wide, view.lat - high, view.lon + wide, view.lat + high]
  return edges.map((edge) => edge.toFixed(5)).join(',')
}
/** Whether the sheet still shows all of the screen, and not far more than it. */
export function isEnough(sheet: Sheet, view: View, ratio: number): boolean {
  const half = { x: widthOf(view, ratio) / 2, y: view.span / 2 }
  const inside = sheet.west <= view.lon - half.x && sheet.east >= view.lon + half.x && sheet.south <= view.lat - half.y && sheet.north >= view.lat + half.y
  return inside && sheet.north - sheet.south < view.span * (1 + 2 * MARGIN) * 1.6
}

/** A sheet's own units: hundred-thousandths of a degree of latitude, x squeezed, y down from its north. */
export interface Drawing {
  areas: Shape[]
  over: Shape[]
  toX: (lon: number) => number
  toY: (lat: number) => number
  unit: number
}
export function drawingOf(sheet: Sheet): Drawing {
  const narrow = squeeze((sheet.south + sheet.north) / 2)
  const height = (sheet.north - sheet.south) / sheet.step
  const shapeOf = ({ code, name, rings }: Sheet['areas'][number]): Shape => {
    const corners = rings.map((ring) => ring.flatMap((x, at) => (at % 2 ? [] : [[Math.round(x * narrow), Math.round(height - (ring[at + 1] ?? 0))] as const])))
    const all = corners[0] ?? []
    const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)]
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
    return {
      code, name, x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top,
      path: corners.map((ring) => `M${ring.map((corner) => corner.join(' ')).join('L')}Z`).join(''),
    }
  }
  return {
    areas: sheet.areas.map(shapeOf), over: sheet.over.map(shapeOf), unit: sheet.step,
    toX: (lon) => ((lon - sheet.west) / sheet.step) * narrow,
    toY: (lat) => height - (lat - sheet.south) / sheet.step,
  }
}
/** A name's length in letters of full width. */
export const lengthOf = (name: string): number => name.length - (name.match(LATIN)?.length ?? 0) / 2

export const readSheet = (box: string, signal: AbortSignal): Promise<Sheet> =>
  ask(api.GET('/api/citizen/map', { params: { query: { box } }, signal }))
export const readPlace = (spot: Spot, signal?: AbortSignal) =>
  ask(api.GET('/api/citizen/locate', { params: { query: { ...spot, coord_sys: 'wgs84' } }, ...(signal && { signal }) }))
