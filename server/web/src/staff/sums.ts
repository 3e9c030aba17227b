import type { Payment, PaymentState } from '../api/types'

export interface Sum {
  count: number
  fen: number
}

const STATES: readonly PaymentState[] = ['APPROVED', 'IN_BATCH', 'SENT', 'PAID', 'RETURNED']

/** How many payments, how much in all, and the same by state; the parts always add up to the whole. */
export function sumsOf(payments: readonly Pick<Payment, 'state' | 'amountFen'>[]): { all: Sum; byState: { state: PaymentState; sum: Sum }[] } {
  const byState = STATES.map((state) => ({ state, sum: sum(payments.filter((payment) => payment.state === state)) })).filter((part) => part.sum.count > 0)
  return { all: sum(payments), byState }
}

function sum(payments: readonly Pick<Payment, 'amountFen'>[]): Sum {
  return { count: payments.length, fen: payments.reduce((total, payment) => total + payment.amountFen, 0) }
}
