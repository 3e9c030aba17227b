import { shallowRef } from 'vue'
import { endSession, read, remove, write } from './client'
import { ApiFailure } from './failure'
import { forgetPerson, rememberPerson } from './phoneMemory'
import type { Principal } from './types'

/** Who is signed in: undefined before anybody asked, null when nobody is. */
export const principal = shallowRef<Principal | null | undefined>(undefined)

let asking: Promise<Principal | null> | null = null

/** Who is signed in, asked of the server once; throws only when the server cannot be reached. */
export function whoAmI(): Promise<Principal | null> {
  if (principal.value !== undefined) return Promise.resolve(principal.value)
  asking ??= read('/v1/sessions/current', { quiet: true })
    .catch((failure: unknown) => {
      if (failure instanceof ApiFailure && failure.status === 401) return null
      throw failure
    })
    .then((found) => (principal.value = found))
    .finally(() => {
      asking = null
    })
  return asking
}

function enter(found: Principal): Principal {
  rememberPerson(found)
  return (principal.value = found)
}

/** Asks anew: what a session still lacks changes on the way. */
export function askAgainWhoIAm(): Promise<Principal | null> {
  forgetWhoIAm()
  return whoAmI()
}

export function forgetWhoIAm(): void {
  principal.value = undefined
}

export async function signInBySms(phone: string, challengeId: string, smsCode: string): Promise<Principal> {
  const { principal: found } = await write('/v1/sessions/sms', { body: { phone, challengeId, smsCode, transport: 'cookie' }, quiet: true, signingIn: true })
  return enter(found)
}

export async function signInByWechat(jsCode: string): Promise<Principal> {
  const { principal: found } = await write('/v1/sessions/wechat', { body: { jsCode, transport: 'cookie' }, quiet: true, signingIn: true })
  return enter(found)
}

/** Enterprise WeChat, for staff who have linked it. */
export async function signInByWecom(jsCode: string): Promise<Principal> {
  const { principal: found } = await write('/v1/sessions/wecom', { body: { jsCode, transport: 'cookie' }, quiet: true, signingIn: true })
  return enter(found)
}

export async function signInStaff(loginName: string, password: string): Promise<Principal> {
  const { principal: found } = await write('/v1/sessions/staff', { body: { loginName, password, transport: 'cookie' }, quiet: true, signingIn: true })
  return enter(found)
}

/** The second step of a sign-in: six digits of the app, or a recovery code. */
export async function confirmSecondFactor(code: string): Promise<Principal> {
  const { principal: found } = await write('/v1/sessions/current/second-factor', { body: { code }, quiet: true, signingIn: true })
  return enter(found)
}

/** Puts the second factor in force; gives the codes for paper, which no later call gives again. */
export async function confirmTotp(code: string): Promise<string[]> {
  const { recoveryCodes, session } = await write('/v1/my/second-factor/totp/confirmation', { body: { code } })
  enter(session.principal)
  return recoveryCodes
}

export async function changePassword(current: string, next: string): Promise<Principal> {
  const { principal: found } = await write('/v1/my/password', { body: { current, next }, quiet: true, signingIn: true })
  return enter(found)
}

export async function bindHousehold(code: string, idLastSix: string, key: string): Promise<Principal> {
  const signedIn = await write('/v1/bindings', { body: { code, idLastSix: idLastSix.toUpperCase() }, key })
  return enter(signedIn.principal)
}

/** What else to forget when somebody leaves: what pages hold in memory. What the phone keeps is forgotten anyway. */
const leaving: (() => void)[] = []

export function onSignOut(forget: () => void): void {
  leaving.push(forget)
}

/** Ends one's own binding, and with it every session of the account. */
export async function unbind(): Promise<void> {
  await remove('/v1/bindings/current', {})
  leave()
}

export async function signOut(): Promise<void> {
  await endSession().catch((failure: unknown) => {
    if (!(failure instanceof ApiFailure && failure.status === 401)) throw failure
  })
  leave()
}

function leave(): void {
  forgetPerson()
  leaving.forEach((forget) => forget())
  principal.value = null
}
