import { reactive } from 'vue'
import type { Schema } from '../api/types'

/** From where and how much a department may ask, as it is typed, with what is wrong with it. */
export interface TypedLimits {
  name: string
  networks: string
  callsMinute: string
  callsDay: string
}

/** The contract's bounds. */
export const NETWORKS_MAX = 20
const CALLS_MINUTE_MAX = 60_000
const CALLS_DAY_MAX = 10_000_000

/** One network a line, or with commas between. */
export function networksOf(typed: string): string[] {
  return typed.split(/[\s,，;；、]+/).filter(Boolean)
}

function wholeNumber(typed: string, max: number): number | undefined {
  const text = typed.trim().replace(/[,，]/g, '')
  const value = /^\d{1,8}$/.test(text) ? Number(text) : 0
  return value >= 1 && value <= max ? value : undefined
}

export function useLimits(given?: { name: string; limits: Schema<'PartnerLimits'> }) {
  const typed = reactive<TypedLimits>({
    name: given?.name ?? '',
    networks: given?.limits.networks.join('\n') ?? '',
    callsMinute: String(given?.limits.callsMinute ?? 120),
    callsDay: String(given?.limits.callsDay ?? 5000),
  })
  const errors = reactive<TypedLimits>({ name: '', networks: '', callsMinute: '', callsDay: '' })

  /** What is to be sent; undefined when something is wrong, and `errors` says what. */
  function read() {
    const name = typed.name.trim()
    const networks = networksOf(typed.networks)
    const callsMinute = wholeNumber(typed.callsMinute, CALLS_MINUTE_MAX)
    const callsDay = wholeNumber(typed.callsDay, CALLS_DAY_MAX)
    errors.name = name.length >= 2 ? '' : '请填部门全称，至少两个字'
    errors.networks = networks.length > NETWORKS_MAX ? `最多 ${NETWORKS_MAX} 个地址段` : ''
    errors.callsMinute = callsMinute ? '' : `请填 1 到 ${CALLS_MINUTE_MAX} 的整数`
    errors.callsDay = callsDay ? '' : `请填 1 到 ${CALLS_DAY_MAX} 的整数`
    if (Object.values(errors).some(Boolean) || !callsMinute || !callsDay) return undefined
    return { name, networks, callsMinute, callsDay }
  }
  return { typed, errors, read }
}
