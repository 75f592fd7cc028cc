// Observation seen from the community: entries to confirm, releases to sign and to issue.
import type { Option } from './people'

export const entries = {
  title: '纳入确认',
  lead: '网格员登记后，由社区确认纳入隔离观察。',
  columns: { name: '姓名', area: '所属网格', class: '管理类别', mode: '方式', starts: '开始时间', ends: '预计结束', temp: '最近体温', open: '操作' },
  confirm: '确认纳入',
  ask: (name: string): string => `确认将 ${name} 纳入隔离观察？`,
  askText: '确认后由社区承担管理责任。',
  done: (name: string): string => `已确认 ${name} 纳入观察`,
  empty: '没有待确认的人员',
  emptyText: '网格员登记的新入观察人员会出现在这里。',
} as const

export const releases = {
  title: '解除观察',
  lead: '期满、漏报均已说明、医生签署、无未排除的异常，方可发放解除通知书。',
  columns: { name: '姓名', area: '所属网格', class: '管理类别', ends: '期满时间', signed: '医生签署', abnormal: '异常', open: '操作' },
  due: '已期满',
  notDue: '今日期满',
  notSigned: '待医生签署',
  abnormal: '有异常未排除',
  fine: '无',
  sign: '签署解除',
  explain: (count: number): string => `说明漏报 ${count}`,
  missedTitle: (name: string): string => `${name} 的漏报说明`,
  why: '漏报原因，如手机没电、外出就医',
  noWhy: '请填写漏报原因',
  keepWhy: '保存',
  told: (check: string): string => `已说明：${check}`,
  issue: '发放通知书',
  askSign: (name: string): string => `签署解除 ${name} 的隔离观察？`,
  askSignText: '签署表示您已核对其全程体征。',
  issueTitle: (name: string): string => `向 ${name} 发放解除隔离通知书`,
  after: '解除后',
  signed: (name: string): string => `已签署：${name}`,
  issued: (number: string): string => `已发放，文号 ${number}`,
  empty: '今天没有待解除的人员',
  emptyText: '观察期最后一天的人员会出现在这里。',
} as const

export const afterOptions: Option[] = [
  { value: '1', label: '自由（居家、正常生活）' },
  { value: '2', label: '集中治疗（转诊）' },
  { value: '9', label: '其他' },
]
