import type { Benefit, HouseholdView, Payment, Programme } from '../api/types'
import { dayNear, money, todayInChina, type Tone } from '../words'

/** The two answers that stand first on a family's page: has the money come, may I get something. Pure. */

export interface Answer {
  tone: Tone
  /** The answer, in one sentence. */
  headline: string
  /** The one payment it speaks of. */
  payment?: Payment
  /** Further payments in the same case, so that no sum stands where one payment is told of. */
  others?: { count: number; fen: number }
}

const UNDER_WAY: Payment['state'][] = ['APPROVED', 'IN_BATCH', 'SENT']

export function isUnderWay(payment: Payment): boolean {
  return UNDER_WAY.includes(payment.state)
}

export function isLate(payment: Payment, today = todayInChina()): boolean {
  return isUnderWay(payment) && payment.expectedOn != null && payment.expectedOn < today
}

/** Has the money come? What needs the family stands before what is on its way, that before what has come. */
export function moneyAnswer(payments: readonly Payment[], today = todayInChina()): Answer {
  const returned = payments.filter((payment) => payment.state === 'RETURNED')
  if (returned.length > 0) {
    return {
      tone: 'bad',
      headline: returned.length === 1 ? '有一笔被银行退回，要请您核对银行卡' : `有 ${returned.length} 笔被银行退回，要请您核对银行卡`,
      payment: returned[0],
      others: othersThan(returned[0]!, returned),
    }
  }
  const underWay = payments.filter(isUnderWay)
  if (underWay.length > 0) {
    const next = [...underWay].sort(byExpected)[0]!
    return {
      tone: 'busy',
      headline: isLate(next, today)
        ? '还没有到，比原定的日子晚了'
        : next.expectedOn
          ? `还没有到，预计${dayNear(next.expectedOn, today)}前到账`
          : '还没有到，正在安排发放',
      payment: next,
      others: othersThan(next, underWay),
    }
  }
  const paid = latestPaid(payments)
  if (paid) {
    return { tone: 'good', headline: `到了，${paid.paidOn ? dayNear(paid.paidOn, today) : '已经'}到账`, payment: paid }
  }
  return { tone: 'calm', headline: '目前没有要发放的钱' }
}

export function latestPaid(payments: readonly Payment[]): Payment | undefined {
  return payments
    .filter((payment) => payment.state === 'PAID')
    .sort((a, b) => (b.paidOn ?? '').localeCompare(a.paidOn ?? ''))[0]
}

function byExpected(a: Payment, b: Payment): number {
  return (a.expectedOn ?? '9999').localeCompare(b.expectedOn ?? '9999')
}

function othersThan(one: Payment, all: readonly Payment[]): Answer['others'] {
  const rest = all.filter((payment) => payment !== one)
  return rest.length === 0 ? undefined : { count: rest.length, fen: rest.reduce((sum, payment) => sum + payment.amountFen, 0) }
}

/** Benefits by what a family can do about them. Each stands in exactly one group. */
export interface BenefitGroups {
  /** Apply here, now. */
  open: Benefit[]
  /** Being received: applied by a department from some month on. */
  enjoyed: Benefit[]
  /** A department is at it. */
  underWay: Benefit[]
  /** Entitled, and not applied for here; the next action says where and how. */
  elsewhere: Benefit[]
  /** Facts are missing. */
  unclear: Benefit[]
  /** Entitled, and its programme cannot be applied for now; the programme says why. */
  notNow: Benefit[]
  notEntitled: Benefit[]
  ended: Benefit[]
}

export function groupBenefits(benefits: readonly Benefit[], programmes: readonly Programme[] = []): BenefitGroups {
  const closed = new Set(programmes.filter((programme) => !programme.open).map((programme) => programme.programmeCode))
  const groups: BenefitGroups = { open: [], enjoyed: [], underWay: [], elsewhere: [], unclear: [], notNow: [], notEntitled: [], ended: [] }
  for (const benefit of benefits) groups[groupOf(benefit, closed)].push(benefit)
  return groups
}

function groupOf(benefit: Benefit, closed: ReadonlySet<string>): keyof BenefitGroups {
  if (benefit.delivery === 'APPLIED') return 'enjoyed'
  if (benefit.delivery === 'REQUESTED' || benefit.delivery === 'CONFIRMED') return 'underWay'
  if (benefit.delivery === 'ENDED') return 'ended'
  if (benefit.entitlement === 'NOT_ENTITLED') return 'notEntitled'
  if (benefit.entitlement === 'UNKNOWN') return 'unclear'
  if (benefit.programmeCode == null) return 'elsewhere'
  return closed.has(benefit.programmeCode) ? 'notNow' : 'open'
}

/** May I get something? */
export function benefitAnswer(groups: BenefitGroups): Answer {
  if (groups.open.length > 0) return { tone: 'good', headline: `有 ${groups.open.length} 项可以申请` }
  if (groups.elsewhere.length > 0) return { tone: 'good', headline: `有 ${groups.elsewhere.length} 项可以享受，办法写在每一项里` }
  if (groups.unclear.length > 0) return { tone: 'busy', headline: `有 ${groups.unclear.length} 项还要补充信息才知道` }
  if (groups.enjoyed.length > 0) return { tone: 'good', headline: `正在享受 ${groups.enjoyed.length} 项` }
  return { tone: 'calm', headline: '目前没有可以申请的项目' }
}

/** The rest of the answer, in short lines. */
export function benefitLines(groups: BenefitGroups): string[] {
  const lines: [number, string][] = [
    [groups.enjoyed.length, '项正在享受'],
    [groups.underWay.length, '项部门正在办'],
    [groups.elsewhere.length, '项另外办理'],
    [groups.unclear.length, '项还缺信息'],
  ]
  return lines.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`)
}

/** Applications that wait for the family itself. */
export function waitingForFamily(view: Pick<HouseholdView, 'applications'>): HouseholdView['applications'] {
  return view.applications.filter((application) => application.state === 'RETURNED')
}

export function moneyLine(payment: Payment, today = todayInChina()): string {
  return `${payment.paidOn ? dayNear(payment.paidOn, today) : ''} ${payment.programme} ${money(payment.amountFen)}`.trim()
}
