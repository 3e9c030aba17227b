import { reactive } from 'vue'
import { onSignOut } from '../api/session'

/** What the code clerk searches for. In memory only: an ID number stands in no address and no storage. */
export const searchWords = reactive({ idNumber: '', phone: '' })

export function forgetSearchWords(): void {
  searchWords.idNumber = ''
  searchWords.phone = ''
}

onSignOut(forgetSearchWords)
