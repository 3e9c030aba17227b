import { expect, it } from 'vitest'
import type { PaymentState } from '../api/types'
import { sumsOf } from './sums'

it('adds up by state to the whole, in fen', () => {
  const payments: { state: PaymentState; amountFen: number }[] = [
    { state: 'SENT', amountFen: 120_001 },
    { state: 'PAID', amountFen: 10 },
    { state: 'SENT', amountFen: 99 },
  ]
  const { all, byState } = sumsOf(payments)
  expect(all).toEqual({ count: 3, fen: 120_110 })
  expect(byState).toEqual([
    { state: 'SENT', sum: { count: 2, fen: 120_100 } },
    { state: 'PAID', sum: { count: 1, fen: 10 } },
  ])
  expect(byState.reduce((total, part) => total + part.sum.fen, 0)).toBe(all.fen)
})
