import { type Page } from '@playwright/test'
import { gallery, ok, problem, type Scene } from './gallery'
import type { Principal } from '../src/api/types'

/** The auditor's desk in every state; people and households are invented. */

const auditor: Principal = { kind: 'STAFF', name: '郑清', organisation: '安和市临江区总工会', organisationId: 3, roles: ['AUDITOR'] }
const cadre: Principal = { kind: 'STAFF', name: '李明', organisation: '安和市临江区总工会', organisationId: 3, roles: ['CADRE'] }
const busy = problem(503, 'store-unavailable', '系统暂时不可用，请稍后再试')
const notFound = problem(404, 'not-found', '没有找到')
const nothing = ok({ items: [], next: null })

const RECORDS = 'GET /v1/access-records'
const SEALING = 'GET /v1/record-seals/state'
const CHECKS = 'GET /v1/record-checks'
const BY_CODE = 'POST /v1/access-records/household'
const ORGANISATIONS = 'GET /v1/organisations'
const INVESTIGATIONS = 'GET /v1/leak-investigations'

const line = (over: object) => ({
  recordId: 9001,
  at: '2026-11-25T09:12:00+08:00',
  actor: 'STAFF:31',
  by: '安和市临江区总工会 李明',
  organisationId: 3,
  organisation: '安和市临江区总工会',
  householdId: 7,
  operation: 'resolveHouseholdCode',
  action: '扫码查看',
  outcome: 'GRANTED',
  detail: 'cadre',
  purpose: null,
  codeHint: 'A7K2',
  fields: null,
  investigationId: null,
  requestId: '01JD2T8Q4X',
  address: null,
  ...over,
})
const lines = [
  line({}),
  line({ recordId: 9000, at: '2026-11-25T09:02:00+08:00', operation: 'unmaskHousehold', action: '查看完整信息', purpose: 'CONTACT', fields: ['NAME', 'PHONE'], codeHint: null }),
  line({ recordId: 8999, at: '2026-11-24T20:41:00+08:00', actor: 'ANYONE', by: '未登录的人', organisationId: null, organisation: null, outcome: 'REFUSED', detail: 'anyone' }),
  line({ recordId: 8998, at: '2026-11-24T15:30:00+08:00', actor: 'PARTNER:2', by: '安和市民政局', organisationId: null, organisation: null, operation: 'resolveHouseholdCode', codeHint: null, householdId: 12, fields: ['tier', 'peopleCount'], purpose: 'MINIMUM_LIVING_CHECK', purposeTitle: '核对最低生活保障' }),
]
const together = [8997, 8996, 8995].map((recordId, i) => line({ recordId, at: '2026-11-24T15:00:00+08:00', householdId: 30 - i, operation: 'searchHouseholds', action: '在名单中查看', codeHint: null, together: 3, requestId: '01JD2T0000' }))
const sealing = ok({ works: true, newestSeal: 48213, sealedAt: '2026-11-25T09:12:01+08:00', waiting: 3 })
const check = (over: object) => ({ checkId: 3, from: '2026-11-01', to: '2026-11-25', state: 'DONE', askedAt: '2026-11-25T10:00:00+08:00', endedAt: '2026-11-25T10:01:10+08:00', sealsTotal: 41022, seals: 41022, records: 812345, findings: 0, places: [], ...over })
const places = [
  { kind: 'RECORD_EDITED', seal: 311, record: 20418, says: 'is another than the sealed one' },
  { kind: 'TAIL_CUT', seal: 48210, record: null, says: 'seals 48210 to 48213 are in the head and not in the database' },
]
const investigation = (over: object) => ({ investigationId: 5, householdId: 7, actor: null, from: '2026-11-20T09:00:00+08:00', until: '2026-12-20T23:59:59+08:00', endedAt: null, state: 'OPEN', openedAt: '2026-11-20T09:00:00+08:00', auditor: '郑清', organisation: '安和市临江区总工会', reason: '接到来信，反映该户住址被人传到群里（纪检函〔2026〕3号）', mine: true, ...over })
const investigations = ok({ items: [investigation({}), investigation({ investigationId: 4, householdId: null, actor: 'STAFF:31', state: 'ENDED', endedAt: '2026-11-10T16:00:00+08:00', mine: false, auditor: '钱多福', reason: '例行抽查，局长办公会 2026 年第 9 次' })], next: null })

