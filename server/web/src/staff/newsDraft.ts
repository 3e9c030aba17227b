import { newKey } from '../api/key'
import { onSignOut } from '../api/session'

const KEPT_AS = 'yihuyima.news'

/** News as it is being written: kept on this device until it is published. */
export interface NewsDraft {
  title: string
  body: string
  key: string
}

export function loadNews(): NewsDraft {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT_AS) ?? 'null') as Partial<NewsDraft> | null
    if (typeof found?.title === 'string' && typeof found.body === 'string' && typeof found.key === 'string') {
      return { title: found.title, body: found.body, key: found.key }
    }
  } catch {
    // Nothing kept, or nothing readable.
  }
  return { title: '', body: '', key: newKey() }
}

export function saveNews(draft: NewsDraft): void {
  if (draft.title === '' && draft.body === '') return dropNews()
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify(draft))
  } catch {
    // A full or forbidden storage must not stop anybody from writing on.
  }
}

export function dropNews(): void {
  try {
    localStorage.removeItem(KEPT_AS)
  } catch {
    // as above
  }
}

onSignOut(dropNews)
