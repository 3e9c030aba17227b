/**
 * Signing in by WeChat. A page inside a mini-program cannot ask for a code itself: the mini-program asks `wx.login` and
 * opens the page with the code behind the hash, `/sign-in#wx=<code>`, which no server sees or logs.
 */
declare global {
  interface Window {
    __wxjs_environment?: string
  }
}

export const inMiniProgram = (): boolean => window.__wxjs_environment === 'miniprogram'

/** The code that the mini-program handed over, once; WeChat takes it once as well. */
export function takeWechatCode(): string {
  const code = /^#wx=([\w-]{1,128})$/.exec(window.location.hash)?.[1] ?? ''
  if (code) window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
  return code
}
