// The pass.
export const pass = {
  title: '电子通行证',
  words: { green: '通行', yellow: '限制', red: '禁止', gray: '待核验' } as Readonly<Record<string, string>>,
  explain: {
    green: '凭证测温，正常即可通行',
    yellow: '请配合测温查验，非必要不外出',
    red: '请留在原地，联系社区',
    gray: '请完成实名认证或按时申报',
  } as Readonly<Record<string, string>>,
  qr: '通行证二维码，请出示给卡口工作人员',
  show: '请向卡口工作人员出示，并配合测温',
  validUntil: '有效至',
  why: '为什么是这个颜色',
  stale: '二维码已过期',
  staleText: '联网后自动更新，截图无效',
  refresh: '立即刷新',
  refreshing: '正在更新',
  hotline: '对颜色有疑问，请致电',
  bind: '去实名认证',
  appeal: '颜色不对？申请更正',
  appealed: '更正申请正在办理，查看进度',
} as const
