import type { Principal } from './types'

/**
 * What this phone keeps (localStorage, names beginning with `yihuyima.`). Drafts belong to a person: they go when that
 * person leaves or another signs in, whether or not the page that wrote them is loaded. How large the type is belongs to
 * the phone and stays.
 */
const OURS = 'yihuyima.'
const OF_THE_PHONE = ['yihuyima.large-type']
const WHOSE = 'yihuyima.whose'

type Keeping = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

function storage(): Keeping | undefined {
  try {
    return window.localStorage
  } catch {
    return undefined
  }
}

export function forgetPerson(keep: Keeping | undefined = storage()): void {
  if (!keep) return
  const names = Array.from({ length: keep.length }, (_, index) => keep.key(index))
  for (const name of names) if (name?.startsWith(OURS) && !OF_THE_PHONE.includes(name)) keep.removeItem(name)
}

/** Forgets what somebody else left here. A family's members share their drafts, as they share the phone. */
export function rememberPerson(who: Principal, keep: Keeping | undefined = storage()): void {
  const whose = who.kind === 'HOUSEHOLD' ? `household ${who.householdId}` : `${who.kind} ${who.organisationId ?? ''} ${who.name}`
  try {
    if (keep?.getItem(WHOSE) === whose) return
    forgetPerson(keep)
    keep?.setItem(WHOSE, whose)
  } catch {
    // A phone that keeps nothing has nothing to forget.
  }
}
