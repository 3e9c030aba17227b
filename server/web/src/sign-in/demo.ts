import { isDemo } from '../api/issuer'

/** Names to tap in the demo. The server has these addresses only there; elsewhere nothing is asked and nothing shows. */
export interface DemoSignIns {
  staff: { loginName: string; password: string; what: string }[]
  households: { phone: string; what: string; code: string; idLastSix: string }[]
  wechat: { jsCode: string; what: string }[]
  wecom: { jsCode: string; what: string }[]
}

let asked: Promise<DemoSignIns | null> | undefined

export function demoSignIns(): Promise<DemoSignIns | null> {
  if (!isDemo) return Promise.resolve(null)
  asked ??= fetch('/demo/sign-ins', { credentials: 'same-origin' })
    .then((response) => (response.ok ? (response.json() as Promise<DemoSignIns>) : null))
    .catch(() => null)
  return asked
}

/** The last text message sent to a phone, in the demo. */
export async function demoSms(phone: string): Promise<string | null> {
  if (!isDemo) return null
  try {
    const response = await fetch('/demo/sms', { credentials: 'same-origin', cache: 'no-store' })
    if (!response.ok) return null
    const messages = (await response.json()) as { phone: string; text: string; at: string }[]
    const mine = messages.filter((message) => message.phone === phone).sort((a, b) => b.at.localeCompare(a.at))
    return mine[0]?.text ?? null
  } catch {
    return null
  }
}
