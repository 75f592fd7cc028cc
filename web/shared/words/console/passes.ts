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
