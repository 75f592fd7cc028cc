// Close contacts filed by the CDC, and approvals by a second person.
import type { Option } from './people'

const options = (words: Readonly<Record<string, string>>): Option[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

export const relationOptions = options({ 1: '家庭成员', 2: '医务人员', 3: '同学', 4: '同事', 5: '其他' })
export const mannerOptions = options({
  1: '同进餐', 2: '同处一室', 3: '同一病区', 4: '共用食具茶具毛巾玩具等', 5: '接触分泌物排泄物', 6: '诊治护理', 7: '探视',
  8: '共用交通工具', 9: '其他',
})
export const nameOf = (list: readonly Option[], value: string): string =>
  list.find((option) => option.value === value)?.label ?? value

export const contacts = {
  title: '密接填报',
  lead: '填报后立即生成紧急案卷，派遣所在网格核实。',
  add: '填报密接',
  addFor: (name: string): string => `填报 ${name} 的密切接触者`,
  columns: { name: '密接姓名', index: '指标病例', phone: '电话', relation: '关系', manner: '接触方式', last: '最后接触', state: '核实', status: '管控状态' },
  index: '指标病例',
  indexHint: '输入姓名、证件或电话查找',
  name: '密接姓名',
  phone: '电话',
  area: '现住区域',
  address: '详细住址',
  last: '最后接触时间',
  relation: '与病例关系',
  manner: '接触方式',
  protected: '接触时有有效防护',
  submit: '填报',
  done: '已填报，案卷已生成',
  noIndex: '请选择指标病例',
  noName: '请填写姓名',
  noPhone: '请填写电话',
  noArea: '请选择到社区或网格',
  noLast: '请填写最后接触时间',
  needed: '请选择',
  empty: '还没有填报密接',
  emptyText: '为疑似、确诊病例填报密切接触者后会出现在这里。',
} as const

export const contactLists = {
  add: '填报名单',
  title: '填报密接名单',
  lead: '同一场合、同样情况的多名密接。人数较多的名单须由第二人同意，同意之前不登记，也不转红码。',
  why: '什么场合',
  whyHint: '如：2月8日聚餐、同班同学',
  rows: '名单',
  rowsHint: '每行一人：姓名 电话 住址（住址可不填），可从表格粘贴',
  count: (many: number): string => `共 ${many} 人`,
  noWhy: '请写明场合',
  noRows: '请粘贴名单',
  badRow: (n: number): string => `第 ${n} 行要有姓名和电话`,
  submit: '提交名单',
  filed: (many: number): string => `已登记 ${many} 人，案卷已生成`,
  waiting: (many: number): string => `${many} 人待第二人同意，同意前不转红码`,
  sent: '提交的名单',
  columns: { index: '指标病例', why: '场合', total: '人数', state: '进展', by: '提交人', at: '提交时间' },
  states: { waiting: '待第二人同意', filed: '已登记', refused: '未获同意' } as const,
} as const

export const approvals = {
  title: '待我审批',
  lead: '重大变更须由申请人以外的第二人核准。',
  columns: { title: '事项', asker: '申请人', asked: '申请时间', due: '时限', open: '操作' },
  grant: '同意',
  refuse: '不同意',
  grantTitle: '同意这项申请',
  refuseTitle: '不同意这项申请',
  reason: '意见',
  reasonHint: '请写明意见',
  noReason: '不同意时请写明理由',
  granted: '已同意',
  refused: '已退回',
  empty: '没有待审批的事项',
  emptyText: '需要您核准的申请会出现在这里。',
} as const
