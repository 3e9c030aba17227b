import { expect, it } from 'vitest'
import { somebodySignedIn } from './signedIn'

it('reads the one cookie that says so', () => {
  expect(somebodySignedIn('yhym_in=1')).toBe(true)
  expect(somebodySignedIn('a=b; yhym_in=1; c=d')).toBe(true)
  expect(somebodySignedIn('')).toBe(false)
  expect(somebodySignedIn('not_yhym_in=1')).toBe(false)
  expect(somebodySignedIn('yhym_in=10')).toBe(false)
})
