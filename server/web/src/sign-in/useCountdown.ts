import { onScopeDispose, ref, type Ref } from 'vue'

/** Seconds left, counted against the clock: a phone that slept does not count on from where it was. */
export function useCountdown(): { left: Ref<number>; start: (seconds: number) => void } {
  const left = ref(0)
  let until = 0
  let timer: ReturnType<typeof setInterval> | undefined

  const tick = () => {
    left.value = Math.max(0, Math.ceil((until - Date.now()) / 1000))
    if (left.value === 0) clearInterval(timer)
  }
  function start(seconds: number): void {
    clearInterval(timer)
    until = Date.now() + seconds * 1000
    timer = setInterval(tick, 500)
    tick()
  }
  onScopeDispose(() => clearInterval(timer))
  return { left, start }
}
