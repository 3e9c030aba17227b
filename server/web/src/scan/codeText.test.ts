import { describe, expect, test } from 'vitest'
import { inFours, pageOf, readScanned, readTyped } from './codeText'

const CODE = '1K7Q9M2XJ4T8WZJN'
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

describe('typed', () => {
  test.each(['1K7Q-9M2X-J4T8-WZJN', '1k7q9m2xj4t8wzjn', ' 1K7Q 9M2X—J4T8 WZJN ', 'IK7Q9M2XJ4T8WZJN', 'lk7q9m2xj4t8wzjn', '１Ｋ７Ｑ９Ｍ２ＸＪ４Ｔ８ＷＺＪＮ', '1K7Q\u200b9M2XJ4T8WZJN'])(
    '%s is read as meant',
    (typed) => expect(readTyped(typed)).toEqual({ kind: 'code', code: CODE }),
  )

  test('every single wrong character and every swap of neighbours is noticed', () => {
    for (let place = 0; place < 16; place++) {
      for (const other of ALPHABET) {
        if (other === CODE[place]) continue
        expect(readTyped(CODE.slice(0, place) + other + CODE.slice(place + 1)).kind).toBe('mistyped')
      }
      const swapped = CODE.slice(0, place) + (CODE[place + 1] ?? '') + CODE[place] + CODE.slice(place + 2)
      if (place < 15 && swapped !== CODE) expect(readTyped(swapped).kind).toBe('mistyped')
    }
  })

  test('too few are counted, U and too many are refused', () => {
    expect(readTyped('1K7Q-9M2X')).toEqual({ kind: 'short', count: 8 })
    expect(readTyped('')).toEqual({ kind: 'short', count: 0 })
    expect(readTyped(`${CODE}0`).kind).toBe('mistyped')
    expect(readTyped('UK7Q9M2XJ4T8WZJN').kind).toBe('mistyped')
  })

  test('is shown in fours while it is typed', () => {
    expect(inFours('1k7q9')).toBe('1K7Q-9')
    expect(inFours('1K7Q')).toBe('1K7Q')
    expect(inFours(`${CODE}XXXX`)).toBe('1K7Q-9M2X-J4T8-WZJN')
  })
})

describe('scanned', () => {
  const signature = '0123456789'.repeat(16) + '0123'

  test('each of the three addresses is known', () => {
    expect(readScanned(`https://x.example/h/${CODE}`)).toEqual({ kind: 'code', code: CODE })
    expect(readScanned(`HTTPS://X.EXAMPLE:8443/h/${CODE}?from=wx#a`)).toEqual({ kind: 'code', code: CODE })
    expect(readScanned(`https://x.example/h/${CODE}-${signature}`)).toEqual({ kind: 'signed', code: CODE, text: `${CODE}-${signature}` })
    expect(readScanned('https://x.example/d/0123456789ABCDEF')).toEqual({ kind: 'momentary', handle: '0123456789ABCDEF' })
    expect(readScanned(CODE)).toEqual({ kind: 'code', code: CODE })
  })

  test.each(['https://x.example/', 'https://x.example/x/1', 'WIFI:S:abc', '', '6901234567892', 'javascript:alert(1)', 'https://x.example/d/short'])(
    '%s is not ours',
    (text) => expect(readScanned(text).kind).toBe('foreign'),
  )

  test('leads to a page of ours and to no other place', () => {
    expect(pageOf(readScanned(`https://elsewhere.example/h/${CODE}`))).toBe(`/h/${CODE}`)
    expect(pageOf(readScanned(`https://x.example/h/${CODE}-${signature}`))).toBe(`/h/${CODE}-${signature}`)
    expect(pageOf(readScanned('https://x.example/d/0123456789ABCDEF'))).toBe('/d/0123456789ABCDEF')
    expect(pageOf({ kind: 'foreign' })).toBeNull()
  })
})
