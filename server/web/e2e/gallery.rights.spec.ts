import type { Page } from '@playwright/test'
import type { Schema } from '../src/api/types'
import { gallery, ok, problem, type Scene } from './gallery'
import { family } from './samples'

const NOTICES = 'GET /v1/notices'
const CONSENTS = 'GET /v1/my/consents'
const EXPORT = 'GET /v1/my/export'
const purposes = ['GENERAL', 'BANK_ACCOUNT', 'HEALTH', 'MINORS'] as const
const titles = { GENERAL: '个人信息处理告知书', BANK_ACCOUNT: '银行账户信息告知书', HEALTH: '健康医疗信息告知书', MINORS: '未成年人信息告知书' }

const notices: Schema<'NoticeList'> = {
  items: purposes.map((purpose) => ({
    purpose,
    version: 1,
    validFrom: '2026-01-01',
    inForce: true,
    title: titles[purpose],
    paragraphs: ['银行账户属于敏感个人信息，用来把帮扶资金直接发到您本人的账户，不经过别人的手。', purpose === 'BANK_ACCOUNT' ? '用到的有：账户姓名、卡号、开户行。' : '用到的内容写在这里。', '能看到卡号的人：办理发放的资金管理人员。每一次查看都有记录。'],
    stops: '撤回后，帮扶资金不能再发到您家的银行账户，需要和帮扶干部另外商量领取办法。已经发出的不受影响。',
  })),
}
const said = (purpose: Schema<'ConsentPurpose'>, choice: Schema<'ConsentChoice'>, over: Partial<Schema<'Consent'>> = {}): Schema<'Consent'> => ({
  purpose, noticeVersion: 1, choice, channel: 'OWN_PHONE', at: '2026-11-18T02:00:00Z', signedOn: null, ...over,
})
const history = [said('HEALTH', 'WITHDRAWN'), said('HEALTH', 'GIVEN', { at: '2026-10-12T02:00:00Z' }), said('BANK_ACCOUNT', 'GIVEN', { channel: 'PAPER_AT_DOOR', signedOn: '2026-09-03' }), said('GENERAL', 'GIVEN', { at: '2026-03-02T02:00:00Z' })]
function mine(found: Schema<'Consent'>[], mayDecide = true): Schema<'MyConsents'> {
  return {
    items: purposes.map((purpose) => ({ purpose, latest: found.find((one) => one.purpose === purpose) ?? null, mayDecide: mayDecide || purpose === 'GENERAL' })),
    history: found,
  }
}
const file: Schema<'FileExport'> = {
  exportedAt: '2026-11-20T02:00:00Z',
  householdId: 7,
  household: { organisation: '临江区纺织二厂工会', fileNumber: '990120-2025-000007', openedOn: '2025-03-01', closedOn: null, tier: 'DEEP', mainCause: 'SERIOUS_ILLNESS', otherCauses: [], address: '安和市临江区样例路7号', housing: '自购房', yearIncomeFen: 1_200_000, yearExpenseFen: 3_600_000, selfPaidMedicalFen: null },
  members: [
    { relation: 'WORKER', name: '王样例', bornOn: '1968-05-02', phone: '19900000001', idNumberEnding: '001X', cardEnding: '6217', health: '重病', insurance: '职工医保', workStatus: '在岗', schoolStage: null, monthIncomeFen: 100_000 },
    { relation: 'CHILD', name: '王示例', bornOn: '2012-09-01', phone: null, idNumberEnding: '0028', cardEnding: null, health: '良好', insurance: '居民医保', workStatus: '学生', schoolStage: '初中', monthIncomeFen: 0 },
  ],
  applications: [{ applicationId: 51, programme: '医疗救助', state: 'APPROVED', submittedAt: '2026-10-20T02:00:00Z', amountFen: 500_000, reason: '父亲住院，自付费用较高', history: [{ state: 'SUBMITTED', at: '2026-10-20T02:00:00Z', by: '您家', reason: null }, { state: 'APPROVED', at: '2026-10-28T02:00:00Z', by: '安和市总工会 赵主任', reason: '符合条件' }] }],
  payments: [{ paymentId: 31, programme: '医疗救助', payer: '安和市总工会', amountFen: 500_000, state: 'PAID', approvedOn: '2026-10-28', expectedOn: '2026-11-10', sentOn: '2026-11-02', paidOn: '2026-11-03', cardEnding: '6217', returnReason: null }],
  visits: [{ visitedAt: '2026-09-03T02:00:00Z', by: '临江区纺织二厂工会 李明' }],
  consents: history,
  proxies: [{ phoneEnding: '0017', invitedOn: '2026-04-01', untilOn: '2027-03-31', accepted: true, endedAt: null }],
  devices: [{ device: '微信 · 安卓手机', since: '2026-11-20T01:55:00Z', lastSeenOn: '2026-11-20' }],
  looks: [{ at: '2026-11-20T02:00:00Z', by: '本人家庭', action: '导出我家资料', outcome: 'GRANTED', purpose: null, purposeTitle: null }, { at: '2026-09-03T02:00:00Z', by: '临江区纺织二厂工会 李明', action: '扫码查看', outcome: 'GRANTED', purpose: null, purposeTitle: null }],
  cutShort: [],
}
const tap = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click()
const consents = (found: Schema<'MyConsents'>) => ({ [NOTICES]: ok(notices), [CONSENTS]: ok(found) })

