// A citizen holds the colour of a pass to be wrong.
export const appeal = {
  title: '申请更正通行证颜色',
  text: '颜色只由事实算出。请写明哪里不对，社区会核对事实，核对后自动更新。',
  why: '哪里不对',
  hint: '如：已解除观察、昨天已申报',
  submit: '提交更正申请',
  sent: '已提交，社区会核对事实',
  noWhy: '请写明哪里不对',
} as const
