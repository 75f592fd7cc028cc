// The names of the signs of illness (CL2).
import { signWords } from './signs'

export const signLabels: Readonly<Record<string, string>> = {
  '00': '无状况', '01': '发热', '02': '咳嗽', '03': '咳痰', '04': '乏力', '05': '气促', '06': '呼吸困难', '07': '胸闷',
  '08': '咽痛', '09': '鼻塞', '10': '流涕', '11': '寒战', '12': '头痛', '13': '肌肉酸痛', '14': '关节酸痛', '15': '结膜充血',
  '16': '恶心', '17': '呕吐', '18': '腹泻', '19': '腹痛', '20': '皮疹', '21': '嗅（味）觉减退', '99': '其他',
}

/** 发热、咳嗽; 无不适 when there are none. */
export function signNames(codes: readonly string[]): string {
  const named = codes.filter((code) => code !== '00').map((code) => signLabels[code] ?? code)
  return named.length ? named.join('、') : signWords.none
}
