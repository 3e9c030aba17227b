import type { Principal, Schema } from '../src/api/types'

/** Invented administrators, accounts, organisations and keys for the gallery; the types are the contract's. */

export const administrator: Principal = { kind: 'STAFF', name: '高志远', organisation: '安和市总工会', organisationId: 3, roles: ['ADMINISTRATOR'] }

type Account = Schema<'StaffAccount'>
type Organisation = Schema<'Organisation'>
type Key = Schema<'KeyInUse'>

export function anAccount(over: Partial<Account> = {}): Account {
  return {
    staffId: 21,
    name: '李明',
    loginName: 'liming',
    unit: '临江区纺织二厂工会',
    organisationId: 31,
    organisation: '临江区纺织二厂工会',
    roles: ['CADRE', 'CHECKER'],
    waitingRoles: [],
    outsideTree: false,
    open: true,
    secondFactor: false,
    oneTimePassword: false,
    version: 3,
    ...over,
  }
}

export const accounts: Account[] = [
  anAccount(),
  anAccount({ staffId: 22, name: '赵主任', loginName: 'zhao.zhuren', organisation: '安和市总工会', organisationId: 3, unit: '安和市总工会', roles: ['APPROVER'], secondFactor: true }),
  anAccount({ staffId: 23, name: '孙会计', loginName: 'sun', organisation: '安和市公共交通集团有限责任公司第三分公司工会联合会', roles: ['FUND_CLERK'], oneTimePassword: true }),
  anAccount({ staffId: 24, name: '买买提·艾力', loginName: 'maimaiti.aili.banfu', roles: [], outsideTree: true, unit: '青石镇卫生院' }),
  anAccount({ staffId: 25, name: '冯春生', loginName: 'feng', open: false }),
]

export const conflicts = [
  { one: 'APPROVER', other: 'FUND_CLERK', reason: '审批与资金管理不得由一人兼任：批准的人不能自己付款' },
  { one: 'ADMINISTRATOR', other: 'FUND_CLERK', reason: '系统管理与资金管理不得由一人兼任：能开账号的人不能付款' },
  { one: 'AUDITOR', other: 'CADRE', reason: '审计须独立，不得兼任其他角色' },
] as const

export const changes: Schema<'StaffChange'>[] = [
  { kind: 'ROLES_CHANGED', at: '2026-11-18T09:12:00+08:00', by: '高志远', organisation: '临江区纺织二厂工会', roles: ['CADRE', 'CHECKER'], powers: [] },
  { kind: 'PASSWORD_RESET', at: '2026-10-09T16:40:00+08:00', by: '高志远', organisation: '临江区纺织二厂工会', roles: ['CADRE'], powers: [] },
  { kind: 'MOVED', at: '2026-09-01T08:30:00+08:00', by: '周敏', organisation: '临江区纺织二厂工会', roles: ['CADRE'], powers: [] },
  { kind: 'OPENED', at: '2026-03-02T10:00:00+08:00', by: null, organisation: '临江街道工会', roles: ['CADRE'], powers: [] },
]

export const handed: Schema<'HandedOverAccount'> = { account: anAccount({ oneTimePassword: true }), oneTimePassword: 'w7kq-3mxd-9htb', until: '2026-11-23T10:00:00+08:00' }

export function aReset(over: Partial<Schema<'AccountRequest'>> = {}): Schema<'AccountRequest'> {
  return { accountRequestId: 6, staffId: 23, name: '孙会计', loginName: 'sun', organisation: '安和市总工会', kind: 'SECOND_FACTOR', roles: [], askedBy: '周敏', askedAt: '2026-11-20T09:20:00+08:00', expiresAt: '2026-11-21T09:20:00+08:00', oneTimePassword: false, secondFactorSince: '2026-11-20T10:05:00+08:00', mayConfirm: true, ...over }
}
/** Powers that wait. */
export const somePowers = (over: Partial<Schema<'AccountRequest'>> = {}) => aReset({ accountRequestId: 8, name: '何小青', loginName: 'hexiaoqing', kind: 'POWERS', roles: ['APPROVER'], expiresAt: '2026-12-04T09:20:00+08:00', ...over })

