// What each chart of the wall looks like: data in, ECharts options out; `unit` is a pixel at 1920.
import type { components } from '@shared/api'
import { count } from '@shared/words'
import { screen, shortStreet } from '@shared/words/screen'
import type { EChartsCoreOption } from './chart-kit'

type Schemas = components['schemas']
export type Overview = Schemas['OverviewOut']
export type Series = Schemas['SeriesOut']
type Bar = Schemas['AreaBar']

export const INK = '#a9c3ee'
const FAINT = '#7f9cd0'
const LINE = 'rgba(92, 140, 220, .18)'
export const BLUE = '#3aa0ff'
export const AMBER = '#ffb648'
export const GREEN = '#2ee6a0'
export const RED = '#ff5a66'
const ORANGE = '#ff8a3d'
const VIOLET = '#8f8cff'

const fade = (from: string, to: string, across = false): object => ({
  type: 'linear', x: 0, y: across ? 0 : 1, x2: across ? 1 : 0, y2: 0,
  colorStops: [{ offset: 0, color: to }, { offset: 1, color: from }],
})
const tooltip = (unit: number): object => ({
  renderMode: 'richText', backgroundColor: 'rgba(6, 22, 58, .94)', borderColor: '#2a63c4', padding: 10 * unit,
  textStyle: { color: '#f2f7ff', fontSize: 13 * unit },
})
const legend = (unit: number): object => ({
  top: 0, right: 0, itemWidth: 10 * unit, itemHeight: 10 * unit, itemGap: 14 * unit, icon: 'roundRect',
  textStyle: { color: INK, fontSize: 12 * unit },
})
const axis = (unit: number): object => ({
  axisLine: { lineStyle: { color: LINE } }, axisTick: { show: false },
  axisLabel: { color: FAINT, fontSize: 11 * unit }, splitLine: { lineStyle: { color: LINE } },
})

export const ringParts = (ring: Overview['ring']): { name: string; value: number; colour: string }[] => [
  { name: screen.ring.healthy, value: ring.healthy, colour: GREEN },
  { name: screen.ring.fever, value: ring.fever, colour: RED },
  { name: screen.ring.cough, value: ring.cough, colour: AMBER },
  { name: screen.ring.other, value: ring.other, colour: VIOLET },
  { name: screen.ring.unreported, value: ring.unreported, colour: '#41597f' },
]

export const ringOption = (ring: Overview['ring']) => (unit: number): EChartsCoreOption => ({
  tooltip: { trigger: 'item', ...tooltip(unit) },
  series: [
    {
      type: 'pie', radius: ['66%', '88%'], center: ['50%', '50%'], padAngle: 2, label: { show: false },
      itemStyle: { borderRadius: 4 * unit },
      data: ringParts(ring).map(({ name, value, colour }) => ({ name, value, itemStyle: { color: colour } })),
    },
  ],
})

export const seriesOption = (series: Series) => (unit: number): EChartsCoreOption => {
  const line = (name: string, data: number[], colour: string): object => ({
    name, data, type: 'line', smooth: 0.4, smoothMonotone: 'x', symbol: 'circle', symbolSize: 6 * unit, showSymbol: false,
    lineStyle: { width: 2.5 * unit, color: colour, shadowColor: colour, shadowBlur: 8 * unit }, itemStyle: { color: colour },
    areaStyle: { color: fade(`${colour}55`, `${colour}00`) },
  })
  return {
    tooltip: { trigger: 'axis', ...tooltip(unit) },
    legend: legend(unit),
    grid: { left: 4 * unit, right: 10 * unit, top: 30 * unit, bottom: 0, containLabel: true },
    xAxis: { type: 'category', boundaryGap: false, data: series.days.map((day) => day.slice(5).replace('-', '/')), ...axis(unit) },
    yAxis: { type: 'value', minInterval: 1, ...axis(unit) },
    series: [line(screen.series.observed, series.observed, BLUE), line(screen.series.released, series.released, GREEN)],
  }
}

const column = (unit: number, name: string, data: number[], colour: string, across: boolean, more: object = {}): object => ({
  name, data, ...more, type: 'bar', barMaxWidth: 12 * unit, barGap: '25%',
  itemStyle: { color: fade(colour, `${colour}40`, across), borderRadius: across ? [0, 6 * unit, 6 * unit, 0] : [6 * unit, 6 * unit, 0, 0] },
})

const axisName = (unit: number, name: string, align: string): object => ({
  name, nameGap: 10 * unit, nameTextStyle: { color: FAINT, fontSize: 11 * unit, align, padding: 0 },
})

