/**
 * Whether somebody has signed in here, as the server's cookie `yhym_in` says to scripts. It opens nothing and names nobody;
 * without it there is no session to ask about, and a page need not be told so by a refusal.
 */
export function somebodySignedIn(cookies = document.cookie): boolean {
  return /(^|;\s*)yhym_in=1(;|$)/.test(cookies)
}
