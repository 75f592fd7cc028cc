// Below the pass: how the code behaves, when the colour changed, the way to places. Not needed to show it.
export const more = {
  place: '扫场所码',
  changes: '颜色变化记录',
  noChanges: '还没有变化',
  help: '出示须知',
  helpText: [
    '二维码每分钟更新，时钟在走；截图、翻拍一分钟后无效。',
    '事实变化后，手机上的颜色五分钟内更新；卡口联网核验立即按最新颜色。',
    '手机短时没有网络，仍可出示约五分钟。',
  ],
} as const
