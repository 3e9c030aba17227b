import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { asFailure, type ApiFailure } from './failure'

interface Page<T> {
  items: T[]
  next?: string | null
}

export interface Pages<T> {
  /** Undefined until the first page is there. */
  items: ShallowRef<T[] | undefined>
  failure: ShallowRef<ApiFailure | undefined>
  loading: Ref<boolean>
  hasMore: Ref<boolean>
  more: () => Promise<void>
  reload: () => Promise<void>
}

/** A list that comes page by page. */
export function usePages<T>(load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>): Pages<T> {
  const items = shallowRef<T[]>()
  const failure = shallowRef<ApiFailure>()
  const loading = ref(false)
  const hasMore = ref(true)
  let cursor: string | undefined
  let current = new AbortController()
  /** The next page is the first one: what was there stays until it has come. */
  let anew = false

  async function more(): Promise<void> {
    if (loading.value) return
    loading.value = true
    const mine = current
    try {
      const page = await load(cursor, mine.signal)
      if (mine.signal.aborted) return
      items.value = anew ? page.items : [...(items.value ?? []), ...page.items]
      anew = false
      cursor = page.next ?? undefined
      hasMore.value = cursor !== undefined
      failure.value = undefined
    } catch (thrown) {
      if (!mine.signal.aborted) failure.value = asFailure(thrown)
    } finally {
      if (!mine.signal.aborted) loading.value = false
    }
  }

  async function reload(): Promise<void> {
    current.abort()
    current = new AbortController()
    cursor = undefined
    anew = true
    loading.value = false
    await more()
  }

  onScopeDispose(() => current.abort())
  void more()
  return { items, failure, loading, hasMore, more, reload }
}
