/** Most that the contract's AmountFen takes. */
const FEN_MAX = 100_000_000_000

export type YuanReading = { fen: number } | { error: string }

/**
 * What a person typed as yuan, in fen, digit by digit: 1200.10 must never become 120009. Commas, a ¥, 元 and full-width
 * digits are taken as meant; more than two decimals are refused rather than rounded.
 */
export function readYuan(typed: string): YuanReading {
  const text = typed.normalize('NFKC').replace(/[\s,¥元]/g, '')
  if (text === '') return { error: '请填写金额' }
  const found = /^(\d*)(?:\.(\d*))?$/.exec(text)
  if (!found || !/\d/.test(text)) return { error: '金额只能写数字，例如 1200 或 1200.50' }
  const [, whole = '', cents = ''] = found
  if (cents.length > 2) return { error: '最多写到分，也就是小数点后两位' }
  const digits = (whole + cents.padEnd(2, '0')).replace(/^0+(?=\d)/, '')
  // Twelve digits hold every amount the contract takes, and stay exact as a number.
  if (digits.length > 12 || Number(digits) > FEN_MAX) return { error: '金额太大，请核对' }
  const fen = Number(digits)
  return fen === 0 ? { error: '金额要大于 0' } : { fen }
}

/** An amount as it stands in a field: 120000 → 1200, 120050 → 1200.50. */
export function yuanField(fen: number): string {
  const digits = String(fen).padStart(3, '0')
  const cents = digits.slice(-2)
  return cents === '00' ? digits.slice(0, -2) : `${digits.slice(0, -2)}.${cents}`
}

const FIGURES = '零壹贰叁肆伍陆柒捌玖'
const PLACES = ['', '拾', '佰', '仟']
const GROUPS = ['', '万', '亿', '万亿']

/** The amount written out, as it stands on vouchers, so that a nought too many is seen: 120050 → 壹仟贰佰元伍角整. */
export function inFigures(fen: number): string {
  const digits = String(fen).padStart(3, '0')
  const whole = digits.slice(0, -2)
  const jiao = Number(digits[digits.length - 2])
  const cent = Number(digits[digits.length - 1])
  let words = ''
  let noughts = false
  for (let index = 0; index < whole.length; index++) {
    const figure = Number(whole[index])
    const place = whole.length - 1 - index
    if (figure === 0) noughts = true
    else {
      words += (noughts && words ? '零' : '') + FIGURES[figure] + PLACES[place % 4]
      noughts = false
    }
    if (place % 4 === 0 && Number(whole.slice(Math.max(0, index - 3), index + 1)) > 0) words += GROUPS[place / 4]
  }
  if (words) words += '元'
  if (jiao === 0 && cent === 0) return words ? `${words}整` : '零元整'
  if (jiao > 0) words += FIGURES[jiao] + '角'
  else if (words) words += '零'
  return cent > 0 ? `${words}${FIGURES[cent]}分` : `${words}整`
}
