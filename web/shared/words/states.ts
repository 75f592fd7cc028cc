// What the drawn states and the kit's own controls say.
export const states = {
  loading: { title: '正在加载', text: '' },
  empty: { title: '这里还没有内容', text: '' },
  error: { title: '没有加载成功', text: '请稍后再试；若一直如此，请联系社区。' },
  offline: { title: '网络不通', text: '请检查网络，恢复后会自动重新加载。' },
} as const

export const kit = {
  retry: '重新加载',
  close: '关闭',
  lower: '降低 0.1 度',
  raise: '升高 0.1 度',
  notMeasured: '未测量',
  clear: '清除',
  mainMenu: '主菜单',
  back: '返回',
  busy: '处理中…',
} as const

export const lights = { green: '正常', yellow: '将超时', red: '已超时', none: '已停止计时' } as const
export type LightLevel = keyof typeof lights
