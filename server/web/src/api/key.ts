/**
 * A new Idempotency-Key: 32 hexadecimal digits. Made when a form is opened and kept with its draft, so that pressing twice,
 * or sending again after a lost answer, does the thing once. Not crypto.randomUUID: that one is missing outside HTTPS.
 */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
