import { reactive } from 'vue'
import { onSignOut } from '../api/session'

/** What the code clerk searches for. In memory only: an ID number or a name stands in no address and no storage. */
export const searchWords = reactive({ idNumber: '', phone: '', name: '' })

export function forgetSearchWords(): void {
  searchWords.idNumber = ''
  searchWords.phone = ''
  searchWords.name = ''
}

onSignOut(forgetSearchWords)
