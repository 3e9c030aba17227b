import { onScopeDispose } from 'vue'

const FIRST_PAUSE_MS = 2_000
/** What takes minutes to hours is still seen to move. */
const LONGEST_PAUSE_MS = 10_000
const GROWTH = 1.3

/** Asks again and again while there is something to wait for; stops with the page. */
export function usePolling(ask: () => Promise<void>, waiting: () => boolean): { follow: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let pauseMs = FIRST_PAUSE_MS
  let closed = false

  function plan(): void {
    clearTimeout(timer)
    if (closed || !waiting()) return
    timer = setTimeout(() => void ask().finally(plan), pauseMs)
    pauseMs = Math.min(LONGEST_PAUSE_MS, Math.round(pauseMs * GROWTH))
  }
  onScopeDispose(() => {
    closed = true
    clearTimeout(timer)
  })
  return {
    follow: () => {
      pauseMs = FIRST_PAUSE_MS
      plan()
    },
  }
}
