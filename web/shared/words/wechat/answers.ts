// The questions of an organisation's form, whoever answers them.
export const answers = {
  fill: (label: string): string => `请填写${label}`,
  choose: (label: string): string => `请选择${label}`,
  wrongDocument: '身份证号码有误，请核对',
  wrongPhone: '请填写 11 位手机号',
  pick: '请选择',
  several: (label: string): string => `${label}（可多选）`,
  example: (text: string): string => (text ? `如：${text}` : ''),
  wrong: '还有内容没填好，请看红色提示',
} as const
