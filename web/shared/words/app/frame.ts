// What stands on every page of 控疫通.
export const frame = {
  title: '控疫通',
  demo: '演示数据',
  tabs: { tasks: '任务', people: '人员', visits: '巡诊', releases: '解除', referrals: '转诊', patients: '患者', figures: '概览', me: '我的' },
  online: '已联网',
  offline: '离线可用',
  offlineText: '网络不通，现在看到的是上次的内容；填写会先保存在本机，联网后自动发送。',
  call: '拨打电话',
  hello: (hour: number, name: string): string => `${hour < 6 ? '夜深了' : hour < 12 ? '上午好' : hour < 18 ? '下午好' : '晚上好'}，${name}`,
  pending: '待发送',
  saved: '已保存，联网后自动发送',
  before: (moment: string): string => `${moment} 前`,
  notForYou: '您的岗位没有移动端待办，可在电脑端办理。',
} as const

export const signIn = {
  title: '控疫通',
  text: '社区联防 · 一线工作平台',
  username: '账号',
  password: '密码',
  submit: '登录',
  noName: '请填写账号',
  noPassword: '请填写密码',
  citizen: '这里供工作人员登录，居民请使用微信端',
  foot: '账号由所在单位开通；离岗请退出登录，本机数据随之清除。',
} as const

export const me = {
  duty: '在岗',
  dutyText: '在岗时才会接到派遣',
  senior: '长辈版',
  seniorText: '文字放大，颜色加深',
  signOut: '退出登录',
  signOutText: '退出后清除本机数据',
  losing: (count: number): string => `还有 ${count} 条没有发送，退出会丢失这些内容。`,
  stay: '先不退出',
  leave: '仍然退出',
  phone: '手机',
  areas: '辖区',
  areasOf: (names: readonly string[]): string => (names.length > 2 ? `${names[0]} 等 ${names.length} 处` : names.join('、')),
} as const

export const outbox = {
  title: '待发送',
  counted: (count: number): string => `待发送（${count}）`,
  text: '联网后自动上传，请勿清除浏览器数据',
  empty: '全部已发送',
  emptyText: '您填写的内容都已送达。',
  queued: '排队中',
  retried: (tries: number): string => `已试 ${tries} 次`,
  refused: '需要处理',
  refusedText: (said: string): string => `服务器答复：${said}`,
  seen: (base: string): string => `填写时的状态：${base}`,
  retry: '再发一次',
  discard: '放弃',
  edit: '重新填写',
  sendNow: '立即发送',
  all: '查看全部',
  banner: (count: number): string => `有 ${count} 条被服务器退回，请处理`,
  discardAsk: '放弃后这条内容不会送达，也无法找回。',
  keep: '保留',
} as const

export const password = {
  title: '修改密码',
  text: '定期修改，不与他人共用',
  mustText: '密码为初始密码或已过期，修改后继续',
  old: '原密码',
  fresh: '新密码',
  again: '再次输入新密码',
  rule: '至少 8 位，含大小写字母、数字、符号中的三种',
  noOld: '请填写原密码',
  noNew: '请填写新密码',
  different: '两次输入不一致',
  submit: '修改并继续',
  later: '退出登录',
} as const
