// Choosing an area.
export const picker = {
  search: '按名称查找',
  searchHint: '如：清源社区',
  none: '没有找到，换个名字试试',
  up: '返回上一级',
  top: '全市',
} as const
