import { expect, test } from 'vitest'
import { sizeWithin } from './shrink'

test('photos are made smaller in proportion, never larger', () => {
  expect(sizeWithin(4000, 3000)).toEqual({ width: 2000, height: 1500 })
  expect(sizeWithin(3000, 4000)).toEqual({ width: 1500, height: 2000 })
  expect(sizeWithin(640, 480)).toEqual({ width: 640, height: 480 })
  expect(sizeWithin(40000, 2)).toEqual({ width: 2000, height: 1 })
})
