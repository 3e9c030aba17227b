import type { Page } from '@playwright/test'
import { gallery, ok, problem, type Answer, type Scene } from './gallery'
import { accounts, aDetail, administrator, aKey, anAccount, anOrganisation, aReset, aRotation, below, changes, city, conflicts, handed, indexKey, mine, organisationHistory, somePowers, stations } from './adminSamples'
import { door } from './staffSamples'

const busy = problem(503, 'store-unavailable', '系统暂时不可用，请稍后再试')
const notAllowed = problem(403, 'not-allowed', '您没有这项操作的权限')
const list = (items: readonly unknown[], next: string | null = null): Answer => ok({ items, next })
const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()
const inDialog = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click()

const KEYS = 'GET /v1/keys'
const both = (first: unknown) => ok({ items: [first, indexKey] })
const keys: Scene[] = [
  { name: 'keys', path: '/keys', as: administrator, api: { [KEYS]: both(aKey()) }, shows: '还没有轮换过' },
  { name: 'keys-running', path: '/keys', as: administrator, api: { [KEYS]: both(aKey({ mayStart: false, rotation: aRotation() })) }, shows: '大约 37%' },
  { name: 'keys-blocked', path: '/keys', as: administrator, api: { [KEYS]: both(aKey({ rotation: aRotation({ state: 'BLOCKED', rowsUnopened: 3 }) })) }, shows: '停住了' },
  { name: 'keys-too-soon', path: '/keys', as: administrator, api: { [KEYS]: both(aKey({ mayStart: false, startsFrom: '2026-12-15T04:02:00+08:00' })) }, shows: '以后可以再换' },
  { name: 'keys-of-a-county', path: '/keys', as: administrator, api: { [KEYS]: ok({ items: [aKey({ mayStart: false }), { ...indexKey, mayStart: false }] }) }, shows: '由最上级工会的系统管理员开始' },
  { name: 'keys-asked', path: '/keys', as: administrator, api: { [KEYS]: both(aKey()) }, act: press('轮换数据密钥'), shows: '轮换数据密钥？' },
  {
    name: 'keys-refused',
    path: '/keys',
    as: administrator,
    api: { [KEYS]: both(aKey()), 'POST /v1/key-rotations': problem(409, 'old-servers-run', '还有旧版本的服务器在运行，请全部升级后再轮换索引密钥') },
    act: async (page) => {
      await press('轮换索引密钥')(page)
      await inDialog(page, '开始轮换')
    },
    shows: '还有旧版本的服务器',
  },
  { name: 'keys-not-allowed', path: '/keys', as: door, api: { [KEYS]: notAllowed }, shows: '没有这项操作的权限' },
  { name: 'keys-loading', path: '/keys', as: administrator, api: { [KEYS]: 'never' }, shows: '正在取密钥的情况' },
  { name: 'keys-error', path: '/keys', as: administrator, api: { [KEYS]: busy }, shows: '系统暂时不可用' },
]

