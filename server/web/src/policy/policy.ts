import type { Schema } from '../api/types'
import { day } from '../words'

type Answer = Schema<'PolicyAnswer'>
type Clause = Schema<'PolicyClause'>

/** Facts of members that say nothing besides being listed fill a page; so many a clause are shown. */
export const FACTS_SHOWN_MAX = 12

/** The tree without its root where that only says "all of these". */
export function clausesShown(clauses: readonly Clause[]): Clause[] {
  const short = clauses.map((one) => ({ ...one, facts: one.facts.slice(0, FACTS_SHOWN_MAX) }))
  const [root, ...rest] = short
  return root && root.joint === 'ALL' && rest.length ? rest.map((one) => ({ ...one, depth: one.depth - 1 })) : short
}

/** How a policy is had: its steps, and by when one is answered and paid. */
export function howToGet(policy: Pick<Answer, 'steps' | 'answerWorkingDays' | 'payWorkingDays'>): string[] {
  const steps = [...policy.steps]
  if (policy.answerWorkingDays) steps.push(`${policy.answerWorkingDays} 个工作日内答复`)
  if (policy.payWorkingDays) steps.push(`批准后 ${policy.payWorkingDays} 个工作日内发放`)
  return steps
}

/** A document by title, number and day. */
export function sourceLine(source: Schema<'PolicySource'>): string {
  return [source.title, source.number, source.on ? day(source.on) : null].filter(Boolean).join('，')
}
