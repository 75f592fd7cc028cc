// Passes as staff see them: whose facts changed how many colours.
export const colourWeek = {
  title: '变码周报',
  lead: '颜色由事实计算，任何人不能直接设置。这里按记录事实的人统计本周的颜色变化。',
  span: (begins: string, ends: string): string => `${begins} 至 ${ends}`,
  earlier: '上一周',
  later: '下一周',
  columns: { name: '记录人', red: '转红', yellow: '转黄', gray: '转灰', green: '转绿', people: '涉及人数', rules: '依据' },
  system: '系统（到期或资料变化）',
  citizen: '市民本人',
  empty: '这一周没有颜色变化',
  emptyText: '新办的通行证不计入。',
} as const

export const card = {
  open: '通行卡',
  title: '纸质通行卡',
  lead: '给没有手机的人。请先核对本人证件。',
  now: '当前状态',
  held: (number: string): string => `卡号 ${number}`,
  until: (when: string): string => `有效至 ${when}`,
  by: (who: string, when: string): string => `${who} 于 ${when} 打印`,
  none: '手中没有有效的卡',
  print: '打印',
  again: '补打新卡',
  againText: '打印后旧卡立即作废，卡口不再放行。',
  page: '打开打印页',
  void: '作废',
  voided: '卡已作废',
  printed: '已生成，请打印后交给本人',
  stopped: '此人目前不能凭卡通行',
} as const
