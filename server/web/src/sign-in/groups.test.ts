import { expect, test } from 'vitest'
import { inGroupsOfFour } from './groups'

test('a key stands in groups of four', () => {
  expect(inGroupsOfFour('JBSWY3DPEHPK3PXP')).toBe('JBSW Y3DP EHPK 3PXP')
  expect(inGroupsOfFour('JBSWY3')).toBe('JBSW Y3')
  expect(inGroupsOfFour('')).toBe('')
})
