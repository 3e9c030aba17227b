import type { Role, Schema } from '../api/types'
import { roles, type StateWords } from './states'

/** What administrators read: keys, organisations, accounts and what became of them. */

export const keyPurposes: Record<Schema<'KeyPurpose'>, string> = { SEAL: '数据密钥', INDEX: '索引密钥' }

/** What each of them is for, for somebody who has never changed one. */
export const keyUses: Record<Schema<'KeyPurpose'>, string> = {
  SEAL: '姓名、证件号码、住址这些资料，存的时候用它加密。',
  INDEX: '按证件号码、手机号查找的时候用它，查的人看不到号码本身。',
}

export const keyAlgorithms: Record<Schema<'KeyInUse'>['algorithm'], string> = {
  AES_256_GCM: '国际算法 AES-256',
  SM4_GCM: '国密算法 SM4',
  HMAC_SHA256: '国际算法 HMAC-SHA256',
  HMAC_SM3: '国密算法 HMAC-SM3',
}

export const rotationStates: Record<Schema<'KeyRotation'>['state'], StateWords> = {
  PUBLISHED: { word: '等各台服务器取到新密钥', tone: 'busy' },
  SWITCHED: { word: '等各台服务器改用新密钥', tone: 'busy' },
  RESEALING: { word: '正在换成新密钥', tone: 'busy' },
  CHECKING: { word: '正在逐条核对', tone: 'busy' },
  WRITING: { word: '新旧密钥一起用', tone: 'busy' },
  FILLING: { word: '正在补上新索引', tone: 'busy' },
  CLEARING: { word: '正在清除旧索引', tone: 'busy' },
  PROVING: { word: '正在最后核对', tone: 'busy' },
  BLOCKED: { word: '停住了，要人处理', tone: 'bad' },
  DONE: { word: '已完成', tone: 'good' },
}

export const organisationLevels: Record<Schema<'OrganisationLevel'>, string> = {
  COUNTRY: '全国',
  PROVINCE: '省级',
  CITY: '市级',
  COUNTY: '县级',
  TOWN: '乡镇街道',
  GRASSROOTS: '基层',
}

export const organisationChanges: Record<Schema<'OrganisationChange'>['kind'], string> = {
  OPENED: '设立',
  RENAMED: '更名',
  MOVED: '改隶上级',
  MERGED: '并入',
  CLOSED: '撤销',
}

/** What waits for a second administrator. */
export const requestKinds: Record<Schema<'AccountRequestKind'>, string> = { PASSWORD: '密码', SECOND_FACTOR: '动态验证码', POWERS: '权限' }

/** Powers by their roles, several at once. */
export function powerWords(of: readonly Role[]): string {
  return of.map((role) => roles[role]).join('、')
}

/** What is said beside an account whose powers do not act yet; empty where none wait. */
export function waitingWords(of: readonly Role[]): string {
  return of.length ? `${powerWords(of)}权限等第二位管理员确认` : ''
}

/** One change of an organisation, as a sentence. */
export function organisationChangeWords(change: Schema<'OrganisationChange'>): string {
  switch (change.kind) {
    case 'OPENED':
      return `设立“${change.organisation}”`
    case 'RENAMED':
      return `“${change.organisation}”更名为“${change.newName ?? ''}”`
    case 'MOVED':
      return `从“${change.from ?? '原上级'}”改到“${change.into ?? '新上级'}”之下`
    case 'MERGED':
      return `“${change.organisation}”并入“${change.into ?? ''}”`
    case 'CLOSED':
      return `撤销“${change.organisation}”`
  }
}

export const staffChanges: Record<Schema<'StaffChangeKind'>, string> = {
  OPENED: '开通账号',
  ROLES_CHANGED: '更改角色',
  MOVED: '调到另一工会',
  MERGED: '工会合并，随着转入',
  CLOSED: '停用账号',
  PASSWORD_RESET: '重置密码',
  SECOND_FACTOR_RESET: '重置动态验证码',
  SESSIONS_ENDED: '让所有设备退出登录',
  RESET_ASKED: '提出重置，等另一位管理员确认',
  RESET_REFUSED: '提出的重置没有办',
  POWERS_ASKED: '提出给权限，等第二位管理员确认',
  POWERS_CONFIRMED: '确认权限，生效了',
  POWERS_REFUSED: '提出的权限没有给',
  POWERS_REPLACED: '提出的权限被后来的改动代替',
}
