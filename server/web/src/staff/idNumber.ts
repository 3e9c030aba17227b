const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

/** What a person typed as an ID number (GB 11643), without spaces, X large. */
export function tidyIdNumber(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
}

/** What is wrong with an ID number; empty when it may be one. Of the old ones of 15 digits only the shape is known. */
export function idNumberError(tidy: string): string {
  if (/^\d{15}$/.test(tidy)) return ''
  if (!/^\d{17}[\dX]$/.test(tidy)) return '身份证号是 18 位（老证 15 位），请核对位数'
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(tidy[index]), 0)
  return CHECKS[sum % 11] === tidy[17] ? '' : '身份证号有一位不对，请对照证件再看一遍'
}
