import type { StateWords } from '../words'
import { dayNear, daysBetween, todayInChina } from '../words'

/** From here on a deadline is marked before it has passed: two working days and a weekend. */
const SOON_DAYS = 3
/** Half a year: the year's rhythm has every filed household visited in its first half. */
const UNVISITED_DAYS = 180
/** A month without a visit is worth a word, not yet a mark. */
const MONTH_DAYS = 30

/** The last day of a step, and how it stands with it: 最晚11月28日 · 已超期2天. */
export function deadlineWords(dueOn: string | null | undefined, today = todayInChina()): StateWords {
  if (!dueOn) return { word: '没有期限', tone: 'calm' }
  const left = daysBetween(today, dueOn)
  const last = `最晚${dayNear(dueOn, today)}`
  if (left < 0) return { word: `${last} · 已超期${-left}天`, tone: 'bad' }
  if (left === 0) return { word: `${last} · 今天到期`, tone: 'busy' }
  if (left === 1) return { word: `${last} · 明天到期`, tone: 'busy' }
  return left <= SOON_DAYS ? { word: `${last} · 还剩${left}天`, tone: 'busy' } : { word: last, tone: 'calm' }
}

/** When a household was last visited, so that who has waited long is seen. */
export function visitWords(lastVisitOn: string | null | undefined, today = todayInChina()): StateWords {
  if (!lastVisitOn) return { word: '还没有走访过', tone: 'bad' }
  const days = daysBetween(lastVisitOn, today)
  const on = dayNear(lastVisitOn, today)
  if (days <= 0) return { word: '今天走访过', tone: 'good' }
  if (days === 1) return { word: '昨天走访过', tone: 'good' }
  if (days < MONTH_DAYS) return { word: `${on}走访 · ${days}天前`, tone: 'calm' }
  return { word: `${on}走访 · 已过${Math.floor(days / MONTH_DAYS)}个多月`, tone: days > UNVISITED_DAYS ? 'bad' : 'busy' }
}

/** Who was not visited for longest comes first; nobody ever is longer than any date. */
export function byLongestUnvisited(a: { lastVisitOn?: string | null }, b: { lastVisitOn?: string | null }): number {
  return (a.lastVisitOn ?? '').localeCompare(b.lastVisitOn ?? '')
}
