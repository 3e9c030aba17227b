import { describe, expect, test } from 'vitest'
import { benefit, benefits, paid, payment, programmes, returned } from '../../e2e/samples'
import { benefitAnswer, benefitLines, groupBenefits, isLate, moneyAnswer } from './answers'

const TODAY = '2026-11-20'

describe('has the money come', () => {
  test('nothing to come is said calmly', () => {
    expect(moneyAnswer([], TODAY)).toEqual({ tone: 'calm', headline: '目前没有要发放的钱' })
  })
  test('what was returned stands before what is on its way, that before what has come', () => {
    expect(moneyAnswer([paid, payment(), returned], TODAY)).toMatchObject({ tone: 'bad', payment: returned })
    expect(moneyAnswer([paid, payment()], TODAY)).toMatchObject({ tone: 'busy', headline: '还没有到，预计12月5日前到账' })
    expect(moneyAnswer([paid], TODAY)).toMatchObject({ tone: 'good', headline: '到了，10月28日到账', payment: paid })
  })
  test('the next one is told, the others are counted', () => {
    const later = payment({ paymentId: 2, expectedOn: '2026-12-20', amountFen: 100 })
    const someDay = payment({ paymentId: 3, expectedOn: null, amountFen: 50 })
    expect(moneyAnswer([someDay, later, payment()], TODAY)).toMatchObject({ payment: payment(), others: { count: 2, fen: 150 } })
  })
  test('the latest that came is told, whatever the order', () => {
    const older = { ...paid, paymentId: 1, paidOn: '2025-01-01' }
    expect(moneyAnswer([older, paid], TODAY).payment).toBe(paid)
  })
  test('lateness begins the day after', () => {
    expect(isLate(payment({ expectedOn: TODAY }), TODAY)).toBe(false)
    expect(isLate(payment({ expectedOn: '2026-11-19' }), TODAY)).toBe(true)
    expect(isLate({ ...paid, expectedOn: '2026-11-19' }, TODAY)).toBe(false)
    expect(moneyAnswer([payment({ expectedOn: '2026-11-19' })], TODAY).headline).toContain('晚了')
  })
})

describe('may I get something', () => {
  const groups = groupBenefits(benefits, programmes.items)

  test('each benefit stands in exactly one group', () => {
    expect(Object.values(groups).flat()).toHaveLength(benefits.length)
    expect(groups.open.map((one) => one.policyCode)).toEqual(['MEDICAL_AID', 'STUDY'])
    expect(groups.enjoyed.map((one) => one.policyCode)).toEqual(['POWER'])
    expect(groups.underWay.map((one) => one.policyCode)).toEqual(['RENT'])
    expect(groups.elsewhere.map((one) => one.policyCode)).toEqual(['HEAT'])
    expect(groups.unclear.map((one) => one.policyCode)).toEqual(['MUTUAL'])
    expect(groups.notEntitled.map((one) => one.policyCode)).toEqual(['LOAN'])
  })
  test('what is open comes first, then what is elsewhere, then what is unclear', () => {
    expect(benefitAnswer(groups).headline).toBe('有 2 项可以申请')
    expect(benefitAnswer({ ...groups, open: [] }).headline).toBe('有 1 项可以享受，办法写在每一项里')
    expect(benefitAnswer({ ...groups, open: [], elsewhere: [] }).headline).toContain('还要补充信息')
    expect(benefitAnswer(groupBenefits([])).headline).toBe('目前没有可以申请的项目')
    expect(benefitLines(groups)).toEqual(['1 项正在享受', '1 项部门正在办', '1 项另外办理', '1 项还缺信息'])
  })
  test('a programme that is closed now is not called open', () => {
    const closed = [{ ...programmes.items[0]!, open: false, reason: '已有正在办理的申请' }]
    expect(groupBenefits([benefit()], closed)).toMatchObject({ open: [], notNow: [benefit()] })
    // Without the list of programmes the entitlement alone decides.
    expect(groupBenefits([benefit()]).open).toHaveLength(1)
  })
  test('what a department applies is enjoyed, even when the entitlement has changed since', () => {
    expect(groupBenefits([benefit({ delivery: 'APPLIED', entitlement: 'UNKNOWN' })]).enjoyed).toHaveLength(1)
  })
})
