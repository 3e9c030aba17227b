/**
 * Signing in by WeChat and Enterprise WeChat. A page inside a mini-program cannot ask for a code itself: the mini-program asks
 * `wx.login` or `wx.qy.login` and opens the page with the code behind the hash, `/sign-in#wx=<code>`, `/staff/sign-in#qy=<code>`,
 * which no server sees or logs. The same way comes the code of the button `getPhoneNumber`, `/my/phone#tel=<code>`.
 */
declare global {
  interface Window {
    __wxjs_environment?: string
  }
}

export const inMiniProgram = (): boolean => window.__wxjs_environment === 'miniprogram'

/** The code that the mini-program handed over, once; WeChat takes it once as well. */
export function takeCode(kind: 'wx' | 'qy' | 'tel'): string {
  const code = new RegExp(`^#${kind}=([\\w-]{1,128})$`).exec(window.location.hash)?.[1] ?? ''
  if (code) window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
  return code
}
