import type { Page } from '@playwright/test'
import { administrator } from './adminSamples'
import { gallery, ok, problem, type Answer, type Scene } from './gallery'
import { aDetail, agreements, aPartner, history, keys, lines, usage } from './partnerSamples'
import { door } from './staffSamples'

const busy = problem(503, 'store-unavailable', '系统暂时不可用，请稍后再试')
const changed = problem(409, 'state-changed', '状态已变化，请刷新后再看')
const list = (items: readonly unknown[], next: string | null = null): Answer => ok({ items, next })
const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name, exact: typeof name === 'string' }).first().click()
const inDialog = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click()

const LIST = 'GET /v1/partners'
const ONE = 'GET /v1/partners/1'
const HISTORY = 'GET /v1/partners/1/history'
const here = '/partners?partner=1'
const all = { [LIST]: list(lines), [ONE]: ok(aDetail()), [HISTORY]: list(history) }
const FIND = { 'GET /v1/organisations': ok({ items: [{ organisationId: 3, parentId: null, parent: null, level: 'CITY', name: '安和市总工会', regionCode: '360600', closedOn: null, hasBelow: true }] }) }

async function addKey(page: Page): Promise<void> {
  await press('登记新密钥')(page)
  await page.getByLabel('密钥登记信息').fill('eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ4In0.c2ln')
  await press('登记')(page)
}

