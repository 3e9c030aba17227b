import { describe, expect, it } from 'vitest'
import { byLongestUnvisited, deadlineWords, visitWords } from './deadlines'

const TODAY = '2026-11-26'

describe('deadlineWords', () => {
  it.each([
    ['2026-11-24', '最晚11月24日 · 已超期2天', 'bad'],
    ['2026-11-25', '最晚11月25日 · 已超期1天', 'bad'],
    ['2026-11-26', '最晚11月26日 · 今天到期', 'busy'],
    ['2026-11-27', '最晚11月27日 · 明天到期', 'busy'],
    ['2026-11-29', '最晚11月29日 · 还剩3天', 'busy'],
    ['2026-11-30', '最晚11月30日', 'calm'],
    ['2027-01-04', '最晚2027年1月4日', 'calm'],
  ])('%s is said as %s', (due, word, tone) => expect(deadlineWords(due, TODAY)).toEqual({ word, tone }))

  it('says when there is none', () => {
    expect(deadlineWords(null, TODAY).word).toBe('没有期限')
    expect(deadlineWords(undefined, TODAY).tone).toBe('calm')
  })
})

describe('visitWords', () => {
  it.each([
    [null, '还没有走访过', 'bad'],
    ['2026-11-26', '今天走访过', 'good'],
    ['2026-11-25', '昨天走访过', 'good'],
    ['2026-11-16', '11月16日走访 · 10天前', 'calm'],
    ['2026-10-20', '10月20日走访 · 已过1个多月', 'busy'],
    ['2025-12-01', '2025年12月1日走访 · 已过12个多月', 'bad'],
  ])('%s is said as %s', (on, word, tone) => expect(visitWords(on, TODAY)).toEqual({ word, tone }))

  it('puts those first who waited longest', () => {
    const rows = [{ lastVisitOn: '2026-11-01' }, { lastVisitOn: null }, { lastVisitOn: '2026-02-01' }]
    expect(rows.sort(byLongestUnvisited).map((row) => row.lastVisitOn)).toEqual([null, '2026-02-01', '2026-11-01'])
  })
})
