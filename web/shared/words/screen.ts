// The words of the big screen.
export const screen = {
  title: '疫情防控一张图',
  demo: '演示数据',
  updated: '数据更新',
  live: '实时',
  broken: '连接中断，正在重连',
  signIn: { title: '大屏登录', text: '请用有统计权限的岗位账号登录', username: '用户名', password: '密码', submit: '进入大屏', needed: '请填写用户名和密码', refused: '您的岗位没有查看统计的权限，请换一个账号登录', oldPassword: '密码已到期，请先在控疫通或联防系统里修改密码' },
  counters: [
    { key: 'observed_now', label: '隔离观察', tone: 'blue' },
    { key: 'returnees', label: '重点地区回归', tone: 'amber' },
    { key: 'contacts_now', label: '疑似接触', tone: 'orange' },
    { key: 'confirmed_now', label: '确诊', tone: 'red' },
    { key: 'on_duty', label: '在岗网格员', tone: 'green' },
  ],
  panels: {
    ring: '体征情况', ringNote: '今日自查上报率', series: '隔离趋势', seriesNote: '近 14 天', streets: '工作区统计',
    communities: '村居统计', top: '前 10', hospitals: '医院统计', ticker: '实时动态', today: '今日', national: '全国疫情',
  },
  ring: { healthy: '健康', fever: '发烧', cough: '咳嗽', other: '其他', unreported: '未报' },
  inCare: '在管人员',
  series: { observed: '新增隔离', released: '解除隔离' },
  bars: { registered: '在册', returnees: '回归', observed: '隔离' },
  axis: { registered: '在册', watched: '回归、隔离' },
  hospital: { in_care: '在诊', suspected: '疑似', confirmed: '确诊' },
  today: [
    { key: 'observed_today', label: '新增隔离' },
    { key: 'released_today', label: '解除隔离' },
    { key: 'abnormal_today', label: '体征异常' },
    { key: 'open_cases', label: '在办案卷' },
    { key: 'overdue_cases', label: '超时案卷' },
  ],
  metrics: [
    { value: 'observed_now', label: '隔离观察' },
    { value: 'returnees', label: '重点地区回归' },
    { value: 'confirmed_now', label: '确诊' },
    { value: 'suspected_now', label: '疑似' },
    { value: 'abnormal_today', label: '今日异常' },
  ],
  metric: '地图指标',
  low: '低',
  high: '高',
  map: '各街道分布图',
  quiet: '暂无新动态',
  nation: { confirmed: '累计确诊', current: '现有确诊', cured: '累计治愈', dead: '累计死亡' },
  hoursAgo: (hours: number): string => (hours < 48 ? `${Math.round(hours)} 小时前` : `${Math.round(hours / 24)} 天前`),
  provinces: '各省累计确诊',
  noNation: '尚未接入',
} as const

/** A province as people say it: 广西壮族自治区 is 广西. */
export const shortProvince = (name: string): string => name.replace(/(省|市|(壮族|回族|维吾尔)?自治区|特别行政区)$/, '')

/** A street as charts have room for it: 清源街道 is 清源. */
export const shortStreet = (name: string): string => name.replace(/(街道|镇|乡)$/, '')
