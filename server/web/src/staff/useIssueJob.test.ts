import { expect, it } from 'vitest'
import { nextPause } from './useIssueJob'

it('asks less and less often while nothing moves, at most every ten seconds', () => {
  let pause = 1_000
  const pauses = Array.from({ length: 8 }, () => (pause = nextPause(pause, false)))
  expect(pauses[0]).toBeGreaterThan(1_000)
  expect([...pauses].sort((a, b) => a - b)).toEqual(pauses)
  expect(pauses[7]).toBe(10_000)
  expect(nextPause(10_000, true)).toBe(2_000)
})
