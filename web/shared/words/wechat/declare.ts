// An organisation's agent: declaring, the list of its people.
export const declare = {
  title: '企事业人员申报',
  submit: '提交申报',
  done: '已申报',
  more: '继续申报下一位',
  listTitle: '申报记录',
  listText: '本单位申报的人员',
  listEmpty: '还没有申报过',
} as const
