import { reactive } from 'vue'
import { onSignOut } from '../api/session'

/** The name that was looked for: kept while pages change, never in the address or on the phone; forgotten with the person. */
export const searched = reactive({ name: '' })

onSignOut(() => void (searched.name = ''))
