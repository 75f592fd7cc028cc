// 场所码: scan, check in, see where one was.
export const place = {
  title: '场所码',
  scan: '扫场所码',
  scanText: '对准场所门口张贴的场所码。也可以用微信扫一扫。',
  notACode: '这不是场所码，请扫现场张贴的场所码',
  enter: '登记进入',
  alone: '独自一人',
  companions: '同行人数（不含本人）',
  entered: '已登记',
  verdicts: { allow: '可以进入', restrict: '请配合查验', deny: '请勿进入，联系社区' } as Readonly<Record<string, string>>,
  again: '扫另一个',
  toPass: '出示通行证',
  history: '我去过的场所',
  noHistory: '还没有登记',
  noHistoryText: '扫场所码登记后会出现在这里，28 天后自动删除。',
  with: (many: number): string => `同行 ${many} 人`,
} as const