export function anOrganisation(over: Partial<Organisation> = {}): Organisation {
  return { organisationId: 30, parentId: 3, parent: '安和市总工会', level: 'COUNTY', name: '临江区总工会', regionCode: '990101', closedOn: null, hasBelow: true, ...over }
}
export const city = anOrganisation({ organisationId: 3, parentId: null, parent: null, level: 'CITY', name: '安和市总工会', regionCode: '990100' })
export const below: Organisation[] = [
  anOrganisation(),
  anOrganisation({ organisationId: 40, name: '河西区总工会' }),
  anOrganisation({ organisationId: 41, name: '安和市建筑业和装饰装修行业工会联合会筹备委员会', hasBelow: false }),
  anOrganisation({ organisationId: 42, name: '老城区总工会', closedOn: '2026-06-30', hasBelow: false }),
]
export const stations: Organisation[] = [
  anOrganisation({ organisationId: 31, parentId: 30, parent: '临江区总工会', level: 'GRASSROOTS', name: '临江区纺织二厂工会', hasBelow: false }),
  anOrganisation({ organisationId: 32, parentId: 30, parent: '临江区总工会', level: 'TOWN', name: '临江街道总工会' }),
]

export function aDetail(over: Partial<Schema<'OrganisationDetail'>> = {}): Schema<'OrganisationDetail'> {
  return { organisation: anOrganisation(), below: 12, accounts: 9, households: 0, partners: 1, accountsBelow: 143, isOwn: false, ...over }
}
export const organisationHistory: Schema<'OrganisationChange'>[] = [
  { kind: 'MERGED', at: '2026-06-30T17:00:00+08:00', organisationId: 42, organisation: '老城区总工会', newName: null, from: null, into: '临江区总工会', by: '高志远', reason: '区划调整，安工发〔2026〕12号' },
  { kind: 'MOVED', at: '2026-05-06T09:00:00+08:00', organisationId: 30, organisation: '临江区总工会', newName: null, from: '安和地区工会办事处', into: '安和市总工会', by: '高志远', reason: '撤地设市' },
  { kind: 'RENAMED', at: '2026-04-01T09:00:00+08:00', organisationId: 30, organisation: '临江县总工会', newName: '临江区总工会', from: null, into: null, by: '周敏', reason: '撤县设区' },
]

export function aKey(over: Partial<Key> = {}): Key {
  return { purpose: 'SEAL', keyId: 2, algorithm: 'AES_256_GCM', since: '2026-05-11T03:20:00+08:00', idsUsed: 2, idsInAll: 255, mayStart: true, startsFrom: null, rotation: aRotation({ state: 'DONE', percent: 100, finishedAt: '2026-05-11T04:02:00+08:00' }), ...over }
}
export function aRotation(over: Partial<Schema<'KeyRotation'>> = {}): Schema<'KeyRotation'> {
  return {
    rotationId: 4,
    purpose: 'SEAL',
    newKeyId: 3,
    state: 'RESEALING',
    percent: 37,
    atTable: 'person_version',
    pass: 1,
    rowsSeen: 418_230,
    rowsResealed: 417_902,
    rowsUnopened: 0,
    rowsLeft: 0,
    startedAt: '2026-11-20T09:30:00+08:00',
    finishedAt: null,
    ...over,
  }
}
export const indexKey = aKey({ purpose: 'INDEX', keyId: 1, algorithm: 'HMAC_SHA256', since: '2026-03-02T10:00:00+08:00', idsUsed: 1, rotation: null })

export const mine: Schema<'MyAccount'> = {
  account: anAccount({ secondFactor: true }),
  secondFactorDue: false,
  recoveryCodesLeft: 8,
  signIns: [
    { at: '2026-11-20T08:31:00+08:00', device: '火狐 · 电脑', isThisOne: true, open: true },
    { at: '2026-11-19T19:02:00+08:00', device: '微信 · 安卓手机', isThisOne: false, open: true },
    { at: '2026-11-18T08:29:00+08:00', device: null, isThisOne: false, open: false },
  ],
  changes: changes.slice(0, 2),
}
