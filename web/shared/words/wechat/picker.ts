// Choosing an area.
export const picker = {
  search: '按名称查找',
  searchHint: '如：清源社区',
  none: '没有找到，换个名字试试',
  up: '返回上一级',
  top: '全市',
  mapTitle: '在地图上选位置',
  mapHelp: '地图：方向键移动，加号减号缩放，回车选中正中间的位置',
  mapHint: '拖动、缩放地图，点一下选中位置',
  mapFailed: '也可以改用“选择社区”',
  closer: '放大',
  further: '缩小',
  looking: '正在查这是哪个网格…',
  take: '就选这里',
} as const
