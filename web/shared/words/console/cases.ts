// Cases: the desk, one case, its flow, sending a grid worker, every step.
import type { Option } from './people'

const options = (words: Readonly<Record<string, string>>): Option[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

export const stateOptions = options({
  submitted: '待受理', accepted: '待立案', filed: '待派遣', dispatched: '待核实', verifying: '核实中',
  reviewing: '待审核', closing: '待结案', closed: '已结案', suspended: '挂账', rejected: '不予立案', voided: '作废',
})
export const lightOptions = options({ green: '正常', yellow: '将超时', red: '已超时' })
export const urgencyOptions: Option[] = [
  { value: '1', label: '特急' },
  { value: '2', label: '紧急' },
  { value: '3', label: '一般' },
]
export const caseKindOptions = options({
  verify: '疫情核实', confirm_details: '补充信息', missed_checks: '连续漏报', hospital: '送医协调', help: '居民求助',
  appeal: '通行证申诉', place: '场所核查',
})
export const caseSourceOptions = options({
  citizen: '市民上报', tip: '匿名线索', gate: '出入口摸排', grid_worker: '网格员上报', close_contact: '密切接触者', enterprise: '企事业申报',
  system: '系统',
})

export const cases = {
  title: '案卷列表',
  text: '案卷号后几位 / 姓名',
  textLabel: '案卷号或姓名',
  state: '环节',
  light: '计时',
  urgency: '紧急程度',
  kind: '类型',
  source: '来源',
  all: '全部',
  columns: {
    light: '计时', number: '案卷号', urgency: '紧急', subject: '当事人', kind: '类型', source: '来源', state: '环节',
    area: '所属网格', assignee: '处理人', due: '时限', opened: '上报时间', open: '操作',
  },
  empty: '没有符合条件的案卷',
  emptyText: '请放宽查询条件，或切换到其他环节。',
  left: (text: string): string => `剩 ${text}`,
  over: (text: string): string => `超 ${text}`,
} as const

export const caseShow = {
  title: '案卷详情',
  subject: '当事人',
  phone: '电话',
  area: '所属网格',
  address: '地址',
  guessed: '按定位推断',
  signs: '体征',
  temp: '体温',
  described: '情况描述',
  finding: '核实结果',
  outcome: '结论',
  contact: '最后接触',
  assignee: '网格员',
  doctor: '联合上门医生',
  attempts: '联系次数',
  source: '来源',
  opened: '上报时间',
  closed: '结案时间',
  due: '本环节时限',
  person: '查看人员档案',
  photos: '现场照片',
  photo: (at: number): string => `现场照片 ${at}`,
  info: '案卷信息',
  flow: '流程',
  events: '办理记录',
  noEvents: '还没有办理记录',
  used: '用时',
  limit: '限时',
  waiting: '待处理',
  steps: {
    acceptance: '受理', filing: '立案', rejection: '不予立案', dispatch: '派遣', feedback: '反馈审核', closing: '结案',
    return: '回退', suspension: '挂账', resumption: '恢复办理', void: '作废',
  } as Readonly<Record<string, string>>,
  done: (step: string): string => `${step}：已办理`,
  ask: (step: string): string => `确定${step}吗？`,
  askText: '办理后将记入案卷流程。',
  reason: '理由',
  reasonHint: '请写明理由，将记入流程',
  noReason: '请填写理由',
  actions: '办理',
} as const

export const dispatch = {
  title: '派遣网格员',
  lead: '本网格、在岗、任务少的排在前面。',
  worker: '网格员',
  onDuty: '在岗',
  offDuty: '离岗',
  ownGrid: '本网格',
  assignee: '当前处理人',
  load: (count: number): string => `在办 ${count} 件`,
  submit: '派遣',
  pick: '请选择网格员',
  empty: '附近没有网格员',
  emptyText: '请联系所在街道补充网格员后再派遣。',
  done: (name: string): string => `已派遣给 ${name}`,
} as const

/** 3天4小时, 2小时5分, 12分 */
export function span(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60)
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  if (days) return hours ? `${days}天${hours}小时` : `${days}天`
  if (hours) return rest ? `${hours}小时${rest}分` : `${hours}小时`
  return minutes ? `${minutes}分` : '不到1分'
}
