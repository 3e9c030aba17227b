const CHINA = 'Asia/Shanghai'
const yuan = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const inChina = new Intl.DateTimeFormat('en-CA', {
  timeZone: CHINA,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** 120000 fen → ¥1,200.00 */
export function money(fen: number): string {
  return `${fen < 0 ? '-' : ''}¥${yuan.format(Math.abs(fen) / 100)}`
}

interface Parts {
  year: string
  month: string
  day: string
  hour: string
  minute: string
}

function partsInChina(moment: Date): Parts {
  const found: Record<string, string> = {}
  for (const part of inChina.formatToParts(moment)) found[part.type] = part.value
  return found as unknown as Parts
}

/** The day it is in China, as YYYY-MM-DD. */
export function todayInChina(now = new Date()): string {
  const { year, month, day } = partsInChina(now)
  return `${year}-${month}-${day}`
}

/** 2026-11-28 → 2026年11月28日 */
export function day(date: string): string {
  const [year, month, dayOfMonth] = date.split('-').map(Number)
  return `${year}年${month}月${dayOfMonth}日`
}

/** As {@link day}, without the year when it is this one: 11月28日 */
export function dayNear(date: string, today = todayInChina()): string {
  const full = day(date)
  return date.slice(0, 4) === today.slice(0, 4) ? full.slice(full.indexOf('年') + 1) : full
}

/** 2026-03 or 2026-03-01 → 2026年3月 */
export function month(value: string): string {
  const [year, monthOfYear] = value.split('-').map(Number)
  return `${year}年${monthOfYear}月`
}

/** A moment of RFC 3339 → 2026年11月28日 14:05, in China's time. */
export function moment(value: string): string {
  const { year, month: monthOfYear, day: dayOfMonth, hour, minute } = partsInChina(new Date(value))
  return `${day(`${year}-${monthOfYear}-${dayOfMonth}`)} ${hour}:${minute}`
}

/** The day in China of a moment, as YYYY-MM-DD. */
export function dayOfMoment(value: string): string {
  return todayInChina(new Date(value))
}

/** Whole days from one date to another: 2026-11-27 to 2026-11-28 is 1. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** 13800001234 → 138 0000 1234, as people read a number out. */
export function phone(value: string): string {
  return /^1\d{10}$/.test(value) ? `${value.slice(0, 3)} ${value.slice(3, 7)} ${value.slice(7)}` : value
}

/** A name as a sentence wants it: 王** reads badly aloud, 王某 does not. */
export function nameAloud(masked: string): string {
  return masked.replace(/\*+/g, '某')
}
