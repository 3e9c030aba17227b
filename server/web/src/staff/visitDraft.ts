import { newKey } from '../api/key'
import { onSignOut } from '../api/session'

const PREFIX = 'yihuyima.visit.'

/** A visit as it is being written down: kept on this phone as one types, gone when sent or signed out. */
export interface VisitDraft {
  note: string
  /** YYYY-MM-DD when it was not today. */
  on: string
  /** The Idempotency-Key of its sending: sent again after a lost answer it still is one visit. */
  key: string
}

type Keeping = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

function storage(): Keeping | undefined {
  try {
    return window.localStorage
  } catch {
    return undefined
  }
}

export function emptyVisit(): VisitDraft {
  return { note: '', on: '', key: newKey() }
}

/** By the household's number; no name stands beside it. */
export function loadVisit(householdId: number, keep = storage()): VisitDraft {
  try {
    const found = JSON.parse(keep?.getItem(PREFIX + householdId) ?? 'null') as Partial<VisitDraft> | null
    if (typeof found?.note !== 'string' || typeof found.key !== 'string') return emptyVisit()
    return { note: found.note, on: typeof found.on === 'string' ? found.on : '', key: found.key }
  } catch {
    return emptyVisit()
  }
}

export function saveVisit(householdId: number, draft: VisitDraft, keep = storage()): void {
  try {
    if (draft.note === '' && draft.on === '') keep?.removeItem(PREFIX + householdId)
    else keep?.setItem(PREFIX + householdId, JSON.stringify(draft))
  } catch {
    // A full or forbidden storage must not stop anybody from writing on.
  }
}

/** The next person to hold this phone shall not read what was seen in somebody's home. */
export function dropVisits(keep = storage()): void {
  if (!keep) return
  const names = Array.from({ length: keep.length }, (_, index) => keep.key(index))
  for (const name of names) if (name?.startsWith(PREFIX)) keep.removeItem(name)
}

onSignOut(() => dropVisits())
