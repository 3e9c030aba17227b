import { computed, onScopeDispose, ref, type Ref, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { whoAmI } from '../api/session'

/** From this width on a list stands beside its detail; below, one after the other. */
const DESK = '(min-width: 64em)'

/** Whether there is room for a desk: a list beside its detail, tables instead of cards. */
export function useDesk(): Ref<boolean> {
  const query = window.matchMedia(DESK)
  const desk = ref(query.matches)
  const changed = (event: MediaQueryListEvent) => void (desk.value = event.matches)
  // Safari 13 has only the older pair.
  if (query.addEventListener) query.addEventListener('change', changed)
  else query.addListener(changed)
  onScopeDispose(() => (query.removeEventListener ? query.removeEventListener('change', changed) : query.removeListener(changed)))
  return desk
}

/** One word of the address's query, such as a filter; it survives the back key and can be bookmarked. Never personal data. */
export function useQueryWord(name: string): WritableComputedRef<string> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => {
      const value = route.query[name]
      return typeof value === 'string' ? value : ''
    },
    set: (value) => {
      const { [name]: _, ...rest } = route.query
      void router.replace({ path: route.path, query: value === '' ? rest : { ...rest, [name]: value }, hash: route.hash })
    },
  })
}

/** Asks who is signed in, for the places in the bar; a page's own calls tell when that fails. */
export function useMe(): void {
  whoAmI().catch(() => undefined)
}

/** Most pages of a list that are fetched one after the other; 5 × 100 rows are more than anybody looks through. */
const PAGES_MAX = 5

interface Page<T> {
  items: T[]
  next?: string | null
}

/** All of a list, page by page; `more` when it went on after the last page that was fetched. */
export async function readAll<T>(page: (cursor: string | undefined) => Promise<Page<T>>): Promise<{ items: T[]; more: boolean }> {
  const items: T[] = []
  let cursor: string | undefined
  for (let count = 0; count < PAGES_MAX; count++) {
    const found = await page(cursor)
    items.push(...found.items)
    if (!found.next) return { items, more: false }
    cursor = found.next
  }
  return { items, more: true }
}

/** Arrow keys, Home and End move between the rows (`.row-link`) of the list that has the focus. */
export function moveBetweenRows(event: KeyboardEvent): void {
  const step: Record<string, (at: number, last: number) => number> = {
    ArrowDown: (at, last) => Math.min(at + 1, last),
    ArrowUp: (at) => Math.max(at - 1, 0),
    Home: () => 0,
    End: (_, last) => last,
  }
  const target = event.target as HTMLElement
  const move = step[event.key]
  if (!move || !target.classList.contains('row-link')) return
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.row-link')]
  event.preventDefault()
  rows[move(rows.indexOf(target), rows.length - 1)]?.focus()
}

export interface Sorting<Column extends string> {
  by: Column
  down: boolean
}

/** How a table is sorted, kept in the query as `sort=due` or `sort=-due`. */
export function useSorting<Column extends string>(columns: readonly Column[], first: Sorting<Column>) {
  const word = useQueryWord('sort')
  const sorting = computed<Sorting<Column>>(() => {
    const by = word.value.replace(/^-/, '') as Column
    return columns.includes(by) ? { by, down: word.value.startsWith('-') } : first
  })
  /** The same column again turns it round. */
  function sortBy(column: Column): void {
    const down = sorting.value.by === column && !sorting.value.down
    const isFirst = column === first.by && down === first.down
    word.value = isFirst ? '' : `${down ? '-' : ''}${column}`
  }
  return { sorting, sortBy }
}

const chinese = new Intl.Collator('zh-CN')

/** Compares for a column; what is missing comes last either way. */
export function compare(a: string | number | null | undefined, b: string | number | null | undefined, down: boolean): number {
  const none = (value: unknown) => value === null || value === undefined || value === ''
  if (none(a) || none(b)) return Number(none(a)) - Number(none(b))
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : chinese.compare(String(a), String(b))
  return down ? -order : order
}
