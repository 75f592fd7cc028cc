// What stands on every page.
export const app = {
  title: '众志成城 全民战疫',
  demo: '演示数据',
  tip: '如有发热、咳嗽、气促等症状，请如实上报并居家等待社区医生联系。',
  call: '拨打电话',
  more: '加载更多',
  signInFirst: '请先登录',
  forWhom: '为谁办理',
  oneself: '本人',
  wechatFailed: '微信登录没有成功，请再试一次',
  notForYou: '这一页不是为您的岗位准备的',
  tabs: {
    report: '上报', reports: '记录', check: '自查', pass: '通行证', me: '我的',
    verify: '核验', register: '登记', gateRecords: '记录', gateDevices: '设备', unit: '单位', declare: '申报', declarations: '人员',
    news: '宣传要闻', selfCheck: '自查说明',
  },
} as const