const tap = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click()
async function draft(page: Page): Promise<void> {
  await tap('开一项泄露调查')(page)
  await page.getByLabel('户的编号').fill('7')
  await page.getByLabel('查到哪天为止').fill('2026-12-20')
  await page.getByLabel('理由和依据').fill('接到来信，反映该户住址被人传到群里（纪检函〔2026〕3号）')
  await tap('开始调查')(page)
}
/** A code of nobody, well made. */
const CODE = '1A0D-JD9Y-N8Z6-DWDP'
async function byCode(page: Page): Promise<void> {
  await tap('按码找户')(page)
  await page.getByRole('textbox', { name: '卡上的码' }).fill(CODE)
  await tap('找这一户')(page)
}
const union = { organisationId: 4, parentId: null, parent: null, level: 'COUNTY', name: '安和市东湖区总工会', regionCode: '970104', closedOn: null, hasBelow: true }
const ended = [4, 3, 2].map((investigationId) => investigation({ investigationId, householdId: null, actor: 'STAFF:31', state: 'ENDED', endedAt: '2026-11-10T16:00:00+08:00', mine: false, auditor: '钱多福', reason: '例行抽查，局长办公会 2026 年第 9 次' }))
const atChecks = { [SEALING]: sealing, [CHECKS]: ok({ items: [check({ checkId: 5, state: 'RUNNING', endedAt: null, seals: 1200, records: 24000 }), check({ checkId: 4, from: '2026-11-24', to: '2026-11-24', findings: 2, places }), check({}), check({ checkId: 2, from: '2020-01-01', to: '2020-01-01', state: 'EMPTY', seals: 0, records: 0, sealsTotal: null }), check({ checkId: 1, state: 'FAILED', seals: 0, records: 0, sealsTotal: null })], next: null }) }

