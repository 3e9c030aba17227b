import type { Principal } from '../api/types'
import { homeOf } from '../frame/places'
import { cardInHand } from './cardInHand'
import { takeTheWayBack } from './wayBack'

/** Where a person goes after signing in: whence they came, or home; somebody without a household binds one first. */
export function pageAfterSignIn(who: Principal): string {
  // A step that is still due comes first, and keeps the way back for later.
  if (who.next) return homeOf(who)
  const back = takeTheWayBack()
  if (who.kind === 'SIGNED_IN') {
    const code = /^\/h\/([^/?#]+)/.exec(back)?.[1]
    if (code) cardInHand.value = decodeURIComponent(code)
    return '/bind'
  }
  const forOthers = who.kind === 'HOUSEHOLD' ? /^\/(cadre|inbox|payments|codes|news\/new|staff)/ : /^\/(my(?!\/devices)|bind)/
  return back && !forOthers.test(back) ? back : homeOf(who)
}
