// The parts of ECharts that the wall uses, and nothing else of it.
import { BarChart, LineChart, MapChart, PieChart } from 'echarts/charts'
import { GeoComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import { init, registerMap, use, type EChartsCoreOption, type EChartsType } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([BarChart, LineChart, MapChart, PieChart, GeoComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, CanvasRenderer])

// Defined here and not passed on, so that bundling keeps the line above.
export const makeChart = (place: HTMLElement): EChartsType => init(place)
export const keepMap = (name: string, outline: string): void => registerMap(name, outline)
export type { EChartsCoreOption }
