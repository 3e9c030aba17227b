const REMEMBERED_AS = 'yihuyima.way-back'
let inMemory = ''

/** Keeps where a person wanted to go, out of the address: a household's code does not belong into a server's log. */
export function rememberTheWayBack(fullPath: string): void {
  inMemory = fullPath
  try {
    sessionStorage.setItem(REMEMBERED_AS, fullPath)
  } catch {
    // In memory it lasts until the page is loaded anew; that is enough for signing in.
  }
}

/** The way back, once; empty when there is none. Only ever a path of ours. */
export function takeTheWayBack(): string {
  let path = inMemory
  try {
    path = sessionStorage.getItem(REMEMBERED_AS) ?? path
    sessionStorage.removeItem(REMEMBERED_AS)
  } catch {
    // as above
  }
  inMemory = ''
  return /^\/(?!\/)/.test(path) ? path : ''
}
