// Dates, times and numbers as people in the city read them, wherever the phone thinks it is.
import { cityNow } from './now'

const ZONE = 'Asia/Shanghai'
const LOCALE = 'zh-CN'

/** Made when first asked for: on a weak phone each one costs as much as drawing a page. */
function formatter(options: Intl.DateTimeFormatOptions): (moment: Date) => string {
  let made: Intl.DateTimeFormat | undefined
  return (moment) => (made ??= new Intl.DateTimeFormat(LOCALE, { timeZone: ZONE, hourCycle: 'h23', ...options })).format(moment)
}
const clockFormat = formatter({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
const timeFormat = formatter({ hour: '2-digit', minute: '2-digit' })
const dayFormat = formatter({ month: 'numeric', day: 'numeric' })
const dateFormat = formatter({ year: 'numeric', month: '2-digit', day: '2-digit' })
const weekdayFormat = formatter({ weekday: 'long' })
let numberFormat: Intl.NumberFormat | undefined

type Moment = Date | string | number
const asDate = (moment: Moment): Date => (moment instanceof Date ? moment : new Date(moment))

/** 14:26:08 */
export const clock = (moment: Moment): string => clockFormat(asDate(moment))

/** 14:26 */
export const time = (moment: Moment): string => timeFormat(asDate(moment))

/** 2020-02-21 */
export const date = (moment: Moment): string => dateFormat(asDate(moment)).replaceAll('/', '-')

/** 2020年02月21日 */
export const longDate = (moment: Moment): string => date(moment).replace('-', '年').replace('-', '月') + '日'

/** 2020-02-21 14:26 */
export const dateTime = (moment: Moment): string => `${date(moment)} ${time(moment)}`

/** 星期五 */
export const weekday = (moment: Moment): string => weekdayFormat(asDate(moment))

/** 今天 14:26, 昨天 09:10, 2月3日 09:10 */
export function shortMoment(moment: Moment, now: Moment = cityNow()): string {
  const then = asDate(moment)
  const daysAgo = Math.round((Date.parse(date(now)) - Date.parse(date(then))) / 86_400_000)
  const day = daysAgo === 0 ? '今天' : daysAgo === 1 ? '昨天' : dayFormat(then).replace('/', '月') + '日'
  return `${day} ${time(then)}`
}

/** 8,412 */
export const count = (value: number): string => (numberFormat ??= new Intl.NumberFormat(LOCALE)).format(value)

/** 36.5℃ */
export const temperature = (celsius: number | string): string => `${Number(celsius).toFixed(1)}℃`

/** 96.3% from 0.963 */
export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`
