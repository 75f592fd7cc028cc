// People: the list, one person's page, whole values, the form.
export interface Option {
  value: string
  label: string
}
const options = (words: Readonly<Record<string, string>>): Option[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

export const controlOptions = options({
  registered: '已登记', pending_verification: '待核实', under_observation: '隔离观察', health_monitoring: '健康监测',
  in_treatment: '隔离治疗', post_discharge: '出院后随访', released: '解除', transferred_out: '移交外地',
  not_applicable: '核实不属实', deceased: '死亡',
})
export const classOptions = options({
  suspected: '疑似', clinical: '临床诊断', confirmed: '确诊', asymptomatic: '无症状感染者', excluded: '疑似排除',
  recovered: '治愈', died: '死亡',
})
const categories = [
  ['01', '新增外来人员'], ['02', '返工人员'], ['03', '返校师生'], ['04', '密切接触者'], ['05', '密接的密接'],
  ['06', '可疑暴露者'], ['07', '发热/症状人员'], ['08', '出院/解除者随访'], ['09', '境外入境'],
  ['10', '常住居民(自主申报)'], ['99', '其他'],
] as const
export const categoryOptions: Option[] = categories.map(([value, label]) => ({ value, label }))
const sources = [
  ['3', '三人小组'], ['4', '网格排查'], ['5', '卡口排查'], ['2', '自主申报'], ['6', '市民举报'], ['7', '企业/学校申报'],
  ['8', '公安/大数据推送'], ['9', '医疗机构'], ['1', '疾控中心'], ['99', '其他'],
] as const
export const sourceOptions: Option[] = sources.map(([value, label]) => ({ value, label }))
const documents = [
  ['01', '居民身份证'], ['03', '护照'], ['06', '港澳居民来往内地通行证'], ['07', '台湾居民来往内地通行证'], ['99', '其他证件'],
] as const
export const documentOptions: Option[] = documents.map(([value, label]) => ({ value, label }))
export const sexOptions: Option[] = [
  { value: '1', label: '男' },
  { value: '2', label: '女' },
]
const RELATIONS = ['本人', '配偶', '儿子', '女儿', '孙子女', '父母', '祖父母', '兄弟姐妹', '其他']
/** GB/T 4761. */
export const relationName = (code: string): string => RELATIONS[Number(code)] ?? code
export const sexName = (code: string): string => sexOptions.find(({ value }) => value === code)?.label ?? '未知'

export const people = {
  title: '人员列表',
  text: '姓名 / 拼音首字母 / 证件 / 电话',
  textLabel: '姓名、证件或电话',
  control: '管控状态',
  class: '病例分类',
  category: '人员类别',
  area: '所属区域',
  add: '新增人员',
  columns: {
    name: '姓名', id: '证件号码', phone: '电话', area: '所属网格', status: '状态', category: '类别', temp: '最近体温',
    updated: '更新时间', open: '操作', sex: '性别', birth: '出生日期', source: '信息来源', control: '管控状态', class: '病例分类',
  },
  empty: '没有符合条件的人员',
  emptyText: '请放宽查询条件，或确认这些人员在您的管辖范围内。',
  more: (count: string): string => `${count}+`,
  abnormal: '体温偏高',
  counting: '…',
} as const

export const person = {
  edit: '编辑',
  title: '人员详情',
  years: (age: number): string => `${age} 岁`,
  grid: '所属区域',
  idNumber: '证件号码',
  phone: '电话',
  address: '住址',
  hasAddress: '已登记，查看需说明理由',
  noAddress: '未登记',
  category: '人员类别',
  source: '信息来源',
  registered: '建档时间',
  axes: '状态',
  noMoves: '没有变化记录',
  because: '原因',
  recorded: '录入',
  readings: '体温记录',
  noReadings: '还没有体温记录',
  threshold: '发热线 37.3℃',
  chart: (count: number, high: string, last: string): string =>
    `最近 ${count} 次体温，最高 ${high}，最近一次 ${last}`,
  table: '查看明细',
  kind: '来源',
  time: '时间',
  temp: '体温',
  signs: '体征',
  result: '结果',
  fine: '正常',
  abnormal: '异常',
  stays: '隔离观察',
  noStays: '没有隔离观察记录',
  running: '观察中',
  until: '预计结束',
  from: '开始',
  ended: '结束',
  cases: '相关案卷',
  noCases: '没有相关案卷',
  journeys: '来市与接触',
  noJourneys: '没有来市和接触记录',
  onFile: '已建档',
  household: '同住人员',
  papers: '文书',
  noPapers: '还没有发放文书',
  newWindow: '（在新窗口打开）',
  signed: '已签收',
  unsigned: '未签收',
  links: '密接关系',
  linkCount: (count: number): string => `登记有 ${count} 条密接关系，由疾控查看。`,
  contactOf: '其密接于',
  contact: '密接者',
  lastMet: '末次接触',
  timeline: '时间线',
  noTimeline: '还没有记录',
} as const

export const unmask = {
  open: '查看完整信息',
  title: '查看完整信息',
  lead: '本次查看的人员、项目、理由和您的姓名将记入访问日志。',
  fields: '查看项目',
  reason: '理由',
  reasonHint: '例如：流行病学调查，核对密切接触者联系方式',
  noFields: '请选择要查看的项目',
  noReason: '请填写查看理由',
  submit: '查看',
  shownFor: (seconds: number): string => `${seconds} 秒后自动隐藏`,
  hide: '立即隐藏',
} as const

export const personForm = {
  title: '新增人员',
  edit: '编辑人员',
  name: '姓名',
  phone: '联系电话',
  area: '所属区域',
  address: '详细住址',
  addressHint: '楼栋、单元、门牌号',
  submit: '登记',
  save: '保存',
  startOver: '重新填写',
  kept: (count: number): string => `已填 ${count} 项，离开页面也会保留`,
  added: '已登记',
  saved: '已保存',
  known: '该人员已在册，已为您打开原档案',
  isKnown: (why: string, name: string): string => `${why}的人员已在册：${name}。请先核对是否同一人。`,
  isKnownElsewhere: (why: string): string => `${why}的人员已在其他辖区建档；如确为同一人，请联系疾控。`,
  openKnown: '打开档案',
  needed: '请填写',
  yes: '是',
  no: '否',
  example: '如：',
  none: '（空）',
  empty: '（空）',
  reason: '修改原因（如：核对身份证）',
  conflict: '您填写期间，别人改了这几项',
  conflictText: '请逐项选择保留哪一个，再保存。',
  mine: '我填的：',
  theirs: '现在的：',
  choose: '按所选保存',
  noName: '请填写姓名',
  noPhone: '请填写 11 位手机号码或带区号的电话',
  noArea: '请选择到社区或网格',
  placed: (path: string): string => `所属网格已填为 ${path}`,
} as const

export const personSheet = {
  title: '登记表',
  open: '登记表',
  print: '打印',
  empty: '—',
  changes: '修改记录',
  noChanges: '建档后没有改过',
  looks: (count: number): string => `谁看过（${count}）`,
  page: '查看档案',
  whole: '查看了完整号码',
} as const
