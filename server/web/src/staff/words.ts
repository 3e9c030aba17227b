import type { ApplicationState, ApplicationSummary, Payment, Tier } from '../api/types'
import type { StateWords } from '../words'
import { applicationStates, dayNear, returnReasons, tiers, todayInChina } from '../words'
import { deadlineWords } from './deadlines'

/** Where a payment stands, told to staff in one line: what was done, what is due. */
export function paymentFact(payment: Payment, today = todayInChina()): string {
  const card = payment.cardEnding ? `尾号${payment.cardEnding}` : '未登记卡号'
  const expected =
    payment.expectedOn == null ? '' : payment.expectedOn < today ? `，原定${dayNear(payment.expectedOn, today)}到账，已晚` : `，预计${dayNear(payment.expectedOn, today)}到账`
  switch (payment.state) {
    case 'APPROVED':
      return `${payment.approvedOn ? `${dayNear(payment.approvedOn, today)}批准` : '已批准'}${expected} · ${card}`
    case 'IN_BATCH':
      return `已排入发放批次${expected} · ${card}`
    case 'SENT':
      return `${payment.sentOn ? `${dayNear(payment.sentOn, today)}送银行` : '已送银行'}${expected} · ${card}`
    case 'PAID':
      return `${payment.paidOn ? `${dayNear(payment.paidOn, today)}到账` : '已到账'} · ${card}`
    case 'RETURNED':
      return `${returnReasons[payment.returnReason ?? 'OTHER'].word} · ${card}。核对银行卡后才能重发`
  }
}

/** Whether it makes sense to say that the money has not come: it was to be there by now, or is said to be. */
export function mayBeMissing(payment: Payment, today = todayInChina()): boolean {
  if (payment.missingReported) return false
  if (payment.state === 'SENT' || payment.state === 'PAID') return true
  return payment.state !== 'RETURNED' && payment.expectedOn != null && payment.expectedOn < today
}

/** The state of an application with its deadline, as far as somebody still has to do something. */
export function applicationState(application: Pick<ApplicationSummary, 'state' | 'dueOn'>, today = todayInChina()): StateWords {
  const state = applicationStates[application.state]
  if (!application.dueOn || !['SUBMITTED', 'CHECKED'].includes(application.state)) return state
  const deadline = deadlineWords(application.dueOn, today)
  return { word: `${state.word} · ${deadline.word}`, tone: deadline.tone === 'calm' ? state.tone : deadline.tone }
}

/** What was done at a step of an application; its state says what comes next, the history says what has been. */
export const stepsDone: Record<ApplicationState, StateWords> = {
  SUBMITTED: { word: '提交', tone: 'calm' },
  RETURNED: { word: '退回补充', tone: 'bad' },
  CHECKED: { word: '初审通过', tone: 'good' },
  APPROVED: { word: '批准', tone: 'good' },
  REFUSED: { word: '不批准', tone: 'bad' },
  WITHDRAWN: { word: '撤回', tone: 'calm' },
}

/** 深度困难 · 4口人 */
export function familyWords(household: { tier?: Tier | null; peopleCount: number }): string {
  return [household.tier ? tiers[household.tier] : '', `${household.peopleCount}口人`].filter(Boolean).join(' · ')
}

/** 1.2 MB, 340 KB */
export function sizeWords(bytes: number): string {
  return bytes >= 1_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1000))} KB`
}

/** 12480 → 12,480 */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}
