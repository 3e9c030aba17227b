import { read } from '../api/client'
import type { Schema } from '../api/types'
import { day, money } from '../words'

export type Form = Schema<'Form'>
export type FormEntry = Form['fields'][number]
export type FieldName = FormEntry['field']
export type Fact = Schema<'Fact'>

let kept: Promise<Form> | undefined

/** The national form: the same for everybody, asked for once. */
export function loadForm(): Promise<Form> {
  kept ??= read('/v1/form', {}).catch((thrown: unknown) => {
    kept = undefined
    throw thrown
  })
  return kept
}

/** What a field is called, of the worker or household, or of another member. */
export function wordOf(entry: FormEntry, member: boolean): string {
  return (member ? entry.memberWord : entry.workerWord) ?? entry.workerWord ?? entry.memberWord ?? entry.field
}

/** How a canonical text is read by a person. */
export function shown(entry: FormEntry, value: string): string {
  switch (entry.kind) {
    case 'FEN':
      return money(Number(value))
    case 'DAY':
      return day(value)
    case 'AREA':
      return `${Number(value) / 10} 平方米`
    case 'YES_NO':
      return value === 'true' ? '是' : '否'
    case 'CODE':
    case 'CODES':
      return value
        .split(',')
        .map((code) => entry.values?.find((one) => one.code === code)?.word ?? code)
        .join('、')
    default:
      return value
  }
}

/** A fact as the page shows it: hidden ones by what may be seen of them. */
export function shownFact(entry: FormEntry, fact: Pick<Fact, 'value' | 'hidden'>): string {
  if (fact.hidden && (entry.kind === 'CARD' || entry.kind === 'ID_NUMBER')) return fact.value ? `尾号 ${fact.value}` : '有登记'
  if (fact.hidden && fact.value == null) return '有登记'
  return fact.value == null ? '没有' : shown(entry, fact.value)
}

/** What stands in the input for a canonical text. */
export function typed(entry: FormEntry, value: string): string {
  if (entry.kind === 'FEN') return (Number(value) / 100).toFixed(2).replace(/\.00$/, '')
  if (entry.kind === 'AREA') return String(Number(value) / 10)
  return value
}

/** The canonical text of an input; null where it is empty, undefined where it cannot be one. */
export function canonical(entry: FormEntry, input: string): string | null | undefined {
  const plain = input.trim()
  if (plain === '') return null
  if (entry.kind !== 'FEN' && entry.kind !== 'AREA') return plain
  const decimals = entry.kind === 'FEN' ? 2 : 1
  const match = /^(\d{1,12})(?:\.(\d+))?$/.exec(plain.replace(/[,，]/g, ''))
  if (!match || (match[2] ?? '').length > decimals) return undefined
  return String(BigInt(match[1]!) * 10n ** BigInt(decimals) + BigInt((match[2] ?? '').padEnd(decimals, '0') || '0'))
}

/** What a form states of somebody new, and what of it cannot be read. */
export function statedOf(form: Form, inputs: Record<string, string>, member = true): { facts: { field: FieldName; value: string }[]; wrong: Record<string, string> } {
  const facts: { field: FieldName; value: string }[] = []
  const wrong: Record<string, string> = {}
  for (const one of form.fields) {
    if (!(one.field in inputs) || (member ? one.memberWord : one.workerWord) == null) continue
    const value = canonical(one, inputs[one.field] ?? '')
    if (value === undefined) wrong[one.field] = one.kind === 'FEN' ? '填以元为单位的金额，最多两位小数' : '填平方米数，最多一位小数'
    else if (value !== null) facts.push({ field: one.field, value })
  }
  return { facts, wrong }
}
