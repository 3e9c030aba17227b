import { expect, test } from 'vitest'
import { inFours, readTyped } from './codeText'

/** Minted by the qr module (key of its tests, households 1 to 8): both sides must agree on the check characters. */
const minted = [
  '1A0D-JD9Y-N8Z6-DWDP',
  '1XY0-DWNS-YJ72-Q5MG',
  '1H4E-NK2H-W0M1-6R6Y',
  '1FF9-9W41-0RT9-D97G',
  '18RT-GGPD-D7KJ-3KD6',
  '1TVY-HWFH-S27E-9DBG',
  '1NE7-NZSP-13DY-WAEH',
  '1EGB-F8G5-PH0T-5Y55',
]

test.each(minted)('%s is a code, and no swap of two of its characters is', (printed) => {
  const code = printed.replace(/-/g, '')
  expect(readTyped(printed)).toEqual({ kind: 'code', code })
  expect(inFours(code)).toBe(printed)
  for (let a = 0; a < code.length; a++) {
    for (let b = a + 1; b < code.length; b++) {
      const swapped = [...code]
      ;[swapped[a], swapped[b]] = [code[b]!, code[a]!]
      if (code[a] !== code[b]) expect(readTyped(swapped.join('')).kind).toBe('mistyped')
    }
  }
})