const MINE = 'GET /v1/my/account'
async function typePassword(page: Page, next = '云溪河边的一棵老槐树', again = next): Promise<void> {
  await press('换密码')(page)
  await page.getByLabel('现在的密码').fill('旧的密码是这一句')
  await page.getByLabel('新密码', { exact: true }).fill(next)
  await page.getByLabel('再填一遍新密码').fill(again)
  await press('换成新密码')(page)
}
const account: Scene[] = [
  { name: 'account', path: '/account', as: door, api: { [MINE]: ok(mine) }, shows: '管理员对这个账号做过什么' },
  { name: 'account-factor-due', path: '/account', as: administrator, api: { [MINE]: ok({ ...mine, account: anAccount({ name: '高志远', roles: ['ADMINISTRATOR'], unit: '安和市总工会办公室' }), secondFactorDue: true, recoveryCodesLeft: 0, changes: [] }) }, shows: '必须开启' },
  { name: 'account-powers-wait', path: '/account', as: door, api: { [MINE]: ok({ ...mine, account: anAccount({ roles: [], waitingRoles: ['APPROVER'], secondFactor: false }), secondFactorDue: true, recoveryCodesLeft: 0, changes: [] }) }, shows: '审批权限等第二位管理员确认' },
  { name: 'account-few-codes', path: '/account', as: door, api: { [MINE]: ok({ ...mine, recoveryCodesLeft: 1 }) }, shows: '备用码不多了' },
  { name: 'account-password', path: '/account', as: door, api: { [MINE]: ok(mine) }, act: press('换密码'), shows: '再填一遍新密码' },
  { name: 'account-password-differs', path: '/account', as: door, api: { [MINE]: ok(mine) }, act: (page) => typePassword(page, '短', '不一样'), shows: '两次填的不一样' },
  { name: 'account-password-wrong', path: '/account', as: door, api: { [MINE]: ok(mine), 'POST /v1/my/password': problem(400, 'password-wrong', '当前密码不正确') }, act: (page) => typePassword(page), shows: '当前密码不正确' },
  { name: 'account-password-changed', path: '/account', as: door, api: { [MINE]: ok(mine), 'POST /v1/my/password': ok({ principal: door, expiresInSeconds: 900 }, 201) }, act: (page) => typePassword(page), shows: '密码换好了' },
  { name: 'account-password-offline', path: '/account', as: door, api: { [MINE]: ok(mine), 'POST /v1/my/password': 'offline' }, act: (page) => typePassword(page), shows: '请先用新密码登录试试' },
  { name: 'account-loading', path: '/account', as: door, api: { [MINE]: 'never' }, shows: '正在取您的账号' },
  { name: 'account-error', path: '/account', as: door, api: { [MINE]: busy }, shows: '系统暂时不可用' },
]

