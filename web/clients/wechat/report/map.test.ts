import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { serve } from '../../../tests/server'
import MapPicker from './MapPicker.vue'
import { boxOf, drawingOf, isEnough, moved, spotAt, viewOf, zoomed, type Sheet } from './map'

const sheet: Sheet = {
  west: 124, south: 30, east: 124.02, north: 30.01, step: 1e-5,
  areas: [{ code: 'g', name: '3号网格', rings: [[0, 0, 1000, 0, 1000, 1000, 0, 1000]] }], over: [],
}
const near = (value: number): unknown => expect.closeTo(value, 6)

afterEach(() => vi.unstubAllGlobals())

test('the whole sheet fits on the screen, whatever its form', () => {
  const [wide, high] = [viewOf(sheet, 2), viewOf(sheet, 0.5)]

  expect(wide).toEqual({ lon: near(124.01), lat: near(30.005), span: near(0.0105) })
  expect(high.span).toBeGreaterThan(0.0346)
})

test('zooming keeps the place under the finger', () => {
  const view = { lon: 124, lat: 30, span: 0.02 }
  const about = spotAt(view, 0.25, 0.25)

  const after = zoomed(view, 0.5, about)

  expect(spotAt(after, 0.25, 0.25)).toEqual({ lon: near(about.lon), lat: near(about.lat) })
})

test('moving goes by the screen, and the middle is where one taps it', () => {
  const view = moved({ lon: 124, lat: 30, span: 0.02 }, 0, -0.5)

  expect(view.lat).toBeCloseTo(30.01)
  expect(spotAt(view, 0, 0)).toEqual({ lon: view.lon, lat: view.lat })
})

test('a sheet is enough for a small move, not for a far one nor when much closer', () => {
  const view = { lon: 124, lat: 30, span: 0.02 }
  const [west = 0, south = 0, east = 0, north = 0] = boxOf(view, 1).split(',').map(Number)
  const drawn = { ...sheet, west, south, east, north }

  expect(isEnough(drawn, moved(view, 0.3, 0), 1)).toBe(true)
  expect(isEnough(drawn, moved(view, 0.8, 0), 1)).toBe(false)
  expect(isEnough(drawn, zoomed(view, 0.3), 1)).toBe(false)
})

test('rings become paths with north on top, and places stand where they are', () => {
  const { areas, toX, toY } = drawingOf(sheet)

  expect(areas[0]?.path).toBe('M0 1000L866 1000L866 0L0 0Z')
  expect([Math.round(toX(124.01)), Math.round(toY(30))]).toEqual([866, 1000])
})

test('Enter chooses the middle, names its grid and hands it over', async () => {
  const asked = serve({
    'GET /api/citizen/map': () => sheet,
    'GET /api/citizen/locate': () => ({ code: 'g', path: '柳堤社区 3号网格', is_guessed: false }),
  })
  const picker = mount(MapPicker)
  await flushPromises()

  await picker.get('svg[role=application]').trigger('keydown', { key: 'Enter' })
  await flushPromises()
  expect(picker.text()).toContain('柳堤社区 3号网格')
  await picker.findAll('button').at(-1)?.trigger('click')

  expect(asked.at(-1)?.query.get('lat')).toBe('30.005')
  expect(picker.emitted('picked')?.[0]).toEqual([
    { point: { lon: 124.01, lat: 30.005, coord_sys: 'wgs84' }, area_code: '', name: '柳堤社区 3号网格', is_guessed: false },
  ])
})

test('a map that cannot be fetched says so and points to the list', async () => {
  serve({})

  const picker = mount(MapPicker)
  await flushPromises()

  expect(picker.text()).toContain('网络不通')
  expect(picker.text()).toContain('选择社区')
})
