// Proving who one is.
export const bind = {
  title: '实名认证',
  text: '核对姓名、证件和手机号，只用于疫情防控',
  name: '姓名',
  idType: '证件类型',
  idTypes: [
    { value: '01', label: '居民身份证' },
    { value: '03', label: '护照' },
    { value: '06', label: '港澳居民来往内地通行证' },
    { value: '07', label: '台湾居民来往内地通行证' },
    { value: '99', label: '其他' },
  ],
  idNumber: '证件号码',
  home: '居住社区',
  wrongHome: '请选择您居住的社区',
  submit: '提交认证',
  done: '认证成功',
  wrongName: '请填写与证件一致的姓名',
  wrongId: '身份证号码有误，请核对',
  noId: '请填写证件号码',
} as const

// Those one speaks for.
export const family = {
  title: '家庭成员',
  text: '可以替未满 14 岁的孩子，和与您同住或留同一手机号的家人办理自查、通行证。最多 8 人。',
  none: '还没有添加家庭成员',
  add: '添加家庭成员',
  added: '已添加',
  drop: '移除',
  dropWhom: (name: string): string => `移除${name}`,
  bindFirst: '请先完成本人的实名认证',
} as const