export const streetsOption = (rows: Bar[]) => (unit: number): EChartsCoreOption => ({
  tooltip: { trigger: 'axis', ...tooltip(unit) },
  legend: { ...legend(unit), left: 'center', right: 'auto' },
  grid: { left: 4 * unit, right: 4 * unit, top: 34 * unit, bottom: 0, containLabel: true },
  xAxis: { type: 'category', data: rows.map((row) => shortStreet(row.name)), ...axis(unit) },
  // Two scales: beside everybody on file, those who came back and those observed would not be seen.
  yAxis: [
    { type: 'value', minInterval: 1, splitNumber: 4, alignTicks: true, ...axis(unit), ...axisName(unit, screen.axis.registered, 'left') },
    { type: 'value', minInterval: 1, splitNumber: 4, alignTicks: true, ...axis(unit), splitLine: { show: false }, ...axisName(unit, screen.axis.watched, 'right') },
  ],
  series: [
    column(unit, screen.bars.registered, rows.map((row) => row.registered), BLUE, false),
    column(unit, screen.bars.returnees, rows.map((row) => row.returnees), AMBER, false, { yAxisIndex: 1 }),
    column(unit, screen.bars.observed, rows.map((row) => row.observed), GREEN, false, { yAxisIndex: 1 }),
  ],
})

export const communitiesOption = (rows: Bar[]) => (unit: number): EChartsCoreOption => ({
  tooltip: { trigger: 'axis', ...tooltip(unit) },
  legend: legend(unit),
  grid: { left: 4 * unit, right: 16 * unit, top: 30 * unit, bottom: 0, containLabel: true },
  xAxis: { type: 'value', minInterval: 1, ...axis(unit) },
  yAxis: { type: 'category', inverse: true, data: rows.map((row) => row.name), ...axis(unit), axisLabel: { color: INK, fontSize: 11.5 * unit, interval: 0 } },
  series: [
    column(unit, screen.bars.returnees, rows.map((row) => row.returnees), AMBER, true),
    column(unit, screen.bars.observed, rows.map((row) => row.observed), BLUE, true),
  ],
})

export const hospitalsOption = (rows: Overview['hospitals']) => (unit: number): EChartsCoreOption => ({
  tooltip: { trigger: 'axis', ...tooltip(unit) },
  legend: legend(unit),
  grid: { left: 4 * unit, right: 4 * unit, top: 30 * unit, bottom: 0, containLabel: true },
  xAxis: { type: 'category', data: rows.map((row) => row.name), ...axis(unit), axisLabel: { color: INK, fontSize: 11 * unit, interval: 0, width: (390 / Math.max(1, rows.length)) * unit, overflow: 'break' } },
  yAxis: { type: 'value', minInterval: 1, ...axis(unit) },
  series: [
    column(unit, screen.hospital.in_care, rows.map((row) => row.in_care), BLUE, false),
    column(unit, screen.hospital.suspected, rows.map((row) => row.suspected), ORANGE, false),
    column(unit, screen.hospital.confirmed, rows.map((row) => row.confirmed), RED, false),
  ],
})

/** The highest value of a scale, rounded up so that legends read well. */
export function topOf(values: number[]): number {
  const most = Math.max(5, ...values)
  const step = 10 ** Math.max(0, Math.floor(Math.log10(most)))
  return Math.ceil(most / step) * step
}

const asNumber = (value: number | string): number => (typeof value === 'number' ? value : 1)

export const mapOption = (rows: Schemas['MapRow'][], metric: string) => (unit: number): EChartsCoreOption => {
  const centre = (shift: number): object => ({ layoutCenter: ['50%', `${49 + shift}%`], layoutSize: '96%', map: 'city', silent: true })
  const edge = (colour: string): object => ({ itemStyle: { areaColor: colour, borderColor: '#0f3f94', borderWidth: unit } })
  const top = topOf(rows.map((row) => asNumber(row.value)))
  return {
    tooltip: { trigger: 'item', ...tooltip(unit), formatter: ({ name, value }: { name: string; value: number }) => `${name}\n${metric} ${count(value || 0)}` },
    visualMap: {
      type: 'continuous', min: 0, max: top, orient: 'vertical', left: 0, bottom: 10 * unit,
      itemWidth: 12 * unit, itemHeight: 150 * unit, text: [`${screen.high} ${count(top)}`, `${screen.low} 0`], textStyle: { color: INK, fontSize: 12 * unit }, seriesIndex: 0,
      inRange: { color: ['#0d3a86', '#1467c8', '#1fa3dc', '#86dcc0', '#f2dd7c', '#f39a3e', '#e6443f'] },
    },
    geo: [
      { ...centre(2), ...edge('#06183f') },
      { ...centre(1), ...edge('#0a2560') },
      {
        ...centre(0), silent: false,
        itemStyle: { areaColor: '#0d3a86', borderColor: '#6bb6ff', borderWidth: unit, shadowColor: 'rgba(40, 140, 255, .55)', shadowBlur: 14 * unit },
        label: { show: true, color: '#f2f7ff', fontSize: 15 * unit, fontWeight: 600, textBorderColor: '#0a2350', textBorderWidth: 2 * unit, formatter: ({ name }: { name: string }) => shortStreet(name) },
        emphasis: { label: { color: '#fff' }, itemStyle: { areaColor: '#2f8dff' } },
      },
    ],
    series: [{ type: 'map', geoIndex: 2, data: rows.map((row) => ({ name: row.name, value: asNumber(row.value) })) }],
  }
}