const SEARCH = 'POST /v1/staff/search'
const ONE = 'GET /v1/staff/21'
const HISTORY = 'GET /v1/staff/21/history'
const CONFLICTS = 'GET /v1/role-conflicts'
const REQUESTS = 'GET /v1/account-requests'
const found = { [REQUESTS]: list([]), [SEARCH]: list(accounts, 'next'), [CONFLICTS]: ok({ items: conflicts }) }
const opened = { ...found, [ONE]: ok(anAccount({ secondFactor: true })), [HISTORY]: list(changes), 'GET /v1/organisations': ok({ items: [anOrganisation(), ...stations] }) }
const PEOPLE = 'GET /v1/staff'
const successors = list([anAccount(), anAccount({ staffId: 22, name: '周小燕', roles: ['CADRE'] })])
const pairingsLeft = problem(409, 'pairings-left', '这个人还有结对的户，请选好谁接手，或写明为什么先空着', [{ pointer: '/handOverTo', reason: '还有 12 户结对，请选好谁接手，或写明为什么先空着' }])
async function fillNew(page: Page): Promise<void> {
  await page.getByLabel('姓名', { exact: true }).fill('钱多福')
  await page.getByLabel('登录用的账号').fill('qianduofu')
  await page.getByLabel('所在工会').fill('临江')
  await press('查工会')(page)
  await page.getByRole('radio', { name: /临江区纺织二厂工会/ }).check()
  await page.getByLabel(/^帮扶干部/).check()
}
const staff: Scene[] = [
  { name: 'accounts', path: '/accounts', as: administrator, api: found, shows: '买买提·艾力' },
  { name: 'accounts-empty', path: '/accounts', as: administrator, api: { ...found, [SEARCH]: list([]) }, shows: '还没有账号' },
  { name: 'accounts-none-found', path: '/accounts?state=closed', as: administrator, api: { ...found, [SEARCH]: list([]) }, shows: '没有找到这样的账号' },
  { name: 'accounts-loading', path: '/accounts', as: administrator, api: { ...found, [SEARCH]: 'never' }, shows: '正在取账号' },
  { name: 'accounts-error', path: '/accounts', as: administrator, api: { ...found, [SEARCH]: busy }, shows: '系统暂时不可用' },
  { name: 'accounts-not-allowed', path: '/accounts', as: door, api: { [SEARCH]: notAllowed, [REQUESTS]: notAllowed }, shows: '没有这项操作的权限' },
  { name: 'accounts-one', path: '/accounts?account=21', as: administrator, api: opened, shows: '重置动态验证码' },
  { name: 'accounts-one-closed', path: '/accounts?account=21', as: administrator, api: { ...opened, [ONE]: ok(anAccount({ open: false })), [HISTORY]: list([]) }, shows: '停用的账号不能恢复' },
  { name: 'accounts-one-not-found', path: '/accounts?account=21', as: administrator, api: { ...found, [ONE]: problem(404, 'not-found', '没有找到'), [HISTORY]: problem(404, 'not-found', '没有找到') }, shows: '不归您查看' },
  { name: 'accounts-one-loading', path: '/accounts?account=21', as: administrator, api: { ...found, [ONE]: 'never', [HISTORY]: 'never' }, shows: '正在取这个账号' },
  { name: 'accounts-roles', path: '/accounts?account=21', as: administrator, api: opened, act: press('改角色'), shows: '管账号、工会和密钥' },
  {
    name: 'accounts-roles-clash',
    path: '/accounts?account=21',
    as: administrator,
    api: opened,
    act: async (page) => {
      await press('改角色')(page)
      await page.getByLabel(/^审批/).check()
      await page.getByLabel(/^资金管理/).check()
    },
    shows: '批准的人不能自己付款',
  },
  {
    name: 'accounts-roles-changed',
    path: '/accounts?account=21',
    as: administrator,
    api: { ...opened, 'POST /v1/staff/21/roles': ok(anAccount({ roles: ['CADRE', 'CHECKER', 'CODE_CLERK'], version: 4 })) },
    act: async (page) => {
      await press('改角色')(page)
      await page.getByLabel(/^编码管理/).check()
      await press('更改角色')(page)
      await inDialog(page, '更改角色')
    },
    shows: '角色改好了',
  },
  {
    name: 'accounts-move',
    path: '/accounts?account=21',
    as: administrator,
    api: opened,
    act: async (page) => {
      await press('调到另一工会')(page)
      await page.getByLabel('调到哪个工会').fill('临江')
      await press('查工会')(page)
      await page.getByRole('radio', { name: /临江街道总工会/ }).check()
    },
    shows: '选了：',
  },
  { name: 'accounts-close-asked', path: '/accounts?account=21', as: administrator, api: opened, act: press('停用账号'), shows: '停用以后不能恢复' },
  {
    name: 'accounts-close-pairings-left',
    path: '/accounts?account=21',
    as: administrator,
    api: { ...opened, [PEOPLE]: successors, 'POST /v1/staff/21/closure': pairingsLeft },
    act: async (page) => {
      await press('停用账号')(page)
      await inDialog(page, '停用账号')
    },
    shows: '还有 12 户结对',
  },
  {
    name: 'accounts-close-nobody-chosen',
    path: '/accounts?account=21',
    as: administrator,
    api: { ...opened, [PEOPLE]: successors, 'POST /v1/staff/21/closure': pairingsLeft },
    act: async (page) => {
      await press('停用账号')(page)
      await inDialog(page, '停用账号')
      await page.getByRole('form').getByRole('button', { name: '停用账号' }).click()
    },
    shows: '请选接手的人',
  },
  {
    name: 'accounts-close-handing-over',
    path: '/accounts?account=21',
    as: administrator,
    api: { ...opened, [PEOPLE]: successors, 'POST /v1/staff/21/closure': pairingsLeft },
    act: async (page) => {
      await press('停用账号')(page)
      await inDialog(page, '停用账号')
      await page.getByLabel('谁来接手').selectOption({ index: 1 })
      await page.getByLabel('原因').fill('退休')
      await page.getByRole('form').getByRole('button', { name: '停用账号' }).click()
    },
    shows: '服务卡上的姓名电话都换成这位',
  },
  {
    name: 'accounts-move-left-unpaired',
    path: '/accounts?account=21',
    as: administrator,
    api: { ...opened, [PEOPLE]: successors, 'POST /v1/staff/21/move': pairingsLeft },
    act: async (page) => {
      await press('调到另一工会')(page)
      await page.getByLabel('调到哪个工会').fill('临江')
      await press('查工会')(page)
      await page.getByRole('radio', { name: /临江街道总工会/ }).check()
      await press('调动')(page)
      await inDialog(page, '调动')
      await page.getByLabel('先空着，以后再安排').check()
      await page.getByLabel('原因').fill('暂时没有人手')
      await page.getByRole('form').getByRole('button', { name: '调动' }).click()
    },
    shows: '为什么空着会记下来',
  },
  {
    name: 'accounts-changed-meanwhile',
    path: '/accounts?account=21',
    as: administrator,
    api: { ...opened, 'POST /v1/staff/21/closure': problem(409, 'last-administrator', '该工会只剩一位管理员，请先指定另一位') },
    act: async (page) => {
      await press('停用账号')(page)
      await inDialog(page, '停用账号')
    },
    shows: '请先给另一位同事系统管理的角色',
  },
  {
    name: 'accounts-password-reset',
    path: '/accounts?account=21',
    as: administrator,
    api: { ...opened, 'POST /v1/staff/21/password-reset': ok(handed) },
    act: async (page) => {
      await press('重置密码')(page)
      await inDialog(page, '重置密码')
    },
    shows: 'w7kq-3mxd-9htb',
  },
  { name: 'accounts-factor-asked', path: '/accounts?account=21', as: administrator, api: opened, act: press('重置动态验证码'), shows: '备用码也没有了的时候' },
  {
    name: 'accounts-factor-takes-two',
    path: '/accounts?account=21',
    as: administrator,
    api: { ...opened, 'POST /v1/staff/21/second-factor-reset': problem(409, 'second-person-required', '这个账号管钱、管账号或管密钥，要再有一位管理员确认') },
    act: async (page) => {
      await press('重置动态验证码')(page)
      await inDialog(page, '重置动态验证码')
    },
    shows: '请另一位管理员确认',
  },
  {
    name: 'accounts-reset-asked',
    path: '/accounts?account=21',
    as: administrator,
    api: { ...opened, 'POST /v1/staff/21/second-factor-reset': problem(409, 'second-person-required', '这个账号管钱、管账号或管密钥，要再有一位管理员确认'), 'POST /v1/staff/21/resets': ok(aReset({ mayConfirm: false }), 201) },
    act: async (page) => {
      await press('重置动态验证码')(page)
      await inDialog(page, '重置动态验证码')
      await press('请另一位管理员确认')(page)
    },
    shows: '24 小时内有效',
  },
  { name: 'accounts-resets-wait', path: '/accounts', as: administrator, api: { ...found, [REQUESTS]: list([aReset(), aReset({ accountRequestId: 7, name: '赵主任', loginName: 'zhao.zhuren', kind: 'PASSWORD', askedBy: '高志远', mayConfirm: false })]) }, shows: '不能由您自己确认' },
  { name: 'accounts-reset-confirming', path: '/accounts', as: administrator, api: { ...found, [REQUESTS]: list([aReset()]) }, act: press('确认重置：孙会计'), shows: '请您自己也和孙会计核实过' },
  {
    name: 'accounts-reset-confirmed',
    path: '/accounts',
    as: administrator,
    api: { ...found, [REQUESTS]: list([aReset({ kind: 'PASSWORD' })]), 'POST /v1/account-requests/6/confirmation': ok(handed) },
    act: async (page) => {
      await press('确认重置：孙会计')(page)
      await inDialog(page, '确认重置')
    },
    shows: 'w7kq-3mxd-9htb',
  },
  {
    name: 'accounts-reset-gone',
    path: '/accounts',
    as: administrator,
    api: { ...found, [REQUESTS]: list([aReset()]), 'POST /v1/account-requests/6/refusal': problem(409, 'state-changed', '状态已变化，请刷新后再看') },
    act: async (page) => {
      await press('不同意：孙会计')(page)
      await inDialog(page, '不同意')
    },
    shows: '看现在的情况',
  },
  { name: 'accounts-powers-wait', path: '/accounts', as: administrator, api: { ...found, [SEARCH]: list([anAccount({ waitingRoles: ['APPROVER'] }), anAccount({ staffId: 26, name: '何小青', loginName: 'hexiaoqing', roles: [], waitingRoles: ['APPROVER', 'ADMINISTRATOR'], oneTimePassword: true }), ...accounts.slice(1)]), [REQUESTS]: list([somePowers(), somePowers({ accountRequestId: 9, name: '李明', loginName: 'liming', oneTimePassword: true, secondFactorSince: null }), somePowers({ accountRequestId: 10, name: '钱多福', loginName: 'qian', roles: ['FUND_CLERK'], askedBy: '高志远', secondFactorSince: null, mayConfirm: false })]) }, shows: '审批权限等第二位管理员确认' },
  { name: 'accounts-powers-confirming', path: '/accounts', as: administrator, api: { ...found, [REQUESTS]: list([somePowers()]) }, act: press('确认权限：何小青'), shows: '都对得上' },
  {
    name: 'accounts-powers-not-asked',
    path: '/accounts',
    as: administrator,
    api: { ...found, [REQUESTS]: list([somePowers()]) },
    act: async (page) => {
      await press('确认权限：何小青')(page)
      await press('问过了，权限生效')(page)
    },
    shows: '再打上勾',
  },
  {
    name: 'accounts-powers-confirmed',
    path: '/accounts',
    as: administrator,
    api: { ...found, [REQUESTS]: list([somePowers()]), 'POST /v1/account-requests/8/confirmation': ok({ account: anAccount({ roles: ['APPROVER'] }) }) },
    act: async (page) => {
      await press('确认权限：何小青')(page)
      await page.getByLabel(/都对得上/).check()
      await press('问过了，权限生效')(page)
    },
    shows: '审批权限生效了',
  },
  {
    name: 'accounts-powers-too-new',
    path: '/accounts',
    as: administrator,
    api: { ...found, [REQUESTS]: list([somePowers()]), 'POST /v1/account-requests/8/confirmation': problem(403, 'administrator-too-new', '提出和确认的两位管理员，都要开通、变更岗位或重置满7天') },
    act: async (page) => {
      await press('确认权限：何小青')(page)
      await page.getByLabel(/都对得上/).check()
      await press('问过了，权限生效')(page)
    },
    shows: '满 7 天才算数',
  },
  {
    name: 'accounts-powers-not-ready',
    path: '/accounts',
    as: administrator,
    api: { ...found, [REQUESTS]: list([somePowers()]), 'POST /v1/account-requests/8/confirmation': problem(409, 'holder-not-ready', '本人还没有设自己的密码、开启动态验证码，办好了才能确认权限') },
    act: async (page) => {
      await press('确认权限：何小青')(page)
      await page.getByLabel(/都对得上/).check()
      await press('问过了，权限生效')(page)
    },
    shows: '请本人先登录',
  },
  { name: 'accounts-powers-taken-back', path: '/accounts', as: administrator, api: { ...found, [REQUESTS]: list([somePowers({ mayConfirm: false })]) }, act: press('撤回：何小青'), shows: '撤回这次提出的权限' },
  { name: 'accounts-one-waits', path: '/accounts?account=21', as: administrator, api: { ...opened, [ONE]: ok(anAccount({ waitingRoles: ['APPROVER'] })), [HISTORY]: list([{ kind: 'POWERS_ASKED', at: '2026-11-20T09:20:00+08:00', by: '高志远', organisation: '临江区纺织二厂工会', roles: ['CADRE', 'CHECKER'], powers: ['APPROVER'] }, ...changes]) }, shows: '提出给权限' },
  {
    name: 'accounts-roles-that-wait',
    path: '/accounts?account=21',
    as: administrator,
    api: { ...opened, 'POST /v1/staff/21/roles': ok(anAccount({ waitingRoles: ['APPROVER'], version: 4 })) },
    act: async (page) => {
      await press('改角色')(page)
      await page.getByLabel(/^审批/).check()
      await press('更改角色')(page)
    },
    shows: '要等第二位管理员确认，才能用',
  },
  {
    name: 'accounts-new-that-waits',
    path: '/accounts?account=new',
    as: administrator,
    api: { ...opened, 'POST /v1/staff': ok({ ...handed, account: anAccount({ roles: ['CADRE'], waitingRoles: ['APPROVER'], oneTimePassword: true }) }, 201) },
    act: async (page) => {
      await fillNew(page)
      await page.getByLabel(/^审批/).check()
      await page.locator('form').getByRole('button', { name: '开通账号' }).click()
    },
    shows: '再请另一位管理员在“账号”页确认',
  },
  {
    name: 'sign-in-told-of-a-reset',
    path: '/staff/sign-in',
    as: door,
    api: { 'POST /v1/sessions/staff': ok({ principal: door, expiresInSeconds: 900 }, 201), [MINE]: ok({ ...mine, changes: [{ ...changes[1]!, at: '2026-11-20T08:00:00+08:00' }, ...changes] }) },
    act: async (page) => {
      await page.getByLabel('账号').fill('liming')
      await page.getByLabel('密码', { exact: true }).fill('旧的密码是这一句')
      await page.getByRole('button', { name: '登录', exact: true }).click()
    },
    shows: '您上次登录以后',
  },
  { name: 'accounts-new', path: '/accounts?account=new', as: administrator, api: opened, act: fillNew, shows: '选了：' },
  { name: 'accounts-new-errors', path: '/accounts?account=new', as: administrator, api: opened, act: (page) => page.getByRole('button', { name: '开通账号' }).click(), shows: '请至少选一个角色' },
  {
    name: 'accounts-new-taken',
    path: '/accounts?account=new',
    as: administrator,
    api: { ...opened, 'POST /v1/staff': problem(409, 'login-name-taken', '这个登录名已有人使用') },
    act: async (page) => {
      await fillNew(page)
      await page.getByRole('button', { name: '开通账号' }).click()
    },
    shows: '这个登录名已有人使用',
  },
  {
    name: 'accounts-new-opened',
    path: '/accounts?account=new',
    as: administrator,
    api: { ...opened, 'POST /v1/staff': ok(handed, 201) },
    act: async (page) => {
      await fillNew(page)
      await page.getByRole('button', { name: '开通账号' }).click()
    },
    shows: '账号开通了',
  },
]

