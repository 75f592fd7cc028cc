// A map that is moved by fingers, mouse and keys, and fetches outlines as it goes.
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { useLoad, type LoadState } from '@shared/api'
import { boxOf, drawingOf, isEnough, moved, readSheet, spotAt, viewOf, zoomed, type Drawing, type Sheet, type Spot, type View } from './map'

const SETTLED_MS = 150
const A_TAP_PX = 8
const STEP = 0.15
const CLOSER = 0.6

interface Finger {
  x: number
  y: number
}
export interface MovingMap {
  view: ShallowRef<View | undefined>
  sheet: ShallowRef<Sheet | undefined>
  drawing: ComputedRef<Drawing | undefined>
  state: Ref<LoadState>
  reload: () => Promise<void>
  ratio: Ref<number>
  zoom: (factor: number) => void
  onKey: (event: KeyboardEvent) => void
  onWheel: (event: WheelEvent) => void
  onDown: (event: PointerEvent) => void
  onMove: (event: PointerEvent) => void
  onUp: (event: PointerEvent) => void
}

/** `picked` hears of the place that was tapped, or that Enter chose in the middle. */
export function useMap(start: Spot | undefined, picked: (spot: Spot) => void): MovingMap {
  const ratio = ref(1)
  const view = shallowRef<View | undefined>(start && { ...start, span: 0.02 })
  const { data: sheet, state, reload } = useLoad((signal) => readSheet(view.value ? boxOf(view.value, ratio.value) : '', signal))
  const drawing = computed(() => sheet.value && drawingOf(sheet.value))
  watch(sheet, (got) => got && (view.value ??= viewOf(got, ratio.value)))

  let timer = 0
  watch(view, (now) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (now && sheet.value && !isEnough(sheet.value, now, ratio.value)) void reload()
    }, SETTLED_MS) as unknown as number
  })
  onScopeDispose(() => clearTimeout(timer))

  const change = (next: (view: View) => View): void => void (view.value = view.value && next(view.value))
  const zoom = (factor: number, about?: Spot): void => change((now) => zoomed(now, factor, about))

  function onKey(event: KeyboardEvent): void {
    const steps: Record<string, (view: View) => View> = {
      ArrowLeft: (now) => moved(now, -STEP, 0), ArrowRight: (now) => moved(now, STEP, 0),
      ArrowUp: (now) => moved(now, 0, -STEP), ArrowDown: (now) => moved(now, 0, STEP),
      '+': (now) => zoomed(now, CLOSER), '=': (now) => zoomed(now, CLOSER), '-': (now) => zoomed(now, 1 / CLOSER),
    }
    const step = steps[event.key]
    if (step) change(step)
    else if (view.value && (event.key === 'Enter' || event.key === ' ')) picked(view.value)
    else return
    event.preventDefault()
  }

  const fingers = new Map<number, Finger>()
  let travelled = 0
  const under = (event: { clientX: number; clientY: number; currentTarget: EventTarget | null }): Spot | undefined => {
    const { left, top, width, height } = (event.currentTarget as Element).getBoundingClientRect()
    return view.value && spotAt(view.value, (event.clientX - left - width / 2) / height, (event.clientY - top - height / 2) / height)
  }
  const apart = (): number => {
    const [one, other] = [...fingers.values()]
    return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : 0
  }
  function onDown(event: PointerEvent): void {
    if (!fingers.size) travelled = 0
    else travelled = A_TAP_PX // Two fingers never tap.
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    ;(event.currentTarget as Element).setPointerCapture?.(event.pointerId)
  }
  function onMove(event: PointerEvent): void {
    const before = fingers.get(event.pointerId)
    if (!before) return
    const height = (event.currentTarget as Element).getBoundingClientRect().height
    const wide = apart()
    const [right, down] = [event.clientX - before.x, event.clientY - before.y]
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    travelled += Math.hypot(right, down)
    if (travelled < A_TAP_PX) return
    change((now) => moved(now, -right / height / fingers.size, -down / height / fingers.size))
    if (wide && apart()) zoom(wide / apart())
  }
  function onUp(event: PointerEvent): void {
    const wasAlone = fingers.delete(event.pointerId) && !fingers.size
    const spot = under(event)
    if (wasAlone && event.type === 'pointerup' && travelled < A_TAP_PX && spot) picked(spot)
  }
  const onWheel = (event: WheelEvent): void => zoom(event.deltaY > 0 ? 1 / CLOSER : CLOSER, under(event))

  return { view, sheet, drawing, state, reload, ratio, zoom, onKey, onWheel, onDown, onMove, onUp }
}

/** What of the drawing stands on the screen, as an SVG viewBox. */
export function windowOf({ toX, toY, unit }: Drawing, view: View, ratio: number): { x: number; y: number; width: number; height: number } {
  const height = view.span / unit
  const width = height * ratio
  return { x: toX(view.lon) - width / 2, y: toY(view.lat) - height / 2, width, height }
}