const scenes: Scene[] = [
  { name: 'partners', path: '/partners', as: administrator, api: all, shows: '今天有名单外的地址用了它的密钥' },
  { name: 'partners-none', path: '/partners', as: administrator, api: { [LIST]: list([]) }, shows: '还没有协同部门' },
  { name: 'partners-loading', path: '/partners', as: administrator, api: { [LIST]: 'never' }, shows: '正在取协同部门' },
  { name: 'partners-error', path: '/partners', as: administrator, api: { [LIST]: busy }, shows: '系统暂时不可用' },
  { name: 'partners-not-allowed', path: '/partners', as: door, api: { [LIST]: problem(403, 'not-allowed', '您没有这项操作的权限') }, shows: '没有这项操作的权限' },
  {
    name: 'partners-new',
    path: '/partners',
    as: administrator,
    api: { ...all, ...FIND },
    act: async (page) => {
      await press('登记一个部门')(page)
      await page.getByLabel('部门名称').fill('安和市残疾人联合会')
      await page.getByLabel('从哪些网络地址查').fill('10.9.0.0/16')
      await page.getByLabel('部门代号').fill('anhe-disabled')
      await press('查工会')(page)
      await page.getByRole('radio', { name: /安和市总工会/ }).check()
    },
    shows: '选了：',
  },
  {
    name: 'partners-new-errors',
    path: '/partners',
    as: administrator,
    api: all,
    act: async (page) => {
      await press('登记一个部门')(page)
      await page.getByLabel('一天最多查几次').fill('很多')
      await press('登记')(page)
    },
    shows: '请填部门全称',
  },
  {
    name: 'partners-new-network-refused',
    path: '/partners',
    as: administrator,
    api: { ...all, ...FIND, 'POST /v1/partners': problem(400, 'network-not-accepted', '网络地址段写得不对', [{ pointer: '/networks/0', reason: '要写成像 10.8.0.0/16 的地址段：斜线后 IPv4 为 8–32、IPv6 为 32–128，后面的位都是 0' }]) },
    act: async (page) => {
      await press('登记一个部门')(page)
      await page.getByLabel('部门名称').fill('安和市残疾人联合会')
      await page.getByLabel('从哪些网络地址查').fill('0.0.0.0/0')
      await page.getByLabel('部门代号').fill('anhe-disabled')
      await press('查工会')(page)
      await page.getByRole('radio', { name: /安和市总工会/ }).check()
      await press('登记')(page)
    },
    shows: '要写成像 10.8.0.0/16 的地址段',
  },
  { name: 'partner', path: here, as: administrator, api: all, shows: '作过的决定' },
  { name: 'partner-fresh', path: here, as: administrator, api: { ...all, [ONE]: ok(aDetail({ partner: aPartner({ limits: { networks: [], callsMinute: 120, callsDay: 5000 } }), keys: [], agreements: [], usage: [] })), [HISTORY]: list([]) }, shows: '还没有登记密钥' },
  { name: 'partner-foreign', path: here, as: administrator, api: { ...all, [ONE]: ok(aDetail({ usage: [...usage.slice(0, -1), { day: '2026-11-20', calls: 5_210, foreignCalls: 7 }] })) }, shows: '有名单外的地址用了它的密钥' },
  { name: 'partner-closed', path: here, as: administrator, api: { ...all, [ONE]: ok(aDetail({ partner: aPartner({ endedAt: '2026-06-01T10:00:00+08:00' }), keys: keys.map((key) => ({ ...key, state: 'REVOKED' as const })), agreements: agreements.map((one) => ({ ...one, state: 'ENDED' as const })) })) }, shows: '6月1日停止查询' },
  { name: 'partner-key-errors', path: here, as: administrator, api: { ...all, [ONE]: ok(aDetail({ keys: keys.slice(1) })), 'POST /v1/partners/1/keys': problem(400, 'key-not-proved', '密钥登记信息不对，没有登记', [{ pointer: '/statement', reason: '签名与公钥对不上，对方可能没有这把私钥，或复制时缺了字' }]) }, act: addKey, shows: '签名与公钥对不上' },
  { name: 'partner-key-registered', path: here, as: administrator, api: { ...all, [ONE]: ok(aDetail({ keys: keys.slice(1) })), 'POST /v1/partners/1/keys': ok(aDetail(), 201) }, act: addKey, shows: '请打电话和对方核对指纹' },
  {
    name: 'partner-key-revoke-asked',
    path: here,
    as: administrator,
    api: all,
    act: async (page) => {
      await press('停用这把')(page)
      await page.getByLabel('停用的原因').fill('换了新密钥')
      await press('停用')(page)
    },
    shows: '它还有另一把密钥，可以接着查',
  },
  {
    name: 'partner-agreement-errors',
    path: here,
    as: administrator,
    api: all,
    act: async (page) => {
      await press('加一项约定')(page)
      await press('约定')(page)
    },
    shows: '请至少选一项',
  },
  {
    name: 'partner-agreement-asked',
    path: here,
    as: administrator,
    api: all,
    act: async (page) => {
      await press('更改')(page)
      await page.getByLabel('今年已发金额').uncheck()
      await page.locator('form').getByRole('button', { name: '更改' }).click()
    },
    shows: '改成这样？',
  },
  {
    name: 'partner-agreement-end-refused',
    path: here,
    as: administrator,
    api: { ...all, 'POST /v1/partners/1/agreements/MINIMUM_LIVING_CHECK/end': changed },
    act: async (page) => {
      await press('终止')(page)
      await page.getByLabel('终止的原因').fill('协议到期不再续签')
      await page.locator('form').getByRole('button', { name: '终止', exact: true }).click()
      await inDialog(page, '终止')
    },
    shows: '看现在的情况',
  },
  { name: 'partner-limits', path: here, as: administrator, api: all, act: press('更改名称、名单或额度'), shows: '一行一个地址段' },
  {
    name: 'partner-limits-changed',
    path: here,
    as: administrator,
    api: { ...all, 'POST /v1/partners/1/limits': ok(aDetail()) },
    act: async (page) => {
      await press('更改名称、名单或额度')(page)
      await page.getByLabel('一天最多查几次').fill('8000')
      await page.getByLabel('原因').fill('对方要核对全部低保户')
      await press('保存')(page)
    },
    shows: '下一次查询就按新的算',
  },
  {
    name: 'partner-close-asked',
    path: here,
    as: administrator,
    api: all,
    act: async (page) => {
      await press('停止这个部门的查询')(page)
      await page.getByLabel('原因').fill('机构改革，职能并入市民政局')
      await page.locator('form').getByRole('button', { name: '停止查询' }).click()
    },
    shows: '停止以后不能恢复',
  },
]

gallery('partner departments', scenes)