const TOP = 'GET /v1/organisations/3'
const THIS = 'GET /v1/organisations/30'
const tree = {
  [TOP]: ok(aDetail({ organisation: city, isOwn: true, below: 4, accounts: 21, accountsBelow: 512 })),
  'GET /v1/organisations/3/below': list(below),
  'GET /v1/organisations/3/history': list([]),
  'GET /v1/organisations/30/below': list(stations, 'next'),
  [THIS]: ok(aDetail()),
  'GET /v1/organisations/30/history': list(organisationHistory),
  'GET /v1/organisations': ok({ items: [below[1], city] }),
}
async function merging(page: Page): Promise<void> {
  await press('并入另一工会')(page)
  await page.getByLabel('并入哪个工会').fill('河西')
  await press('查工会')(page)
  await page.getByRole('radio', { name: /河西区总工会/ }).check()
  await page.getByLabel('原因').fill('区划调整，安工发〔2026〕20号')
}
const organisations: Scene[] = [
  { name: 'organisations', path: '/organisations', as: administrator, api: tree, shows: '河西区总工会' },
  { name: 'organisations-unfolded', path: '/organisations', as: administrator, api: tree, act: press('临江区总工会的下级'), shows: '临江街道总工会' },
  { name: 'organisations-unfolding-fails', path: '/organisations', as: administrator, api: { ...tree, 'GET /v1/organisations/30/below': busy }, act: press('临江区总工会的下级'), shows: '系统暂时不可用' },
  { name: 'organisations-alone', path: '/organisations', as: administrator, api: { ...tree, [TOP]: ok(aDetail({ organisation: { ...city, hasBelow: false }, isOwn: true, below: 0 })) }, shows: '还没有下级工会' },
  { name: 'organisations-loading', path: '/organisations', as: administrator, api: { [TOP]: 'never' }, shows: '正在取工会的上下级' },
  { name: 'organisations-error', path: '/organisations', as: administrator, api: { [TOP]: busy }, shows: '系统暂时不可用' },
  { name: 'organisations-not-allowed', path: '/organisations', as: door, api: { [TOP]: notAllowed }, shows: '没有这项操作的权限' },
  { name: 'organisations-one', path: '/organisations?organisation=30', as: administrator, api: tree, shows: '撤县设区' },
  { name: 'organisations-own', path: '/organisations?organisation=3', as: administrator, api: tree, shows: '由上级工会的系统管理员办' },
  { name: 'organisations-closed', path: '/organisations?organisation=30', as: administrator, api: { ...tree, [THIS]: ok(aDetail({ organisation: anOrganisation({ closedOn: '2026-06-30', hasBelow: false }), below: 0, accounts: 0, partners: 0, accountsBelow: 0 })) }, shows: '撤销' },
  { name: 'organisations-new', path: '/organisations?organisation=30', as: administrator, api: tree, act: press('新设下级工会'), shows: '新工会的全称' },
  {
    name: 'organisations-errors',
    path: '/organisations?organisation=30',
    as: administrator,
    api: tree,
    act: async (page) => {
      await press('新设下级工会')(page)
      await press('新设下级工会')(page)
    },
    shows: '请填全称',
  },
  {
    name: 'organisations-renamed',
    path: '/organisations?organisation=30',
    as: administrator,
    api: { ...tree, 'POST /v1/organisations/30/name': ok(aDetail()) },
    act: async (page) => {
      await press('更名')(page)
      await page.getByLabel('新名称').fill('临江新区总工会')
      await page.getByLabel('原因').fill('设立新区')
      await press('更名')(page)
      await inDialog(page, '更名')
    },
    shows: '更名好了',
  },
  { name: 'organisations-merging', path: '/organisations?organisation=30', as: administrator, api: tree, act: merging, shows: '选了：' },
  {
    name: 'organisations-merge-asked',
    path: '/organisations?organisation=30',
    as: administrator,
    api: tree,
    act: async (page) => {
      await merging(page)
      await page.locator('form').getByRole('button', { name: '并入另一工会' }).click()
    },
    shows: '从此撤销，不能恢复',
  },
  {
    name: 'organisations-move-refused',
    path: '/organisations?organisation=30',
    as: administrator,
    api: { ...tree, 'POST /v1/organisations/30/move': problem(409, 'place-not-accepted', '该工会不能放到所选的上级之下') },
    act: async (page) => {
      await press('改隶上级')(page)
      await press('查工会')(page)
      await page.getByRole('radio', { name: /河西区总工会/ }).check()
      await page.getByLabel('原因').fill('区划调整')
      await page.locator('form').getByRole('button', { name: '改隶上级' }).click()
      await inDialog(page, '改隶上级')
    },
    shows: '改隶要改到层级更高的工会之下',
  },
  { name: 'organisations-not-empty', path: '/organisations?organisation=30', as: administrator, api: tree, act: press('撤销'), shows: '不能直接撤销' },
]

gallery('keys', keys)
gallery('own account', account)
gallery('accounts of staff', staff)
gallery('organisations', organisations)
