import { expect, test } from 'vitest'
import { day, dayNear, dayOfMoment, daysBetween, moment, money, month, nameAloud, phone, todayInChina } from './format'

test('money has separators and two places', () => {
  expect(money(120000)).toBe('¥1,200.00')
  expect(money(0)).toBe('¥0.00')
  expect(money(1)).toBe('¥0.01')
  expect(money(100_000_000_000)).toBe('¥1,000,000,000.00')
  expect(money(-5)).toBe('-¥0.05')
})

test('days are written out, near ones without their year', () => {
  expect(day('2026-11-08')).toBe('2026年11月8日')
  expect(dayNear('2026-11-08', '2026-12-31')).toBe('11月8日')
  expect(dayNear('2027-01-02', '2026-12-31')).toBe('2027年1月2日')
  expect(month('2026-03')).toBe('2026年3月')
})

test('moments are told in the time of China, wherever the phone is', () => {
  expect(moment('2026-11-20T18:30:00Z')).toBe('2026年11月21日 02:30')
  expect(moment('2026-11-20T00:05:00+08:00')).toBe('2026年11月20日 00:05')
  expect(dayOfMoment('2026-11-20T16:00:00Z')).toBe('2026-11-21')
  expect(todayInChina(new Date('2026-12-31T15:59:59Z'))).toBe('2026-12-31')
  expect(todayInChina(new Date('2026-12-31T16:00:00Z'))).toBe('2027-01-01')
})

test('days between count over months and leap years', () => {
  expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2)
  expect(daysBetween('2026-11-20', '2026-11-20')).toBe(0)
  expect(daysBetween('2026-11-21', '2026-11-20')).toBe(-1)
})

test('numbers and names are written as they are read out', () => {
  expect(phone('13800001234')).toBe('138 0000 1234')
  expect(phone('0999-555-1234')).toBe('0999-555-1234')
  expect(nameAloud('王**')).toBe('王某')
})
