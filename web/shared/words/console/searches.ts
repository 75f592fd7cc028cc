// The rarer conditions of a search, and questions that are kept.
import type { Option } from './people'

export const modeOptions: Option[] = [
  { value: '1', label: '居家' },
  { value: '2', label: '集中' },
  { value: '3', label: '定点医院' },
  { value: '4', label: '居家健康监测' },
  { value: '9', label: '其他' },
]
export const searches = {
  more: '更多条件',
  less: '收起',
  mode: '观察方式',
  source: '信息来源',
  sex: '性别',
  starts_from: '观察开始 从',
  starts_until: '观察开始 到',
  ends_from: '预计结束 从',
  ends_until: '预计结束 到',
  registered_from: '建档 从',
  registered_until: '建档 到',
  arrived_from: '来市 从',
  arrived_until: '来市 到',
  symptom: '近 14 天症状',
  abnormal: '今日体征异常',
  list: '已保存的查询',
  shared: '本单位',
  save: '保存这个查询',
  name: '给查询起个名字',
  share: '本单位共用',
  keep: '保存',
  saved: '已保存',
  drop: '删除这个查询',
} as const
