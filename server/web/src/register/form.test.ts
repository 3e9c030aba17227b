import { expect, test } from 'vitest'
import { canonical, shown, shownFact, typed, wordOf, type FormEntry } from './form'

const entry = (kind: FormEntry['kind'], more: Partial<FormEntry> = {}): FormEntry => ({ field: 'UNIT', of: 'PERSON', kind, required: false, workerWord: '工作单位', memberWord: '单位或学校', values: null, ...more })

test('amounts and areas go to whole numbers and back', () => {
  const fen = entry('FEN')
  expect(canonical(fen, '1,062.5')).toBe('106250')
  expect(canonical(fen, '0')).toBe('0')
  expect(canonical(fen, '1.005')).toBeUndefined()
  expect(canonical(fen, '-1')).toBeUndefined()
  expect(typed(fen, '106250')).toBe('1062.50')
  expect(typed(fen, '106200')).toBe('1062')
  expect(canonical(entry('AREA'), '56.5')).toBe('565')
  expect(typed(entry('AREA'), '565')).toBe('56.5')
  expect(canonical(entry('TEXT'), '  ')).toBeNull()
})

test('codes are worded, and a code that is not known stays', () => {
  const cause = entry('CODES', { values: [{ code: 'LOW_INCOME', word: '收入低' }] })
  expect(shown(cause, 'LOW_INCOME,ELSE')).toBe('收入低、ELSE')
})

test('what is hidden says that it is there', () => {
  expect(shownFact(entry('CARD'), { value: '1234', hidden: true })).toBe('尾号 1234')
  expect(shownFact(entry('MOBILE'), { value: null, hidden: true })).toBe('有登记')
  expect(shownFact(entry('TEXT'), { value: '样**', hidden: true })).toBe('样**')
  expect(shownFact(entry('TEXT'), { value: null, hidden: false })).toBe('没有')
})

test('members and the worker have words of their own', () => {
  expect(wordOf(entry('TEXT'), true)).toBe('单位或学校')
  expect(wordOf(entry('TEXT', { memberWord: null }), true)).toBe('工作单位')
})
