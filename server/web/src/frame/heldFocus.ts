import { nextTick, onScopeDispose, watch, type Ref } from 'vue'

const FOCUSABLE = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]'

/**
 * While a popup is shown the focus stays in it, the page behind is out of reach, Escape closes it, and the focus goes back
 * whence it came. Vant's popups do none of this themselves.
 */
export function useHeldFocus(shown: Ref<boolean>, root: () => HTMLElement | undefined | null) {
  let from: HTMLElement | null = null

  const behind = (out: boolean) => document.getElementById('app')?.toggleAttribute('inert', out)
  const inside = () => [...(root()?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].filter((one) => one.getClientRects().length > 0)

  function release(): void {
    behind(false)
    from?.focus({ preventScroll: true })
    from = null
  }

  watch(shown, async (now) => {
    if (!now) return release()
    from = document.activeElement as HTMLElement | null
    await nextTick()
    behind(true)
    inside()[0]?.focus({ preventScroll: true })
  })
  onScopeDispose(() => shown.value && release())

  /** For the popup's keydown. A browser that does not know `inert` is kept inside by this alone. */
  function onKeydown(event: KeyboardEvent): void {
    if (event.key === 'Escape') shown.value = false
    if (event.key !== 'Tab') return
    const all = inside()
    const [first, last] = [all[0], all[all.length - 1]]
    const leaving = event.shiftKey ? first : last
    if (document.activeElement !== leaving && root()?.contains(document.activeElement)) return
    event.preventDefault()
    ;(event.shiftKey ? last : first)?.focus()
  }
  return { onKeydown }
}
