import { reactive } from 'vue'
import { onSignOut } from '../api/session'

/** What is being typed about an application; stays while its reader looks at another one, gone with the page. */
export interface DecisionDraft {
  yuan: string
  reason: string
}

const drafts = reactive(new Map<number, DecisionDraft>())

export function decisionDraft(applicationId: number): DecisionDraft {
  if (!drafts.has(applicationId)) drafts.set(applicationId, { yuan: '', reason: '' })
  return drafts.get(applicationId)!
}

export function dropDecision(applicationId: number): void {
  drafts.delete(applicationId)
}

onSignOut(() => drafts.clear())
