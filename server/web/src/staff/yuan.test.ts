import { describe, expect, it } from 'vitest'
import { inFigures, readYuan, yuanField } from './yuan'

describe('readYuan', () => {
  it.each([
    ['1200', 120_000],
    ['1200.5', 120_050],
    ['1,200.05', 120_005],
    ['１２００．５０', 120_050],
    ['¥1200元', 120_000],
    [' 0.01 ', 1],
    ['.5', 50],
    ['5.', 500],
    ['0007', 700],
    // What floating point gets wrong: 1.005, 8.2 and 4.35 times 100 are not whole.
    ['8.2', 820],
    ['4.35', 435],
    ['1.1', 110],
    ['1000000000', 100_000_000_000],
  ])('reads %s as %i fen', (typed, fen) => expect(readYuan(typed)).toEqual({ fen }))

  it('reads every amount of two decimals as itself', () => {
    for (let fen = 1; fen < 200_000; fen += 131) expect(readYuan(yuanField(fen))).toEqual({ fen })
  })

  it.each(['', '   ', '0', '0.00', '-5', '1.005', '12a', '1.2.3', '一千', '1e5', '.', '1000000000.01', '99999999999999999999'])(
    'refuses %j and says how to mend it',
    (typed) => expect(readYuan(typed)).toHaveProperty('error', expect.stringMatching(/[\u4e00-\u9fff]/)),
  )
})

describe('inFigures', () => {
  it.each([
    [0, '零元整'],
    [1, '壹分'],
    [50, '伍角整'],
    [105, '壹元零伍分'],
    [120_050, '壹仟贰佰元伍角整'],
    [300_000, '叁仟元整'],
    [100_100, '壹仟零壹元整'],
    [2_000_000, '贰万元整'],
    [1_000_500, '壹万零伍元整'],
    [10_500_000, '壹拾万零伍仟元整'],
    [100_000_000, '壹佰万元整'],
    [100_010_000, '壹佰万零壹佰元整'],
    [10_000_000_000, '壹亿元整'],
    [10_000_010_012, '壹亿零壹佰元壹角贰分'],
  ])('writes out %i fen', (fen, words) => expect(inFigures(fen)).toBe(words))
})
