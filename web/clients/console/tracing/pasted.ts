// A list of contacts as it is pasted from a table: a line each, name, phone, and perhaps where they live.
export interface Pasted {
  name: string
  phone: string
  address: string
}

export function readPasted(text: string): { rows: Pasted[]; badLine: number } {
  const lines = text.split('\n').map((line) => line.trim())
  const rows: Pasted[] = []
  let badLine = 0
  lines.forEach((line, at) => {
    if (!line) return
    const [name = '', phone = '', ...rest] = line.split(/[\s,，;；]+/)
    if (!name || !/^\+?[\d-]{7,20}$/.test(phone)) badLine ||= at + 1
    rows.push({ name, phone, address: rest.join(' ') })
  })
  return { rows, badLine }
}
