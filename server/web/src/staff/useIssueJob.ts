import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { read } from '../api/client'
import { asFailure, type ApiFailure } from '../api/failure'
import type { Schema } from '../api/types'

export type IssueJob = Schema<'CodeIssueJob'>

/** The job's number survives loading the page anew; it is nobody's personal data. */
const REMEMBERED_AS = 'yihuyima.issue-job'
const FIRST_PAUSE_MS = 1_000
/** Ten seconds: a job of hours is not asked thousands of times, and its clerk still sees it move. */
const LONGEST_PAUSE_MS = 10_000
const GROWTH = 1.6

/** The pause before asking again: back to the first when it has moved, longer when not. */
export function nextPause(pauseMs: number, moved: boolean): number {
  return moved ? FIRST_PAUSE_MS * 2 : Math.min(LONGEST_PAUSE_MS, Math.round(pauseMs * GROWTH))
}

function remembered(): number | undefined {
  try {
    return Number(sessionStorage.getItem(REMEMBERED_AS)) || undefined
  } catch {
    return undefined
  }
}

function remember(jobId: number | undefined): void {
  try {
    if (jobId === undefined) sessionStorage.removeItem(REMEMBERED_AS)
    else sessionStorage.setItem(REMEMBERED_AS, String(jobId))
  } catch {
    // The job goes on by itself; only this page forgets it.
  }
}

/** The issue of many codes that is under way, followed until it is done. */
export function useIssueJob(finished: () => void) {
  const job = shallowRef<IssueJob>()
  const failure = shallowRef<ApiFailure>()
  const id = ref(remembered())
  let timer: ReturnType<typeof setTimeout> | undefined
  let pauseMs = FIRST_PAUSE_MS
  let closed = false

  async function look(): Promise<void> {
    if (id.value === undefined || closed) return
    const before = job.value
    try {
      const now = await read('/v1/code-issue-jobs/{jobId}', { path: { jobId: id.value } })
      if (closed) return
      pauseMs = nextPause(pauseMs, now.done !== before?.done)
      job.value = now
      failure.value = undefined
      if (now.state !== 'RUNNING') {
        // Told once: after loading anew the counts say it.
        remember(undefined)
        if (before?.state === 'RUNNING') finished()
        return
      }
    } catch (thrown) {
      if (closed) return
      failure.value = asFailure(thrown)
      if (failure.value.status === 404) return forget()
      pauseMs = nextPause(pauseMs, false)
    }
    timer = setTimeout(() => void look(), pauseMs)
  }

  function follow(started: IssueJob): void {
    job.value = started
    id.value = started.jobId
    remember(started.jobId)
    pauseMs = FIRST_PAUSE_MS
    clearTimeout(timer)
    timer = setTimeout(() => void look(), pauseMs)
  }

  function forget(): void {
    clearTimeout(timer)
    job.value = undefined
    failure.value = undefined
    id.value = undefined
    remember(undefined)
  }

  onScopeDispose(() => {
    closed = true
    clearTimeout(timer)
  })
  void look()
  return { job, failure, running: computed(() => job.value?.state === 'RUNNING' || (id.value !== undefined && job.value === undefined)), follow, forget }
}
