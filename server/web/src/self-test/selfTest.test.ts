import { describe, expect, test } from 'vitest'
import type { Schema } from '../api/types'
import { amountError, asked, factsOf, makeRoom, missingWord, noAnswers, papers } from './selfTest'

const item = (kind: string, word: string): Schema<'HardshipItem'> => ({ kind, word, help: '', countedPercent: 100, accident: false, evidence: `${word}的凭证`, source: '' })
const rule: Schema<'HardshipRule'> = {
  regionCode: '000000', version: 1, validFrom: '2024-01-01', source: '', sample: true,
  standard: { regionCode: '990100', validFrom: '2026-01-01', version: 1, monthFen: 110400, source: '' },
  deepPercent: 100, relativePercent: 200, accidentPercent: 80,
  incomes: [item('WAGE', '工资'), item('PENSION', '养老金')],
  expenses: [item('MEDICAL', '看病的钱')],
  conditions: [
    { code: 'ABROAD', question: '有孩子自费在国外上学吗？', migrantsOnly: false, barsWhen: 'YES', evidence: '通知书', source: '' },
    { code: 'A_YEAR', question: '满一年了吗？', migrantsOnly: true, barsWhen: 'NO', evidence: '合同', source: '' },
  ],
}

function answered() {
  const answers = noAnswers()
  makeRoom(answers, rule)
  answers.people = 3
  answers.incomes.WAGE = { has: 'YES', typed: '３，０００', period: 'MONTH' }
  answers.incomes.PENSION = { has: 'UNKNOWN', typed: '', period: 'MONTH' }
  answers.expenses.MEDICAL = { has: 'NO', typed: '12', period: 'YEAR' }
  answers.accident = 'NO'
  answers.migrant = 'NO'
  answers.conditions.ABROAD = 'NO'
  return answers
}

describe('the self-test', () => {
  test('asks with what was answered: none is left out, not known has no amount', () => {
    expect(factsOf(answered(), rule)).toEqual({
      members: [{ together: 'YES' }, { together: 'YES' }, { together: 'YES' }],
      incomes: [{ kind: 'WAGE', amountFen: 300000, period: 'MONTH' }, { kind: 'PENSION', period: 'MONTH' }],
      expenses: [],
      accident: 'NO',
      migrant: 'NO',
      conditions: [{ code: 'ABROAD', answer: 'NO' }],
    })
  })

  test('migrant workers, and those who may be, are asked theirs', () => {
    const answers = answered()
    expect(asked(rule, answers).map((one) => one.code)).toEqual(['ABROAD'])
    answers.migrant = 'UNKNOWN'
    expect(asked(rule, answers).map((one) => one.code)).toEqual(['ABROAD', 'A_YEAR'])
    expect(factsOf(answers, rule).conditions).toEqual([{ code: 'ABROAD', answer: 'NO' }, { code: 'A_YEAR', answer: 'UNKNOWN' }])
  })

  test('says what is wrong with an amount', () => {
    expect(amountError({ has: '', typed: '', period: 'YEAR' })).toBe('请选一个')
    expect(amountError({ has: 'NO', typed: 'x', period: 'YEAR' })).toBe('')
    expect(amountError({ has: 'YES', typed: '', period: 'YEAR' })).toBe('请填写金额')
    expect(amountError({ has: 'YES', typed: '100000001', period: 'YEAR' })).toBe('金额太大，请核对')
    expect(amountError({ has: 'YES', typed: '3000', period: 'YEAR' })).toBe('')
  })

  test('another region keeps what it asks too', () => {
    const answers = answered()
    makeRoom(answers, { ...rule, incomes: [item('WAGE', '工资'), item('RENT', '房租')], conditions: [] })
    expect(answers.incomes.WAGE?.typed).toBe('３，０００')
    expect(answers.incomes.RENT?.has).toBe('')
    expect(answers.incomes.PENSION).toBeUndefined()
    expect(answers.conditions).toEqual({})
  })

  test('names the papers once, and what is missing as it was asked', () => {
    expect(papers(answered(), rule)).toEqual(['身份证、户口簿', '工资的凭证', '养老金的凭证'])
    expect(missingWord({ about: 'INCOME', name: 'PENSION' }, rule, {})).toBe('养老金')
    expect(missingWord({ about: 'CONDITION', name: 'ABROAD' }, rule, {})).toBe('有孩子自费在国外上学吗？')
    expect(missingWord({ about: 'ACCIDENT' }, rule, { ACCIDENT: '事故' })).toBe('事故')
  })
})
