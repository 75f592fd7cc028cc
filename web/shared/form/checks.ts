// What a page can already tell is wrong before it asks the server.

export const isMobile = (phone: string): boolean => /^1[3-9]\d{9}$/.test(phone.trim())

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11643: 17 digits and a check character. */
export function isResidentId(number: string): boolean {
  const digits = number.trim().toUpperCase()
  if (!/^\d{17}[\dX]$/.test(digits)) return false
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  return '10X98765432'[sum % 11] === digits[17]
}
