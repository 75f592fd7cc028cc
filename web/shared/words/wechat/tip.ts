// A tip without a name.
export const tip = {
  title: '匿名线索',
  text: '不用登录，不留姓名。我们不保存是谁发来的，所以也查不到进度。每天能发的条数有限。',
  kind: '关于什么',
  kinds: [
    { value: 'suspected', label: '疑似病例' },
    { value: 'returnee', label: '重点地区归来人员' },
    { value: 'place', label: '可疑场所' },
  ],
  description: '情况说明',
  personHint: '看到了什么、什么时候、住在哪里',
  placeHint: '是什么地方、有什么情况、什么时候',
  name: '对方姓名或称呼',
  placeName: '场所名称',
  phone: '对方电话',
  optional: '不知道可以不填',
  submit: '匿名提交',
  done: '线索已收到',
  doneText: '网格中心会派人核实，谢谢您。如情况紧急，请直接拨打 120 或 110。',
  back: '返回上报',
  wrong: {
    kind: '请选择关于什么',
    phone: '电话应为 11 位手机号，不知道可以不填',
    description: '请说明情况，写一两句即可',
    place: '请定位或选择社区，否则无法派人核实',
  },
} as const
