import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { asFailure, type ApiFailure } from './failure'
import { newKey } from './key'

export interface Submitting<A extends unknown[], T> {
  sending: Ref<boolean>
  failure: ShallowRef<ApiFailure | undefined>
  /** Undefined when it failed; `failure` says why. A second press while the first is under way does nothing. */
  submit: (...argument: A) => Promise<T | undefined>
  /** True while a write waits for the network; it goes out by itself when the network is back. */
  waitingForNetwork: Ref<boolean>
}

export interface SubmitOptions {
  /** The key kept with a saved draft; without one a key is made now, when the form is opened. */
  key?: { current: () => string; renew: () => void }
  /** Send by itself when the network is back. For forms whose page says so. */
  again?: boolean
}

/**
 * A write behind a button. The idempotency key is made when the form opens and kept until the write is known to be done
 * or refused: after a refusal the content changes, and the same key with another content would be refused as well.
 */
export function useSubmit<A extends unknown[], T>(
  send: (key: string, ...argument: A) => Promise<T>,
  options: SubmitOptions = {},
): Submitting<A, T> {
  const sending = ref(false)
  const waitingForNetwork = ref(false)
  const failure = shallowRef<ApiFailure>()
  let own = newKey()
  const key = options.key ?? { current: () => own, renew: () => void (own = newKey()) }
  let waiting: A | undefined

  async function submit(...argument: A): Promise<T | undefined> {
    if (sending.value) return undefined
    sending.value = true
    failure.value = undefined
    stopWaiting()
    try {
      const answer = await send(key.current(), ...argument)
      key.renew()
      return answer
    } catch (thrown) {
      const found = asFailure(thrown)
      failure.value = found
      if (found.status >= 400 && found.status < 500) key.renew()
      if (found.kind === 'offline' && options.again) wait(argument)
      return undefined
    } finally {
      sending.value = false
    }
  }

  const sendAgain = () => {
    if (waiting) void submit(...waiting)
  }
  function wait(argument: A): void {
    waiting = argument
    waitingForNetwork.value = true
    window.addEventListener('online', sendAgain, { once: true })
  }
  function stopWaiting(): void {
    waiting = undefined
    waitingForNetwork.value = false
    if (typeof window !== 'undefined') window.removeEventListener('online', sendAgain)
  }
  onScopeDispose(stopWaiting)

  return { sending, failure, submit, waitingForNetwork }
}
