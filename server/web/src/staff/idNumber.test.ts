import { expect, it } from 'vitest'
import { idNumberError, tidyIdNumber } from './idNumber'

// Invented: region 99 does not exist.
const VALID = '990101196801011231'

function withCheck(seventeen: string): string {
  const found = [...'0123456789X'].find((last) => idNumberError(seventeen + last) === '')
  return seventeen + found
}

it('takes a number whose check character holds, however it was typed', () => {
  const number = withCheck(VALID.slice(0, 17))
  expect(idNumberError(tidyIdNumber(` ${number.slice(0, 6)} ${number.slice(6).toLowerCase()} `))).toBe('')
  expect(idNumberError('990101680101123')).toBe('')
})

it('sees every single wrong digit', () => {
  const number = withCheck('99010119680101123')
  for (let place = 0; place < 17; place++) {
    const wrong = number.slice(0, place) + ((Number(number[place]) + 1) % 10) + number.slice(place + 1)
    expect(idNumberError(wrong)).toContain('有一位不对')
  }
})

it('says what length is expected', () => {
  for (const short of ['', '9901011968', '99010119680101123Y', '9901011968010112311']) expect(idNumberError(short)).toContain('18 位')
})
