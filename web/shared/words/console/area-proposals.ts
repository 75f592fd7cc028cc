// An address proposes where somebody lives.
export const areaProposals = {
  title: '按地址推荐的网格',
  take: '',
  instead: '改为 ',
  enter: '回车采用',
  count: (many: number): string => `按地址找到 ${many} 个可能的网格，按回车采用第一个`,
} as const
