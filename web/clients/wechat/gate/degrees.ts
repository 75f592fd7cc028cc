// A temperature as three digits: 365 is 36.5 ℃.

const LOWEST = 34
const HIGHEST = 42.5

/** The digits of what was typed or measured: "36.5", "365", "36.5℃". */
export const digitsOf = (text: string): string => text.replaceAll(/[^\d]/g, '').slice(0, 3)
export const isTemperature = (text: string): boolean => /^(3[4-9]|4[0-2])(\.?\d)?℃?$/.test(text.trim())
/** 37 from a thermometer is 37.0. */
export const completed = (text: string): string => digitsOf(text).padEnd(3, '0')

export const shownDegrees = (digits: string): string => (digits.length > 2 ? `${digits.slice(0, 2)}.${digits.slice(2)}` : digits)

export function degreesOf(digits: string): number | null {
  if (digits.length < 3) return null
  const celsius = Number(digits) / 10
  return celsius >= LOWEST && celsius <= HIGHEST ? celsius : null
}
