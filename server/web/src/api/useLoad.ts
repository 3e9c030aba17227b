import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { asFailure, type ApiFailure } from './failure'

export interface Loading<T> {
  /** What came last; stays while it is loaded anew. */
  data: ShallowRef<T | undefined>
  failure: ShallowRef<ApiFailure | undefined>
  loading: Ref<boolean>
  reload: () => Promise<void>
}

/** Loads when the page opens, and again when asked. A later answer is never overtaken by an earlier one. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>): Loading<T> {
  const data = shallowRef<T>()
  const failure = shallowRef<ApiFailure>()
  const loading = ref(true)
  let current = new AbortController()

  async function reload(): Promise<void> {
    current.abort()
    const mine = (current = new AbortController())
    loading.value = true
    try {
      const found = await load(mine.signal)
      if (mine.signal.aborted) return
      data.value = found
      failure.value = undefined
    } catch (thrown) {
      if (mine.signal.aborted) return
      failure.value = asFailure(thrown)
    }
    loading.value = false
  }

  onScopeDispose(() => current.abort())
  void reload()
  return { data, failure, loading, reload }
}