const scenes: Scene[] = [
  { name: 'consents', path: '/my/consents', as: family, api: consents(mine(history)), shows: '已撤回' },
  { name: 'consents-none', path: '/my/consents', as: family, api: consents(mine([])), shows: '还没有表示' },
  { name: 'consents-newer', path: '/my/consents', as: family, api: { [CONSENTS]: ok(mine(history)), [NOTICES]: ok({ items: notices.items.map((one) => ({ ...one, version: 2, validFrom: '2026-11-01' })) }) }, shows: '告知书有更新' },
  { name: 'consents-read', path: '/my/consents', as: family, api: consents(mine(history)), act: (page) => page.getByText('看《银行账户信息告知书》全文').click(), shows: '账户姓名、卡号、开户行' },
  { name: 'consents-guardian', path: '/my/consents', as: { ...family, capacity: 'GUARDIAN' }, api: consents({ items: mine(history, false).items.filter((one) => one.purpose === 'MINORS'), history: [] }), shows: '或者家里还有别的孩子' },
  { name: 'consents-proxy', path: '/my/consents', as: { ...family, capacity: 'PROXY' }, api: consents(mine(history, false)), shows: '代办人不能代为决定' },
  { name: 'consents-asked', path: '/my/consents', as: family, api: consents(mine(history)), act: tap('撤回同意：银行账户'), shows: '帮扶资金不能再发到您家的银行账户' },
  { name: 'consents-stops', path: '/my/consents', as: family, api: consents(mine(history)), act: (page) => page.getByText('撤回会停下什么').last().click(), shows: '查不到您家了' },
  { name: 'consents-changed', path: '/my/consents', as: family, api: { ...consents(mine([])), 'POST /v1/my/consents': problem(409, 'notice-changed', '告知书已更新，请看过新的再同意') }, act: tap('同意使用健康医疗'), shows: '告知书已更新' },
  { name: 'consents-lost-answer', path: '/my/consents', as: family, api: { ...consents(mine([])), 'POST /v1/my/consents': 'offline' }, act: tap('同意使用健康医疗'), shows: '还不知道记下了没有' },
  { name: 'consents-loading', path: '/my/consents', as: family, api: { [NOTICES]: 'never', [CONSENTS]: 'never' }, shows: '工会怎样用您家的资料' },
  { name: 'consents-offline', path: '/my/consents', as: family, api: { [NOTICES]: 'offline', [CONSENTS]: 'offline' }, shows: '请检查网络' },
  { name: 'export', path: '/my/export', as: family, shows: '请收好，不要转给别人' },
  { name: 'export-filled', path: '/my/export', as: family, api: { [EXPORT]: ok(file) }, act: tap('导出'), shows: '下载文件（JSON）' },
  { name: 'export-cut-short', path: '/my/export', as: family, api: { [EXPORT]: ok({ ...file, applications: [], payments: [], visits: [], consents: [], proxies: [], cutShort: ['payments', 'looks'] }) }, act: tap('导出'), shows: '只列了最近的：发放、谁看过我家' },
  { name: 'export-sign-in-again', path: '/my/export', as: family, api: { [EXPORT]: problem(403, 'fresh-sign-in-required', '为保护您家的资料，请退出后重新登录，再在10分钟之内导出') }, act: tap('导出'), shows: '请重新登录一次' },
  { name: 'export-not-sealed', path: '/my/export', as: family, api: { [EXPORT]: problem(503, 'record-not-sealed', '查阅记录暂时无法封存，为保障资金安全，审批、发放和导出先停一停；扫码查看不受影响，请稍后再试') }, act: tap('导出'), shows: '暂时无法封存' },
  { name: 'export-guardian', path: '/my/export', as: { ...family, capacity: 'GUARDIAN' }, shows: '您代办的这个孩子的资料' },
  { name: 'export-refused', path: '/my/export', as: { ...family, capacity: 'PROXY' }, api: { [EXPORT]: problem(403, 'not-allowed', '您没有这项操作的权限') }, act: tap('导出'), shows: '您没有这项操作的权限' },
  { name: 'export-loading', path: '/my/export', as: family, api: { [EXPORT]: 'never' }, act: tap('导出'), shows: '里面有全家人的信息' },
  { name: 'export-offline', path: '/my/export', as: family, api: { [EXPORT]: 'offline' }, act: tap('导出'), shows: '请检查网络' },
]

gallery('rights', scenes)
