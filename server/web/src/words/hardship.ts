import type { Schema } from '../api/types'
import { money } from './format'
import { tiers } from './states'

type Outcome = Schema<'HardshipOutcome'>

/** What the computation says, in short. */
export const hardshipOutcomes: Record<Outcome, string> = { ...tiers, NONE: '不在困难类别内', UNKNOWN: '还说不准' }

export const threeValued: Record<Schema<'ThreeValued'>, string> = { YES: '是', NO: '不是', UNKNOWN: '说不清' }

export const hardshipPeriods: Record<Schema<'HardshipAmount'>['period'], string> = { MONTH: '每月', YEAR: '每年' }

export const hardshipSides: Record<Schema<'HardshipLine'>['side'], string> = { INCOME: '收入', EXPENSE: '支出' }

/** What is missing, where the fact has no name of its own. */
export const hardshipMissing: Record<Schema<'HardshipMissing'>['about'], string> = {
  TOGETHER: '是不是一起生活',
  INCOME: '收入',
  EXPENSE: '支出',
  ACCIDENT: '家里有没有人因为灾害或严重事故致残、去世',
  MIGRANT: '是不是农民工',
  CONDITION: '一条认定条件',
}

export const hardshipLevers: Record<Schema<'HardshipChange'>['lever'], string> = {
  EXPENSES_MORE: '能算的支出',
  INCOME_MORE: '收入',
  ACCIDENT_COSTS_MORE: '看病、受伤自己花的钱',
}

/** What would lead elsewhere, in a sentence: 一年里能算的支出再多 ¥1,200.01，就算“相对困难”。 */
export function hardshipChange(change: Schema<'HardshipChange'>): string {
  const much = `一年里${hardshipLevers[change.lever]}再多 ${money(change.yearFen)}`
  return change.to === 'NONE' ? `${much}，就${hardshipOutcomes.NONE}了。` : `${much}，就算“${hardshipOutcomes[change.to]}”。`
}
