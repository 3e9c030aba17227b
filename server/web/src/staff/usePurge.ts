import { onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { read } from '../api/client'
import { asFailure, type ApiFailure } from '../api/failure'
import type { Schema } from '../api/types'

type Detail = Schema<'PurgeDetail'>

/** While it runs it is asked this often. */
const PAUSE_MS = 2_000

/** Who began it, without a name: names of staff are for those who work with accounts. */
export function purgeBy(actor: string): string {
  if (actor.startsWith('SYSTEM:')) return '系统每晚自动进行'
  return `由系统管理员（编号 ${actor.replace(/^[A-Z]+:/, '')}）开始`
}

export function sumOf(parts: readonly Schema<'PurgePart'>[], field: 'before' | 'purged' | 'left'): number {
  return parts.reduce((sum, part) => sum + part[field], 0)
}

/** One purge, followed until it is over. */
export function usePurge(id: Ref<number | undefined>, finished: () => void) {
  const purge = shallowRef<Detail>()
  const failure = shallowRef<ApiFailure>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  async function look(): Promise<void> {
    clearTimeout(timer)
    const asked = id.value
    if (asked === undefined || closed) return
    try {
      const now = await read('/v1/purges/{purgeId}', { path: { purgeId: asked } })
      if (closed || id.value !== asked) return
      const ran = purge.value?.purge.state === 'RUNNING'
      purge.value = now
      failure.value = undefined
      if (now.purge.state !== 'RUNNING') {
        if (ran) finished()
        return
      }
    } catch (thrown) {
      if (closed || id.value !== asked) return
      failure.value = asFailure(thrown)
      if (failure.value.status >= 400 && failure.value.status < 500) return
    }
    timer = setTimeout(() => void look(), PAUSE_MS)
  }

  watch(
    id,
    () => {
      purge.value = undefined
      failure.value = undefined
      void look()
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    closed = true
    clearTimeout(timer)
  })
  return { purge, failure, look }
}
