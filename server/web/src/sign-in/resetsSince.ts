import { read } from '../api/client'
import type { Schema } from '../api/types'

const TOLD: readonly Schema<'StaffChangeKind'>[] = ['PASSWORD_RESET', 'SECOND_FACTOR_RESET', 'RESET_ASKED', 'POWERS_ASKED', 'POWERS_CONFIRMED']

/** Resets and powers of the account since the sign-in before this one; none when they cannot be asked for. */
export async function resetsSinceLastTime(): Promise<Schema<'StaffChange'>[]> {
  try {
    const mine = await read('/v1/my/account', { quiet: true })
    const before = mine.signIns.find((one) => !one.isThisOne)?.at ?? ''
    return mine.changes.filter((change) => TOLD.includes(change.kind) && Date.parse(change.at) > Date.parse(before))
  } catch {
    // Signing in must not hang on it: one's own account shows the same.
    return []
  }
}
