const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CHARS = 16
/** GF(32) with x⁵+x²+1, the field of the check characters. */
const FIELD = 0b100101

/** What a scanned or typed text is, as far as the text alone tells. */
export type CodeReading =
  | { kind: 'code'; code: string }
  /** With its signature, as scanned: the server looks at it. */
  | { kind: 'signed'; code: string; text: string }
  | { kind: 'momentary'; handle: string }
  | { kind: 'mistyped' }
  | { kind: 'short'; count: number }
  | { kind: 'foreign' }

/** Upper case, O as 0, I and L as 1, full-width folded; spaces and hyphens of any sort dropped. */
function fold(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}\u2212\u200b-\u200d\u2060\ufeff]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
}

/** The check: the sum of the values is 0, and so is the sum of each times a to its place. */
function checkHolds(values: readonly number[]): boolean {
  let sum = 0
  let weighted = 0
  // Horner from the last place: weighted = ((v15·a + v14)·a + …) + v0.
  for (let place = CHARS - 1; place >= 0; place--) {
    sum ^= values[place]!
    weighted = (weighted & 16 ? ((weighted << 1) ^ FIELD) & 31 : weighted << 1) ^ values[place]!
  }
  return sum === 0 && weighted === 0
}

/** A code as a person types it. */
export function readTyped(typed: string): CodeReading {
  const text = fold(typed)
  const values = [...text].map((character) => ALPHABET.indexOf(character))
  if (values.includes(-1)) return { kind: 'mistyped' }
  if (values.length < CHARS) return { kind: 'short', count: values.length }
  if (values.length > CHARS || !checkHolds(values) || text[0] !== '1') return { kind: 'mistyped' }
  return { kind: 'code', code: text }
}

/**
 * What a camera read. The host is not looked at: whatever it says, the text is asked of our own server, and only by its
 * code; a signature of another host does not verify there.
 */
export function readScanned(text: string): CodeReading {
  const address = /^https?:\/\/[^/]+(\/[^?#]*)/i.exec(text.trim())
  if (!address) {
    const typed = readTyped(text)
    return typed.kind === 'code' ? typed : { kind: 'foreign' }
  }
  const path = address[1]!
  const momentary = /^\/d\/([0-9A-HJKMNP-TV-Z]{16})$/.exec(path)
  if (momentary) return { kind: 'momentary', handle: momentary[1]! }
  const household = /^\/h\/([^/]+?)(-\d{164})?$/.exec(path)
  if (!household) return { kind: 'foreign' }
  const reading = readTyped(household[1]!)
  if (reading.kind !== 'code' || !household[2]) return reading.kind === 'short' ? { kind: 'mistyped' } : reading
  return { kind: 'signed', code: reading.code, text: reading.code + household[2] }
}

/** In fours, as printed: 1K7Q-9M2X-J4T8-WZJN. Also for what is half typed. */
export function inFours(typed: string): string {
  return fold(typed).slice(0, CHARS).replace(/(.{4})(?=.)/g, '$1-')
}

/** The page that a reading leads to; null when it leads nowhere. */
export function pageOf(reading: CodeReading): string | null {
  if (reading.kind === 'code') return `/h/${reading.code}`
  if (reading.kind === 'signed') return `/h/${reading.text}`
  if (reading.kind === 'momentary') return `/d/${reading.handle}`
  return null
}

/** What is wrong with a text, and what to do. */
export function readingWords(reading: CodeReading): string {
  if (reading.kind === 'short') return `还差 ${CHARS - reading.count} 个字符，卡上的码一共 16 个`
  if (reading.kind === 'mistyped') return '有字符不对，请对照卡片看一看：0 和 Q、1 和 7、8 和 B、5 和 S'
  if (reading.kind === 'foreign') return '这不是工会服务卡上的码'
  return ''
}
