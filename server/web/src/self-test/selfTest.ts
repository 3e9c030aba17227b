import type { Schema } from '../api/types'
import { readYuan } from '../staff/yuan'

/** What a family answers, in the page's memory alone, and what the computation is asked with. Pure. */

type Rule = Schema<'HardshipRule'>
type Item = Schema<'HardshipItem'>
type Period = Schema<'HardshipAmount'>['period']
export type Known = Schema<'ThreeValued'>

/** One kind of income or expense: nothing chosen yet, none, so much, or nobody knows. */
export interface AmountAnswer {
  has: Known | ''
  typed: string
  period: Period
}

export interface Answers {
  /** How many live together; 0 until said. */
  people: number
  incomes: Record<string, AmountAnswer>
  expenses: Record<string, AmountAnswer>
  accident: Known | ''
  migrant: Known | ''
  conditions: Record<string, Known | ''>
}

/** The contract's limit on members. */
export const PEOPLE_MAX = 12

/** The largest amount the contract takes, in fen. */
const FEN_MAX = 10_000_000_000

export function noAnswers(): Answers {
  return { people: 0, incomes: {}, expenses: {}, accident: '', migrant: '', conditions: {} }
}

/** Room for what this rule asks; what was answered stays where the rule asks it too. */
export function makeRoom(answers: Answers, rule: Rule): void {
  for (const [of, items, period] of [
    [answers.incomes, rule.incomes, 'MONTH'],
    [answers.expenses, rule.expenses, 'YEAR'],
  ] as const) {
    for (const kind of Object.keys(of)) if (!items.some((item) => item.kind === kind)) delete of[kind]
    for (const item of items) of[item.kind] ??= { has: '', typed: '', period }
  }
  for (const code of Object.keys(answers.conditions)) if (!rule.conditions.some((one) => one.code === code)) delete answers.conditions[code]
  for (const one of rule.conditions) answers.conditions[one.code] ??= ''
}

/** What is wrong with an answer about an amount, in words; empty when nothing is. */
export function amountError(answer: AmountAnswer): string {
  if (answer.has === '') return '请选一个'
  if (answer.has !== 'YES') return ''
  const read = readYuan(answer.typed)
  if ('error' in read) return read.error
  return read.fen > FEN_MAX ? '金额太大，请核对' : ''
}

/** Conditions that this family is asked: those of migrant workers only where there may be one. */
export function asked(rule: Rule, answers: Answers): Schema<'HardshipCondition'>[] {
  return rule.conditions.filter((one) => !one.migrantsOnly || (answers.migrant !== 'NO' && answers.migrant !== ''))
}

function amounts(of: Record<string, AmountAnswer>, items: readonly Item[]): Schema<'HardshipAmount'>[] {
  const all: Schema<'HardshipAmount'>[] = []
  for (const { kind } of items) {
    const answer = of[kind]
    if (answer?.has === 'UNKNOWN') all.push({ kind, period: answer.period })
    const read = answer?.has === 'YES' ? readYuan(answer.typed) : undefined
    if (answer && read && 'fen' in read) all.push({ kind, amountFen: read.fen, period: answer.period })
  }
  return all
}

/** The facts to compute with. Everybody counted lives there: the page asks for no more. */
export function factsOf(answers: Answers, rule: Rule): Schema<'HardshipFacts'> {
  return {
    members: Array.from({ length: answers.people }, () => ({ together: 'YES' as const })),
    incomes: amounts(answers.incomes, rule.incomes),
    expenses: amounts(answers.expenses, rule.expenses),
    accident: answers.accident || 'UNKNOWN',
    migrant: answers.migrant || 'UNKNOWN',
    conditions: asked(rule, answers).map(({ code }) => ({ code, answer: answers.conditions[code] || 'UNKNOWN' })),
  }
}

/** Papers that show what was answered, each once, in the order of the questions. */
export function papers(answers: Answers, rule: Rule): string[] {
  const shown = ['身份证、户口簿']
  for (const item of rule.incomes) if (answers.incomes[item.kind]?.has !== 'NO') shown.push(item.evidence)
  for (const item of rule.expenses) if (answers.expenses[item.kind]?.has !== 'NO') shown.push(item.evidence)
  if (answers.accident !== 'NO') shown.push('事故认定书、残疾证或死亡证明')
  for (const one of asked(rule, answers)) if (answers.conditions[one.code] === 'UNKNOWN' || one.barsWhen === 'NO') shown.push(one.evidence)
  return [...new Set(shown.filter((one) => one !== ''))]
}

/** What is missing, by the name that the question had. */
export function missingWord(missing: Schema<'HardshipMissing'>, rule: Rule, words: Record<string, string>): string {
  const item = [...rule.incomes, ...rule.expenses].find((one) => one.kind === missing.name)
  const condition = rule.conditions.find((one) => one.code === missing.name)
  return item?.word ?? condition?.question ?? words[missing.about] ?? ''
}
