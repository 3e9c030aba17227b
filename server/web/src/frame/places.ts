import type { Principal } from '../api/types'

/** A place in the bar at the bottom (phone) or at the top (desktop). At most five a person. */
export interface Place {
  to: string
  word: string
  icon: 'home' | 'paper' | 'code' | 'news' | 'people' | 'tray' | 'coins' | 'card' | 'scan' | 'badge' | 'tree'
}

const household: Place[] = [
  { to: '/my', word: '我家', icon: 'home' },
  { to: '/my/applications', word: '申请', icon: 'paper' },
  { to: '/my/dynamic-code', word: '出示码', icon: 'code' },
  { to: '/news', word: '动态', icon: 'news' },
]

/** The household as such is not a guardian's, who acts for one child of it. */
const guardian: Place[] = [
  { to: '/my', word: '孩子', icon: 'home' },
  { to: '/news', word: '动态', icon: 'news' },
]

/** The places of whoever is signed in; those of staff follow from their roles. */
export function placesOf(who: Principal | null | undefined): Place[] {
  if (who?.next) return []
  if (who?.kind === 'HOUSEHOLD') return who.capacity === 'GUARDIAN' ? guardian : household
  if (who?.kind !== 'STAFF' && who?.kind !== 'PAIRED') return []
  const roles = new Set(who.roles ?? [])
  const places: Place[] = []
  if (roles.has('CADRE') || who.kind === 'PAIRED') places.push({ to: '/cadre', word: '结对户', icon: 'people' })
  if (roles.has('CADRE') || roles.has('CHECKER') || roles.has('REVIEWER') || roles.has('APPROVER')) {
    places.push({ to: '/inbox', word: '待办', icon: 'tray' })
  }
  if (roles.has('FUND_CLERK')) places.push({ to: '/payments', word: '发放', icon: 'coins' })
  if (roles.has('CODE_CLERK') || roles.has('ADMINISTRATOR')) places.push({ to: '/codes', word: '编码', icon: 'card' })
  if (roles.has('ADMINISTRATOR')) places.push({ to: '/accounts', word: '账号', icon: 'badge' }, { to: '/organisations', word: '工会', icon: 'tree' })
  if (roles.has('AUDITOR')) places.push({ to: '/audit', word: '记录', icon: 'paper' })
  places.push({ to: '/scan', word: '扫码', icon: 'scan' }, { to: '/news', word: '动态', icon: 'news' })
  return places
}

/** What a person needs a few times a year: at the foot of each page. */
export function footPlacesOf(who: Principal | null | undefined): Pick<Place, 'to' | 'word'>[] {
  if (!who || who.next) return []
  const answers = (who.roles ?? []).some((role) => role === 'CADRE' || role === 'CHECKER' || role === 'ADMINISTRATOR')
  const rights = who.kind === 'STAFF' && answers ? [{ to: '/rights', word: '资料请求' }] : []
  const imports = who.kind === 'STAFF' && who.roles?.includes('CHECKER') ? [{ to: '/imports', word: '表格导入' }] : []
  const devices = { to: '/my/devices', word: '登录过的设备' }
  const retention = { to: '/retention', word: '保存期限' }
  const policies = { to: '/policies', word: '政策目录' }
  if (who.kind !== 'STAFF' && who.kind !== 'PAIRED') return [policies, devices, retention]
  const keys = who.roles?.includes('ADMINISTRATOR') ? [{ to: '/partners', word: '协同部门' }, { to: '/standards', word: '低保标准' }, { to: '/keys', word: '密钥' }] : []
  const office = (who.roles ?? []).some((role) => role !== 'CADRE' && role !== 'NOTICE_CLERK' && role !== 'AUDITOR')
  const coverage = who.kind === 'STAFF' && office ? [{ to: '/coverage', word: '政策找人' }] : []
  return [...coverage, ...rights, ...imports, { to: '/account', word: '我的账号' }, { to: '/staff/second-factor', word: '动态验证码' }, devices, policies, ...keys, retention]
}

/** Where a person starts. */
export function homeOf(who: Principal | null | undefined): string {
  if (who?.next) return who.next === 'START_TOTP' ? '/staff/second-factor' : '/staff/sign-in'
  if (who?.kind === 'SIGNED_IN') return '/bind'
  // Whose powers all wait for a second administrator reads there what is to be done.
  if (who?.kind === 'STAFF' && !who.roles?.length) return '/account'
  return placesOf(who)[0]?.to ?? '/'
}
