import type { Schema } from '../src/api/types'
import { TODAY } from './gallery'

/** Invented departments for the gallery; the types are the contract's. */

type Partner = Schema<'Partner'>
type Line = Schema<'PartnerLine'>
type Detail = Schema<'PartnerDetail'>

export function aPartner(over: Partial<Partner> = {}): Partner {
  return {
    partnerId: 1,
    code: 'anhe-civil-affairs',
    name: '安和市民政局',
    organisationId: 3,
    organisation: '安和市总工会',
    limits: { networks: ['10.8.0.0/16', '2001:db8:7::/48'], callsMinute: 120, callsDay: 5000 },
    version: 4,
    endedAt: null,
    ...over,
  }
}

export function aLine(over: Partial<Line> = {}): Line {
  return { ...aPartner(), keysInForce: 2, keysUntil: '2028-03-02T10:00:00+08:00', agreementsInForce: 2, agreementsUntil: '2027-12-31', callsToday: 318, foreignCallsToday: 0, ...over }
}

export const lines: Line[] = [
  aLine(),
  aLine({ partnerId: 2, code: 'anhe-education', name: '安和市教育局', keysInForce: 1, callsToday: 0 }),
  aLine({ partnerId: 3, code: 'anhe-medical', name: '安和市医疗保障局城乡居民医疗救助服务中心', foreignCallsToday: 7, callsToday: 64 }),
  aLine({ partnerId: 4, code: 'anhe-housing', name: '安和市住房保障中心', keysInForce: 0, keysUntil: null, callsToday: 0 }),
  aLine({ partnerId: 5, code: 'anhe-old', name: '安和市老龄办', endedAt: '2026-06-01T10:00:00+08:00', keysInForce: 0, keysUntil: null, agreementsInForce: 0, agreementsUntil: null, callsToday: 0 }),
]

const first = Date.parse(`${TODAY}T00:00:00Z`) - 29 * 86_400_000
export const usage: Detail['usage'] = Array.from({ length: 30 }, (_, n) => ({ at: new Date(first + n * 86_400_000), n }))
  .filter(({ at }) => at.getUTCDay() % 6 !== 0)
  .map(({ at, n }) => ({ day: at.toISOString().slice(0, 10), calls: 120 + ((n * 53) % 97) * 4, foreignCalls: 0 }))

export const keys: Detail['keys'] = [
  { keyId: 'anhe-civil-affairs-2026-2', fingerprint: '3f2a 91c0 77de 0b14 a6c2 5518 e09b 42f7', state: 'IN_FORCE', from: '2026-11-02T10:00:00+08:00', until: '2028-11-02T10:00:00+08:00', lastUsedOn: null },
  { keyId: 'anhe-civil-affairs-2025-1', fingerprint: '0c77 4e1b 92aa 6d30 fe51 88b9 2c04 d1e6', state: 'IN_FORCE', from: '2025-01-06T10:00:00+08:00', until: '2027-01-06T10:00:00+08:00', lastUsedOn: '2026-11-20' },
  { keyId: 'anhe-civil-affairs-2024-1', fingerprint: 'a1b2 0f3c 77e1 90d4 5b6a c8f2 13e7 4d09', state: 'REVOKED', from: '2024-01-08T10:00:00+08:00', until: '2025-01-20T10:00:00+08:00', lastUsedOn: '2025-01-17' },
]

export const agreements: Detail['agreements'] = [
  { purpose: 'MINIMUM_LIVING_CHECK', title: '核对最低生活保障', legalGround: '社会救助暂行办法第五十八条；低保核对数据共享协议（样例）', fields: ['headName', 'tier', 'fileState', 'peopleCount', 'paidThisYearFen'], untilOn: '2027-12-31', version: 2, state: 'IN_FORCE' },
  { purpose: 'FLOOD_RELIEF_2025', title: '核对 2025 年水灾救助', legalGround: '自然灾害救助条例；灾后核查数据共享协议（样例）', fields: ['tier', 'peopleCount'], untilOn: '2025-12-31', version: 1, state: 'EXPIRED' },
]

export function aDetail(over: Partial<Detail> = {}): Detail {
  return { partner: aPartner(), keys, agreements, today: TODAY, usage, ...over }
}

export const history: Schema<'PartnerChange'>[] = [
  { kind: 'KEY_REGISTERED', at: '2026-11-02T10:00:00+08:00', by: '高志远', subject: 'anhe-civil-affairs-2026-2', limits: null, agreement: null, reason: null },
  { kind: 'LIMITS_CHANGED', at: '2026-05-12T15:20:00+08:00', by: '高志远', subject: null, limits: { networks: ['10.8.0.0/16', '2001:db8:7::/48'], callsMinute: 120, callsDay: 5000 }, agreement: null, reason: '对方机房搬迁，换了地址' },
  { kind: 'AGREEMENT_CHANGED', at: '2026-01-05T09:12:00+08:00', by: '周敏', subject: 'MINIMUM_LIVING_CHECK', limits: null, agreement: { title: '核对最低生活保障', legalGround: '社会救助暂行办法第五十八条', fields: ['headName', 'tier', 'fileState'], untilOn: '2027-12-31' }, reason: null },
  { kind: 'OPENED', at: '2024-01-08T10:00:00+08:00', by: '周敏', subject: null, limits: { networks: ['10.7.0.0/16'], callsMinute: 60, callsDay: 1000 }, agreement: null, reason: null },
]
