import type { Schema } from '../api/types'
import type { StateWords } from './states'

type Rule = Schema<'RetentionRule'>
type Part = Schema<'PurgePart'>

/** What happens when a period is over. */
export const retentionModes: Record<Rule['mode'], string> = { DELETE: '删除', EMPTY: '清空个人信息', KEEP: '不自动删除' }

export const purgeStates: Record<Schema<'Purge'>['state'], StateWords> = {
  RUNNING: { word: '正在进行', tone: 'busy' },
  DONE: { word: '已完成', tone: 'good' },
  LEFT: { word: '有剩余，下一夜继续', tone: 'bad' },
}

export const purgePartStates: Record<Part['state'], StateWords> = {
  COUNTING: { word: '正在清点', tone: 'busy' },
  PURGING: { word: '正在清除', tone: 'busy' },
  CHECKING: { word: '正在核对', tone: 'busy' },
  DONE: { word: '已完成', tone: 'good' },
}

/** Why something is kept although its time is over. */
export const purgeHolds: Record<Schema<'PurgeHold'>, string> = {
  APPLICATION_OPEN: '有申请在办',
  PAYMENT_OPEN: '有款项未到账',
  REPORT_OPEN: '未到账的反映还没有办结',
  INVESTIGATION: '正在进行泄露调查',
}

export const proofStandings: Record<Schema<'PurgeProof'>['standing'], StateWords> = {
  GENUINE: { word: '与封存的留痕一致', tone: 'good' },
  CHANGED: { word: '已被改动', tone: 'bad' },
  NOT_RECORDED: { word: '封存的留痕里没有', tone: 'bad' },
}

/** A period as it is said: 10年, 6个月, 7天. */
export function period(rule: Pick<Rule, 'months' | 'days'>): string {
  if (rule.days != null) return `${rule.days}天`
  const months = rule.months ?? 0
  return months % 12 === 0 ? `${months / 12}年` : `${months}个月`
}