const scenes: Scene[] = [
  { name: 'audit', path: '/audit', as: auditor, api: { [RECORDS]: ok({ items: lines, next: 'x' }) }, shows: '安和市民政局' },
  { name: 'audit-together', path: '/audit', as: auditor, api: { [RECORDS]: ok({ items: [...lines, ...together], next: null }) }, shows: '一次看了 3 户' },
  { name: 'audit-together-opened', path: '/audit', as: auditor, api: { [RECORDS]: ok({ items: [...lines, ...together], next: null }) }, act: tap('一次看了 3 户，逐户列出'), shows: '收起' },
  { name: 'audit-empty', path: '/audit', as: auditor, api: { [RECORDS]: nothing }, shows: '最近 31 天没有人查看过' },
  { name: 'audit-filtered-empty', path: '/audit?only=refused', as: auditor, api: { [RECORDS]: nothing }, shows: '这样筛选后没有记录' },
  { name: 'audit-unmasked', path: '/audit?only=unmasked&actor=STAFF%3A31', as: auditor, api: { [RECORDS]: ok({ items: [lines[1]], next: null }) }, shows: '只看一个人的' },
  { name: 'audit-rare', path: '/audit?only=unmasked', as: auditor, api: { [RECORDS]: ok({ items: [], next: 'x', lookedBackTo: '2026-11-12T16:20:00+08:00' }) }, shows: '接着往前找' },
  { name: 'audit-rare-some', path: '/audit?only=unmasked', as: auditor, api: { [RECORDS]: ok({ items: [lines[1]], next: 'x', lookedBackTo: '2026-11-12T16:20:00+08:00' }) }, shows: '先列出这些' },
  { name: 'audit-code', path: '/audit', as: auditor, api: { [RECORDS]: ok({ items: lines, next: null }) }, act: tap('按码找户'), shows: '按卡上的码找户' },
  { name: 'audit-code-mistyped', path: '/audit', as: auditor, api: { [RECORDS]: ok({ items: lines, next: null }) }, act: async (page) => {
    await tap('按码找户')(page)
    await page.getByRole('textbox', { name: '卡上的码' }).fill('1K7Q')
    await tap('找这一户')(page)
  }, shows: '还差 12 个字符' },
  { name: 'audit-code-nobodys', path: '/audit', as: auditor, api: { [RECORDS]: ok({ items: lines, next: null }), [BY_CODE]: notFound }, act: byCode, shows: '没有这个码，或者这户不在您的范围里' },
  { name: 'audit-code-found', path: '/audit', as: auditor, api: { [RECORDS]: ok({ items: lines.slice(0, 2), next: null }), [BY_CODE]: ok({ householdId: 7, organisation: '安和市临江区样例厂工会' }) }, act: byCode, shows: '是安和市临江区样例厂工会的第 7 户' },
  { name: 'audit-organisation', path: '/audit', as: auditor, api: { [RECORDS]: ok({ items: lines, next: null }), [ORGANISATIONS]: ok({ items: [union] }) }, act: async (page) => {
    await tap('选工会')(page)
    await page.getByLabel('只看哪个工会').fill('东湖')
    await tap('查工会')(page)
  }, shows: '安和市东湖区总工会' },
  { name: 'audit-of-organisation', path: '/audit?organisation=4', as: auditor, api: { [RECORDS]: ok({ items: lines, next: null }), 'GET /v1/organisations/4': ok({ organisation: union, below: 3, accounts: 2, households: 40, partners: 0, accountsBelow: 9, isOwn: false }) }, shows: '只看安和市东湖区总工会和下面的' },
  { name: 'audit-loading', path: '/audit', as: auditor, api: { [RECORDS]: 'never' }, shows: '正在取记录' },
  { name: 'audit-error', path: '/audit', as: auditor, api: { [RECORDS]: busy }, shows: '系统暂时不可用' },
  { name: 'audit-refused', path: '/audit', as: cadre, api: { [RECORDS]: problem(403, 'not-allowed', '您没有这项操作的权限') }, shows: '您没有这项操作的权限' },
  { name: 'audit-checks', path: '/audit?part=checks', as: auditor, api: atChecks, shows: '发现 2 处' },
  { name: 'audit-checks-none', path: '/audit?part=checks', as: auditor, api: { [SEALING]: ok({ works: false, newestSeal: 48213, sealedAt: '2026-11-25T09:12:01+08:00', waiting: 10000 }), [CHECKS]: nothing }, shows: '还没有核验过' },
  { name: 'audit-checks-days', path: '/audit?part=checks', as: auditor, api: { [SEALING]: sealing, [CHECKS]: nothing }, act: async (page) => {
    await page.getByLabel('从哪天').fill('2026-01-01')
    await tap('开始核验')(page)
  }, shows: '一次最多 31 天' },
  { name: 'audit-checks-full', path: '/audit?part=checks', as: auditor, api: { ...atChecks, 'POST /v1/record-checks': problem(409, 'job-running', '同样的工作正在进行，请等它完成') }, act: tap('开始核验'), shows: '请等它完成' },
  { name: 'audit-checks-error', path: '/audit?part=checks', as: auditor, api: { [SEALING]: busy, [CHECKS]: busy }, shows: '系统暂时不可用' },
  { name: 'audit-investigations', path: '/audit?part=investigations', as: auditor, api: { [INVESTIGATIONS]: investigations }, shows: '在调查之内看记录' },
  { name: 'audit-investigations-ended', path: '/audit?part=investigations', as: auditor, api: { [INVESTIGATIONS]: ok({ items: ended, next: 'x' }) }, shows: '现在没有' },
  { name: 'audit-investigations-loading', path: '/audit?part=investigations', as: auditor, api: { [INVESTIGATIONS]: 'never' }, shows: '开一项泄露调查' },
  { name: 'audit-investigations-error', path: '/audit?part=investigations', as: auditor, api: { [INVESTIGATIONS]: busy }, shows: '系统暂时不可用' },
  { name: 'audit-investigation-one', path: '/audit?part=investigations&one=5', as: auditor, api: { [INVESTIGATIONS]: investigations, [`${INVESTIGATIONS}/5`]: ok(investigation({})) }, shows: '看全部调查' },
  { name: 'audit-investigation-gone', path: '/audit?part=investigations&one=9', as: auditor, api: { [INVESTIGATIONS]: investigations, [`${INVESTIGATIONS}/9`]: notFound }, shows: '没有找到' },
  { name: 'audit-investigations-none', path: '/audit?part=investigations', as: auditor, api: { [INVESTIGATIONS]: nothing }, shows: '没有泄露调查' },
  { name: 'audit-investigation-mistyped', path: '/audit?part=investigations', as: auditor, api: { [INVESTIGATIONS]: nothing }, act: async (page) => {
    await tap('开一项泄露调查')(page)
    await tap('开始调查')(page)
  }, shows: '至少 10 个字' },
  { name: 'audit-investigation-asked', path: '/audit?part=investigations', as: auditor, api: { [INVESTIGATIONS]: nothing }, act: draft, shows: '开始这项泄露调查？' },
  { name: 'audit-investigation-end', path: '/audit?part=investigations', as: auditor, api: { [INVESTIGATIONS]: investigations }, act: tap('结束调查'), shows: '结束第 5 号调查？' },
]

gallery('the auditor', scenes)
