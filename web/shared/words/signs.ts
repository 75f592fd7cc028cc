// The four signs every form on a phone asks for (CL2), and the words around a temperature.
export const fourSigns = [
  { value: '01', label: '发热' },
  { value: '02', label: '咳嗽' },
  { value: '04', label: '乏力' },
  { value: '05', label: '气促' },
] as const

export const signWords = {
  title: '体征（可多选，没有可不选）',
  temperature: '体温',
  none: '无不适',
} as const
