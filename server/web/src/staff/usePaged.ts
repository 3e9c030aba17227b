import { onScopeDispose, ref, shallowRef } from 'vue'
import { asFailure, type ApiFailure } from '../api/failure'

interface Page<T> {
  items: T[]
  next?: string | null
}

/** A list that is shown page after page; asking for more keeps what is there. */
export function usePaged<T, P extends Page<T>>(load: (cursor: string | undefined, signal: AbortSignal) => Promise<P>) {
  const items = shallowRef<T[]>([])
  const first = shallowRef<P>()
  const next = ref<string>()
  const failure = shallowRef<ApiFailure>()
  const loading = ref(true)
  let current = new AbortController()

  async function fetchPage(cursor: string | undefined): Promise<void> {
    current.abort()
    const mine = (current = new AbortController())
    loading.value = true
    try {
      const page = await load(cursor, mine.signal)
      if (mine.signal.aborted) return
      if (cursor === undefined) first.value = page
      items.value = cursor === undefined ? page.items : [...items.value, ...page.items]
      next.value = page.next ?? undefined
      failure.value = undefined
    } catch (thrown) {
      if (mine.signal.aborted) return
      failure.value = asFailure(thrown)
    }
    loading.value = false
  }

  onScopeDispose(() => current.abort())
  return {
    items,
    /** The first page as it came, with what only the first page says. */
    first,
    next,
    failure,
    loading,
    reload: () => fetchPage(undefined),
    more: () => (next.value === undefined ? Promise.resolve() : fetchPage(next.value)),
    clear: () => {
      items.value = []
      first.value = undefined
      next.value = undefined
    },
  }
}
