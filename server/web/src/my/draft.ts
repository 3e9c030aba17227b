import { newKey } from '../api/key'

/** Materials are kept 24 hours by the server; an hour less here, so that nothing expires between the check and the sending. */
const PHOTO_LIFE_MS = 23 * 3600 * 1000
const PREFIX = 'yihuyima.draft.'

export interface KeptPhoto {
  materialId: number
  uploadedAt: number
}

/** An application as it is being written: kept on this phone as one types, gone when sent; leaving takes it along (phoneMemory). */
export interface Draft {
  reason: string
  photos: KeptPhoto[]
  /** The Idempotency-Key of its sending, so that sending again after a lost answer, even tomorrow, does it once. */
  key: string
}

type Keeping = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** localStorage, or nothing on phones that refuse it: then a draft lasts as long as its page. */
function storage(): Keeping | undefined {
  try {
    return window.localStorage
  } catch {
    return undefined
  }
}

export function emptyDraft(): Draft {
  return { reason: '', photos: [], key: newKey() }
}

export function loadDraft(name: string, now = Date.now(), keep: Keeping | undefined = storage()): Draft {
  try {
    const found = JSON.parse(keep?.getItem(PREFIX + name) ?? 'null') as Draft | null
    if (!found || typeof found.reason !== 'string' || typeof found.key !== 'string') return emptyDraft()
    const photos = Array.isArray(found.photos) ? found.photos.filter((photo) => now - photo.uploadedAt < PHOTO_LIFE_MS) : []
    return { reason: found.reason, photos, key: found.key }
  } catch {
    return emptyDraft()
  }
}

export function saveDraft(name: string, draft: Draft, keep: Keeping | undefined = storage()): void {
  try {
    keep?.setItem(PREFIX + name, JSON.stringify(draft))
  } catch {
    // A full or forbidden storage must not stop anybody from writing on.
  }
}

export function dropDraft(name: string, keep: Keeping | undefined = storage()): void {
  try {
    keep?.removeItem(PREFIX + name)
  } catch {
    // as above
  }
}
