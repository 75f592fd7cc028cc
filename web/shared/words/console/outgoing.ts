// 配置维护 → 外发消息.
export const outgoing = {
  title: '外发消息',
  lead: '发往微信和手机的消息送到没有。号码打码，不显示内容；收件人在系统内的消息里总能看到。',
  all: '全部',
  states: { queued: '待发送', sent: '已发送', delivered: '已送达', failed: '未送达' } as Record<string, string>,
  channels: { wechat: '微信', sms: '短信' } as Record<string, string>,
  wordings: { code: '验证码', notice: '新通知', moved: '账号变更', free: '其他' } as Record<string, string>,
  columns: { created: '时间', channel: '渠道', wording: '用途', address: '发往', state: '状态', reason: '原因', settled: '结果时间', open: '操作' },
  statesLabel: '按状态查看',
  count: (word: string, many: number): string => `${word} ${many}`,
  empty: '没有这类消息',
  emptyText: '换一个状态看看，或稍后刷新。',
  again: '重发',
  askAgain: (address: string): string => `向 ${address} 重发？`,
  askAgainText: '先确认原因已经排除（如额度、密钥、模板），否则还会失败。过期的验证码重发没有用处。',
  owed: '已重新排队，一分钟内发出',
} as const

/** What the numbers of the platform and the SMS services mean, for whoever has to act. */
const REASONS: readonly (readonly [string, string])[] = [
  ['errcode 43004', '没有关注公众号，有号码的改发短信'],
  ['errcode 43101', '没有允许订阅通知'],
  ['errcode 45009', '微信当天额度用完'],
  ['errcode 40037', '消息模板编号不对'],
  ['errcode 47003', '消息模板的字段对应关系不对'],
  ['errcode 40164', '服务器地址不在微信的白名单'],
  ['failed:user block', '用户拒收'],
  ['no way out', '没有接入这个渠道'],
  ['no template', '短信没有对应的模板'],
  ['wechat.unreachable', '对方没有回应'],
  ['server error', '对方没有回应'],
  ['status 5', '对方没有回应'],
  ['isv.BUSINESS_LIMIT_CONTROL', '该号码超过短信服务的限额'],
  ['LimitExceeded', '该号码超过短信服务的限额'],
  ['isv.AMOUNT_NOT_ENOUGH', '短信余额不足'],
  ['FailedOperation.InsufficientBalance', '短信余额不足'],
  ['isv.MOBILE_NUMBER_ILLEGAL', '号码不对'],
]

export const outgoingReason = (reason: string): string => REASONS.find(([beginning]) => reason.startsWith(beginning))?.[1] ?? ''
