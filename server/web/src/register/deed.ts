import { reactive, ref } from 'vue'
import type { ApiFailure } from '../api/failure'
import { todayInChina } from '../words'

/** What every deed on a file states: from which day, by whom it is known, and how. */
export function useDeed() {
  const onDay = ref(todayInChina())
  const source = ref<'VISIT' | 'SELF' | 'PARTNER'>('VISIT')
  const reason = ref('')
  const wrong = reactive<Record<string, string>>({})

  /** Whether it may be sent; what is wrong stands in `wrong`. */
  function sound(more: Record<string, string | false | undefined> = {}): boolean {
    for (const field of Object.keys(wrong)) delete wrong[field]
    if (reason.value.trim().length < 2) wrong.reason = '请写明怎么知道的，至少两个字'
    if (!onDay.value || onDay.value > todayInChina()) wrong.onDay = '还没到的日子不能登记'
    for (const [field, error] of Object.entries(more)) if (error) wrong[field] = error
    return Object.keys(wrong).length === 0
  }
  function body() {
    return { onDay: onDay.value, source: source.value, reason: reason.value.trim() }
  }
  /** Puts the server's words beside the fields; those of no field stand under `none`. */
  function told(failure: ApiFailure | undefined, at: (pointer: string) => string | undefined = () => undefined): void {
    for (const error of failure?.errors ?? []) {
      const field = error.pointer === '/onDay' ? 'onDay' : (at(error.pointer) ?? 'none')
      wrong[field] = field === 'none' && wrong.none ? `${wrong.none}；${error.reason}` : error.reason
    }
  }
  return { onDay, source, reason, wrong, sound, body, told }
}
