// What to say when the request itself failed, before or beside what the server said.
export const problems = {
  offline: '网络不通，请检查后重试',
  timeout: '网络太慢，请稍后重试',
  unreadable: '服务器的回答无法识别，请稍后重试',
  server: '服务器繁忙，请稍后重试',
  unauthorised: '请先登录',
  forbidden: '您没有这项权限',
  unknown: '没有办成，请稍后重试',
} as const
