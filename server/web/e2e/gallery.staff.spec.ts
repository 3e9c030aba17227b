import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
import { gallery, ok, problem, type Answer, type Scene } from './gallery'
import { CODE, family } from './samples'
import {
  aCode,
  administrator,
  anApplication,
  approver,
  atTheDoor,
  atTheOffice,
  codeClerk,
  door,
  fundClerk,
  newAtTheDoor,
  paired,
  payments,
  pile,
  searched,
  toApprove,
  toCheck,
  toDos,
} from './staffSamples'

const busy = problem(503, 'store-unavailable', '系统暂时不可用，请稍后再试')
const notAllowed = problem(403, 'not-allowed', '您没有这项操作的权限')
const nothing = ok({ items: [], next: null })
const signed = readFileSync(fileURLToPath(new URL('symbols/signed.svg', import.meta.url)), 'utf8')

const SCANNED = `GET /v1/household-codes/${CODE}`
const HOUSEHOLDS = 'GET /v1/my/paired-households'
const INBOX = 'GET /v1/inbox'
const APPLICATION = 'GET /v1/applications/501'
const PAYMENTS = 'GET /v1/payments'
const SEARCH = 'POST /v1/households/search'
const ONE_CODE = 'GET /v1/households/7/code'
const counts = { live: 9310, none: 1204, dead: 86 }

const tap = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()
const list = (items: unknown[], more: object = {}): Answer => ok({ items, next: null, ...more })

const HOUSEHOLD = 'GET /v1/households/7'
const UNMASK = 'POST /v1/households/7/unmasking'
const full = ok({ householdId: 7, fields: { NAME: '样示例', PHONE: '10001234567' } })
async function unmask(page: Page): Promise<void> {
  await page.getByText('查看完整信息').click()
  await page.getByLabel('手机号').check()
  await page.getByLabel('为什么要看').selectOption('CONTACT')
  await page.getByRole('button', { name: '查看并留痕' }).click()
}

const PAIRINGS = 'GET /v1/households/7/pairings'
const pairings = [
  { staffId: 31, name: '李明', unit: '安和市临江区总工会', outsideTree: false, fromOn: '2026-05-06', toOn: null, reason: '前任调离岗位', endReason: null },
  { staffId: 40, name: '高远', unit: '安和市财政局', outsideTree: true, fromOn: '2026-03-01', toOn: null, reason: null, endReason: null },
  { staffId: 30, name: '周小燕', unit: '安和市临江区总工会', outsideTree: false, fromOn: '2024-11-02', toOn: '2026-05-06', reason: null, endReason: '暂时没有人手' },
]
const account = { staffId: 32, name: '陈玉兰', loginName: 'chenyulan', unit: '临江街道工会', organisationId: 3, organisation: '安和市临江区总工会', roles: ['CADRE'], outsideTree: false, open: true, secondFactor: false, oneTimePassword: false, version: 1 }
const passing = { [HOUSEHOLD]: ok(atTheOffice('LIVE')), [PAIRINGS]: ok({ items: pairings }), 'GET /v1/staff': list([account]) }
const showPairings = (page: Page) => page.getByText('结对责任人', { exact: true }).click()
async function passOn(page: Page): Promise<void> {
  await showPairings(page)
  await tap('更换或增加')(page)
  await page.getByLabel('谁来接手').selectOption({ label: '临江街道工会 陈玉兰' })
  await page.getByLabel('原因').fill('调离岗位')
  await page.getByRole('button', { name: '更换', exact: true }).click()
}

const BINDINGS = 'POST /v1/households/7/bindings'
async function atDoor(page: Page): Promise<void> {
  await tap('上门绑定手机')(page)
  await page.getByLabel('对方手机上的 8 位数字').fill('20481937')
  await page.getByLabel('对方是这家的谁').selectOption('SPOUSE')
  await page.getByLabel('以前的手机丢了').check()
}
async function boundAtDoor(page: Page): Promise<void> {
  await atDoor(page)
  await page.getByRole('button', { name: '绑定', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '绑定', exact: true }).click()
}

const household: Scene[] = [
  { name: 'household-cadre', path: '/households/7', as: door, api: { [HOUSEHOLD]: ok(atTheDoor) }, shows: '走访' },
  { name: 'household-withdrawn', path: '/households/7', as: door, api: { [HOUSEHOLD]: ok({ ...atTheDoor, household: { ...atTheDoor.household, mainCause: null }, benefits: [], withdrawn: ['BANK_ACCOUNT', 'HEALTH', 'MINORS'] }) }, shows: '这家人撤回了同意' },
  { name: 'household-office-withdrawn', path: '/households/7', as: codeClerk, api: { [HOUSEHOLD]: ok({ ...atTheOffice('LIVE'), withdrawn: ['HEALTH'] }) }, shows: '不再同意使用健康医疗' },
  { name: 'household-door-binding', path: '/households/7', as: door, api: { [HOUSEHOLD]: ok(atTheDoor) }, act: atDoor, shows: '对方手机上的 8 位数字' },
  { name: 'household-door-asked', path: '/households/7', as: door, api: { [HOUSEHOLD]: ok(atTheDoor) }, act: async (page) => {
    await atDoor(page)
    await page.getByRole('button', { name: '绑定', exact: true }).click()
  }, shows: '把这部手机绑定到这一户？' },
  { name: 'household-door-bound', path: '/households/7', as: door, api: { [HOUSEHOLD]: ok(atTheDoor), [BINDINGS]: ok({ householdId: 7, capacity: 'ADULT', bindingsEnded: 1 }, 201) }, act: boundAtDoor, shows: '绑定好了' },
  { name: 'household-door-refused', path: '/households/7', as: door, api: { [HOUSEHOLD]: ok(atTheDoor), [BINDINGS]: problem(409, 'door-code-wrong', '绑定码不正确或已失效，请对方重新出示') }, act: boundAtDoor, shows: '绑定码不正确' },
  { name: 'household-phones-asked', path: '/households/7', as: door, api: { [HOUSEHOLD]: ok(atTheDoor) }, act: tap('手机丢了，全部退出'), shows: '让这家的手机都退出登录？' },
  { name: 'pairing', path: '/households/7', as: codeClerk, api: { [HOUSEHOLD]: ok(atTheOffice('LIVE')), [PAIRINGS]: ok({ items: pairings }) }, act: showPairings, shows: '以前的 1 位' },
  { name: 'pairing-none', path: '/households/7', as: administrator, api: { [HOUSEHOLD]: ok(atTheOffice('LIVE')), [PAIRINGS]: nothing }, act: showPairings, shows: '安排一位' },
  { name: 'pairing-error', path: '/households/7', as: administrator, api: { [HOUSEHOLD]: ok(atTheOffice('LIVE')), [PAIRINGS]: busy }, act: showPairings, shows: '系统暂时不可用' },
  { name: 'pairing-change', path: '/households/7', as: administrator, api: passing, act: async (page) => {
    await showPairings(page)
    await tap('更换或增加')(page)
    await page.getByRole('button', { name: '更换', exact: true }).click()
  }, shows: '请选接手的人' },
  { name: 'pairing-asked', path: '/households/7', as: administrator, api: passing, act: passOn, shows: '换结对责任人？' },
  { name: 'pairing-refused', path: '/households/7', as: administrator, api: { ...passing, 'POST /v1/households/7/pairings': problem(409, 'successor-not-fit', '接手的人须是另一位在岗的帮扶干部或结对责任人') }, act: async (page) => {
    await passOn(page)
    await page.getByRole('dialog').getByRole('button', { name: '更换' }).click()
  }, shows: '须是另一位在岗' },
  { name: 'household-office', path: '/households/7', as: codeClerk, api: { [HOUSEHOLD]: ok(atTheOffice('LIVE')) }, shows: '档案摘要' },
  { name: 'household-unmasking', path: '/households/7', as: codeClerk, api: { [HOUSEHOLD]: ok(atTheOffice('LIVE')) }, act: (page) => page.getByText('查看完整信息').click(), shows: '为什么要看' },
  { name: 'household-unmasked', path: '/households/7', as: codeClerk, api: { [HOUSEHOLD]: ok(atTheOffice('LIVE')), [UNMASK]: full }, act: unmask, shows: '10001234567' },
  { name: 'household-unmasking-refused', path: '/households/7', as: codeClerk, api: { [HOUSEHOLD]: ok(atTheOffice('LIVE')), [UNMASK]: notAllowed }, act: unmask, shows: '没有这项操作的权限' },
  { name: 'household-not-found', path: '/households/7', as: door, api: { [HOUSEHOLD]: problem(404, 'not-found', '没有找到') }, shows: '不归您查看' },
  { name: 'household-loading', path: '/households/7', as: door, api: { [HOUSEHOLD]: 'never' }, shows: '正在查看这一户' },
]

const cadre: Scene[] = [
  { name: 'cadre', path: '/cadre', as: door, api: { [HOUSEHOLDS]: list(paired), [INBOX]: list(toDos) }, shows: '陈玉兰' },
  { name: 'cadre-one', path: '/cadre', as: door, api: { [HOUSEHOLDS]: list(paired.slice(0, 1)), [INBOX]: nothing }, shows: '现在没有要您办的事' },
  { name: 'cadre-empty', path: '/cadre', as: door, api: { [HOUSEHOLDS]: nothing, [INBOX]: nothing }, shows: '还没有和您结对的户' },
  { name: 'cadre-loading', path: '/cadre', as: door, api: { [HOUSEHOLDS]: 'never', [INBOX]: 'never' }, shows: '正在取待办' },
  { name: 'cadre-error', path: '/cadre', as: door, api: { [HOUSEHOLDS]: busy, [INBOX]: 'offline' }, shows: '系统暂时不可用' },
  { name: 'cadre-household-open', path: '/cadre', as: door, api: { [HOUSEHOLDS]: list(paired), [INBOX]: list(toDos) }, act: tap(/陈玉兰/), shows: '记一次走访' },

  { name: 'door', path: `/h/${CODE}`, as: door, api: { [SCANNED]: ok(atTheDoor) }, shows: '拨打' },
  { name: 'door-new', path: `/h/${CODE}`, as: door, api: { [SCANNED]: ok(newAtTheDoor) }, shows: '没有登记电话' },
  {
    name: 'door-visit',
    path: `/h/${CODE}`,
    as: door,
    api: { [SCANNED]: ok(atTheDoor) },
    act: async (page) => {
      await tap('记一次走访')(page)
      await tap('说钱已经收到')(page)
      await page.getByLabel('看到了什么').pressSequentially('孩子下月考试。')
    },
    shows: '保存走访',
  },
  {
    name: 'door-visit-empty',
    path: `/h/${CODE}`,
    as: door,
    api: { [SCANNED]: ok(atTheDoor) },
    act: async (page) => {
      await tap('记一次走访')(page)
      await tap('保存走访')(page)
    },
    shows: '点一句或写一句再保存',
  },
  {
    name: 'door-visit-offline',
    path: `/h/${CODE}`,
    as: door,
    api: { [SCANNED]: ok(atTheDoor), 'POST /v1/households/7/visits': 'offline' },
    act: async (page) => {
      await tap('记一次走访')(page)
      await tap('家里没有人')(page)
      await tap('保存走访')(page)
    },
    shows: '联网后自动提交',
  },
  {
    name: 'door-visit-logged',
    path: `/h/${CODE}`,
    as: door,
    api: { [SCANNED]: ok(atTheDoor), 'POST /v1/households/7/visits': ok({ visitId: 5, visitedAt: '2026-11-20T10:00:00+08:00', note: '家里没有人。', by: '李明' }, 201) },
    act: async (page) => {
      await tap('记一次走访')(page)
      await tap('家里没有人')(page)
      await tap('保存走访')(page)
    },
    shows: '走访已记下',
  },
  { name: 'door-missing-asked', path: `/h/${CODE}`, as: door, api: { [SCANNED]: ok(atTheDoor) }, act: tap(/反映钱没有到/), shows: '反映这笔钱没有到？' },
  {
    name: 'door-missing-reported',
    path: `/h/${CODE}`,
    as: door,
    api: { [SCANNED]: ok(atTheDoor), 'POST /v1/payments/31/missing-reports': ok({ paymentId: 31, reportedAt: '2026-11-20T10:00:00+08:00' }, 201) },
    act: async (page) => {
      await tap(/反映钱没有到/)(page)
      await page.getByRole('dialog').getByRole('button', { name: '反映钱没有到' }).click()
    },
    shows: '已反映',
  },
  { name: 'office', path: `/h/${CODE}`, as: codeClerk, api: { [SCANNED]: ok(atTheOffice()) }, shows: '这张卡有效' },
  { name: 'office-dead', path: `/h/${CODE}`, as: approver, api: { [SCANNED]: ok(atTheOffice('REPLACED')) }, shows: '这是旧卡' },
]

const decision = (path: string, answer: Answer) => ({ [INBOX]: list(pile), [APPLICATION]: ok(path === 'check' ? toCheck : toApprove), [`POST /v1/applications/501/${path === 'check' ? 'check' : 'approval'}`]: answer })

const approve = async (page: Page) => {
  await page.getByLabel('批准多少元').fill('3000')
  await tap(/^批准 ¥/)(page)
  await page.getByRole('dialog').getByRole('button', { name: /^批准/ }).click()
}

const inbox: Scene[] = [
  { name: 'inbox', path: '/inbox', as: approver, api: { [INBOX]: list(pile) }, shows: '共 40 件' },
  { name: 'inbox-one', path: '/inbox', as: door, api: { [INBOX]: list(toDos.slice(2)) }, shows: '共 1 件' },
  { name: 'inbox-late', path: '/inbox?late=yes&sort=-head', as: approver, api: { [INBOX]: list(pile) }, shows: '共 40 件' },
  { name: 'inbox-filtered-empty', path: '/inbox?action=APPROVE', as: approver, api: { [INBOX]: list(toDos) }, shows: '这样筛选后没有申请' },
  { name: 'inbox-empty', path: '/inbox', as: approver, api: { [INBOX]: nothing }, shows: '现在没有要您办的事' },
  { name: 'inbox-loading', path: '/inbox', as: approver, api: { [INBOX]: 'never' }, shows: '正在取待办' },
  { name: 'inbox-error', path: '/inbox', as: approver, api: { [INBOX]: notAllowed }, shows: '没有这项操作的权限' },
  { name: 'inbox-withdrawn', path: '/inbox/501', as: door, api: { [INBOX]: list(toDos), [APPLICATION]: ok({ ...toCheck, reason: null, materials: [], withdrawn: 'HEALTH' }) }, shows: '写的话和照片不再显示' },
  { name: 'inbox-withdrawn-refused', path: '/inbox/501', as: door, api: { [INBOX]: list(toDos), [APPLICATION]: ok(toCheck), 'POST /v1/applications/501/check': problem(409, 'consent-withdrawn', '对使用这项资料的同意已经撤回，暂时不能办理；重新同意后可以继续') }, act: tap('通过，送审批'), shows: '重新同意后可以继续' },
  { name: 'inbox-withdrawn-approver', path: '/inbox/501', as: approver, api: { [INBOX]: list(pile), [APPLICATION]: ok({ ...toApprove, reason: null, materials: [], withdrawn: 'HEALTH' }) }, shows: '不能通过，也不能批准' },
  { name: 'inbox-check', path: '/inbox/501', as: door, api: { [INBOX]: list(toDos), [APPLICATION]: ok(toCheck) }, shows: '通过，送审批' },
  {
    name: 'inbox-materials',
    path: '/inbox/501',
    as: door,
    api: { [INBOX]: list(toDos), [APPLICATION]: ok(toCheck) },
    act: async (page) => {
      await tap(/看第 1 张/)(page)
      await page.getByRole('button', { name: '放大看第 1 张' }).waitFor()
    },
    shows: '点照片可以放大',
  },
  {
    name: 'inbox-return',
    path: '/inbox/501',
    as: door,
    api: { [INBOX]: list(toDos), [APPLICATION]: ok(toCheck) },
    act: async (page) => {
      await tap('退回补充')(page)
      await tap('退回给这家人补充')(page)
    },
    shows: '请写明原因',
  },
  {
    name: 'inbox-passed',
    path: '/inbox/501',
    as: door,
    api: decision('check', ok(anApplication({ version: 2 }))),
    act: tap('通过，送审批'),
    shows: '已通过，送去审批',
  },
  { name: 'inbox-approve', path: '/inbox/501', as: approver, api: { [INBOX]: list(pile), [APPLICATION]: ok(toApprove) }, act: (page) => page.getByLabel('批准多少元').fill('12,000.50'), shows: '壹万贰仟元伍角整' },
  { name: 'inbox-over-ceiling', path: '/inbox/501', as: approver, api: { [INBOX]: list(pile), [APPLICATION]: ok(toApprove) }, act: (page) => page.getByLabel('批准多少元').fill('30000'), shows: '超过上限' },
  {
    name: 'inbox-approve-asked',
    path: '/inbox/501',
    as: approver,
    api: { [INBOX]: list(pile), [APPLICATION]: ok(toApprove) },
    act: async (page) => {
      await page.getByLabel('批准多少元').fill('3000')
      await tap(/^批准 ¥/)(page)
    },
    shows: '大写：叁仟元整',
  },
  { name: 'inbox-approved', path: '/inbox/501', as: approver, api: decision('approve', ok(anApplication({ state: 'APPROVED', amountFen: 300000, expectedOn: '2026-12-05', dueOn: null, holder: null }))), act: approve, shows: '已批准 ¥3,000.00' },
  { name: 'inbox-state-changed', path: '/inbox/501', as: approver, api: decision('approve', problem(409, 'state-changed', '状态已变化，请刷新后再看')), act: approve, shows: '刷新这件申请' },
  { name: 'inbox-own-entry', path: '/inbox/501', as: approver, api: decision('approve', problem(403, 'own-entry', '经手人不能审批自己办理的申请')), act: approve, shows: '两个人各看一遍' },
  { name: 'inbox-refuse', path: '/inbox/501', as: approver, api: { [INBOX]: list(pile), [APPLICATION]: ok(toApprove) }, act: tap('不批准'), shows: '不批准的原因' },
  { name: 'inbox-gone', path: '/inbox/501', as: approver, api: { [INBOX]: list(pile) }, shows: '没有找到' },
]

const sent = payments.find((item) => item.payment.state === 'SENT')!
const money: Scene[] = [
  { name: 'payments', path: '/payments', as: fundClerk, api: { [PAYMENTS]: list(payments, { next: 'p2' }) }, shows: '24 笔' },
  { name: 'payments-one', path: '/payments', as: fundClerk, api: { [PAYMENTS]: list(payments.slice(0, 1)) }, shows: '1 笔' },
  { name: 'payments-missing', path: '/payments?missing=yes', as: fundClerk, api: { [PAYMENTS]: list(payments) }, shows: '2 笔' },
  { name: 'payments-empty', path: '/payments', as: fundClerk, api: { [PAYMENTS]: nothing }, shows: '还没有要发放的钱' },
  { name: 'payments-filtered-empty', path: '/payments?state=RETURNED', as: fundClerk, api: { [PAYMENTS]: nothing }, shows: '这样筛选后没有发放' },
  { name: 'payments-loading', path: '/payments', as: fundClerk, api: { [PAYMENTS]: 'never' }, shows: '正在取发放清单' },
  { name: 'payments-error', path: '/payments', as: fundClerk, api: { [PAYMENTS]: busy }, shows: '系统暂时不可用' },
  { name: 'payment-sent', path: `/payments?payment=${sent.payment.paymentId}`, as: fundClerk, api: { [PAYMENTS]: list(payments) }, shows: '哪天到账的' },
  { name: 'payment-return', path: `/payments?payment=${sent.payment.paymentId}`, as: fundClerk, api: { [PAYMENTS]: list(payments) }, act: async (page) => { await tap('被银行退回了')(page); await tap('标记被退回')(page) }, shows: '请选银行退回的原因' },
  { name: 'payment-returned', path: '/payments?payment=706', as: fundClerk, api: { [PAYMENTS]: list(payments) }, shows: '只会发一次' },
  { name: 'payment-send-asked', path: '/payments?payment=700', as: fundClerk, api: { [PAYMENTS]: list(payments) }, act: tap('标记已送银行'), shows: '标记已送银行？' },
  { name: 'payment-done', path: '/payments?payment=700', as: fundClerk, api: { [PAYMENTS]: list(payments), 'POST /v1/payments/700/sending': ok({ ...payments[0]!.payment, state: 'SENT', sentOn: '2026-11-20' }) }, act: async (page) => { await tap('标记已送银行')(page); await page.getByRole('dialog').getByRole('button', { name: '标记已送银行' }).click() }, shows: '已标记：送银行' },
  {
    name: 'payments-many',
    only: 'desktop',
    path: '/payments?state=APPROVED',
    as: fundClerk,
    api: { [PAYMENTS]: list(payments.filter((item) => item.payment.state === 'APPROVED')) },
    act: async (page) => {
      for (const place of [0, 1, 2]) await page.getByRole('checkbox', { name: /^选 / }).nth(place).check()
    },
    shows: '已选',
  },
  {
    name: 'payments-many-failed',
    only: 'desktop',
    path: '/payments?state=APPROVED',
    as: fundClerk,
    api: {
      [PAYMENTS]: list(payments.filter((item) => item.payment.state === 'APPROVED')),
      'POST /v1/payments/700/sending': ok({ ...payments[0]!.payment, state: 'SENT', sentOn: '2026-11-20' }),
      'POST /v1/payments/701/sending': problem(409, 'state-changed', '状态已变化，请刷新后再看'),
    },
    act: async (page) => {
      for (const place of [0, 1]) await page.getByRole('checkbox', { name: /^选 / }).nth(place).check()
      await tap('标记已送银行')(page)
      await page.getByRole('dialog').getByRole('button', { name: '标记已送银行' }).click()
    },
    shows: '1 笔没有办成',
  },
]

const picture = { 'GET /v1/households/7/code/picture': { svg: signed } }
const job = (over: object) => ok({ jobId: 55, organisationId: 3, state: 'RUNNING', total: 1204, done: 360, startedAt: '2026-11-20T09:58:00+08:00', finishedAt: null, ...over }, 202)
const start = async (page: Page) => {
  await tap(/^给还没有码的/)(page)
  await tap('开始生成')(page)
}
const found = { [SEARCH]: list(searched, { counts, next: 'p2' }) }

const codes: Scene[] = [
  { name: 'codes', path: '/codes', as: codeClerk, api: found, shows: '10,600 户' },
  { name: 'codes-one', path: '/codes?code=LIVE', as: codeClerk, api: { [SEARCH]: list(searched.slice(0, 1), { counts: { live: 1, none: 0, dead: 0 } }) }, shows: '列出 1 户' },
  { name: 'codes-empty', path: '/codes', as: codeClerk, api: { [SEARCH]: list([], { counts: { live: 0, none: 0, dead: 0 } }) }, shows: '管辖范围里还没有户' },
  { name: 'codes-not-found', path: '/codes?tier=DEEP', as: codeClerk, api: { [SEARCH]: list([], { counts }) }, shows: '没有找到这样的户' },
  { name: 'codes-loading', path: '/codes', as: codeClerk, api: { [SEARCH]: 'never' }, shows: '正在查找' },
  { name: 'codes-error', path: '/codes', as: codeClerk, api: { [SEARCH]: busy }, shows: '系统暂时不可用' },
  { name: 'codes-id-mistyped', path: '/codes', as: codeClerk, api: found, act: async (page) => { await page.getByLabel('身份证号').fill('990101196801011230'); await tap('查找')(page) }, shows: '有一位不对' },
  { name: 'codes-by-name', path: '/codes', as: codeClerk, api: found, act: async (page) => { await page.getByLabel('姓名').fill('王小'); await page.getByLabel('手机号').fill('12000001234'); await tap('查找')(page) }, shows: '请只留一种' },
  { name: 'codes-issue-asked', path: '/codes', as: codeClerk, api: found, act: tap(/^给还没有码的/), shows: '开始生成' },
  { name: 'codes-issuing', path: '/codes', as: codeClerk, api: { ...found, 'POST /v1/organisations/3/code-issue-jobs': job({}), 'GET /v1/code-issue-jobs/55': job({}) }, act: start, shows: '共 1,204 户' },
  { name: 'codes-issue-failed', path: '/codes', as: codeClerk, api: { ...found, 'POST /v1/organisations/3/code-issue-jobs': problem(409, 'job-running', '该工会正在生成编码，请等待完成') }, act: start, shows: '正在生成编码' },
  { name: 'code-live', path: '/codes?household=7', as: codeClerk, api: { ...found, ...picture, [ONE_CODE]: ok(aCode()) }, shows: '1A0D-JD9Y-N8Z6-DWDP' },
  { name: 'code-none', path: '/codes?household=7', as: codeClerk, api: { ...found, [ONE_CODE]: ok(aCode({ live: null, history: [] })) }, shows: '这户还没有码' },
  { name: 'code-dead', path: '/codes?household=7', as: codeClerk, api: { ...found, [ONE_CODE]: ok(aCode({ live: null, history: aCode().history.slice(1) })) }, shows: '现在没有能用的码' },
  { name: 'code-lost-asked', path: '/codes?household=7', as: codeClerk, api: { ...found, ...picture, [ONE_CODE]: ok(aCode()) }, act: tap('挂失'), shows: '旧卡马上失效' },
  { name: 'code-revoke', path: '/codes?household=7', as: codeClerk, api: { ...found, ...picture, [ONE_CODE]: ok(aCode()) }, act: async (page) => { await tap('作废')(page); await tap('作废这户的码')(page) }, shows: '请写明为什么作废' },
  { name: 'code-replaced', path: '/codes?household=7', as: codeClerk, api: { ...found, ...picture, [ONE_CODE]: ok(aCode()), 'POST /v1/households/7/code/replacement': ok(aCode().live, 201) }, act: async (page) => { await tap('换新码')(page); await page.getByRole('dialog').getByRole('button', { name: '换新码' }).click() }, shows: '已换新码' },
  { name: 'code-error', path: '/codes?household=7', as: codeClerk, api: { ...found, [ONE_CODE]: problem(404, 'not-found', '没有找到') }, shows: '没有找到' },

  { name: 'card-a4', path: '/codes/7/card', as: codeClerk, api: { ...picture, [ONE_CODE]: ok(aCode()) }, act: (page) => expect(page.getByRole('button', { name: '打印' })).toBeEnabled(), shows: '领取单' },
  { name: 'card-small', path: '/codes/7/card?paper=card', as: codeClerk, api: { ...picture, [ONE_CODE]: ok(aCode()) }, act: (page) => expect(page.getByRole('button', { name: '打印' })).toBeEnabled(), shows: '证卡打印机' },
  { name: 'card-unpaired', path: '/codes/7/card?paper=card', as: codeClerk, api: { ...picture, [ONE_CODE]: ok(aCode({ pairedCadre: null })) }, act: (page) => expect(page.getByRole('button', { name: '打印' })).toBeEnabled(), shows: '证卡打印机' },
  { name: 'card-none', path: '/codes/7/card', as: codeClerk, api: { [ONE_CODE]: ok(aCode({ live: null, history: [] })) }, shows: '现在没有有效的码' },
  { name: 'card-loading', path: '/codes/7/card', as: codeClerk, api: { [ONE_CODE]: 'never' }, shows: '正在取这户的码' },
  { name: 'card-error', path: '/codes/7/card', as: codeClerk, api: { [ONE_CODE]: busy }, shows: '系统暂时不可用' },
]

const write = async (page: Page) => {
  await page.getByLabel('标题').fill('金秋助学开始申请')
  await page.getByLabel('正文').fill('今年考上大学的孩子，12 月 10 日前可以申请。\n\n有疑问请拨打 0999-555-1234。')
}
const news: Scene[] = [
  { name: 'news-new', path: '/news/new', as: codeClerk, shows: '发布后的样子' },
  { name: 'news-written', path: '/news/new', as: codeClerk, act: write, shows: '12 月 10 日前' },
  { name: 'news-wrong', path: '/news/new', as: codeClerk, act: tap('发布'), shows: '标题至少两个字' },
  { name: 'news-personal', path: '/news/new', as: codeClerk, act: async (page) => { await write(page); await page.getByLabel('正文').fill('王家电话 120 0000 1234') }, shows: '好像有证件号' },
  { name: 'news-asked', path: '/news/new', as: codeClerk, act: async (page) => { await write(page); await tap('发布')(page) }, shows: '发布这条动态？' },
  { name: 'news-error', path: '/news/new', as: codeClerk, api: { 'POST /v1/news': busy }, act: async (page) => { await write(page); await tap('发布')(page); await page.getByRole('dialog').getByRole('button', { name: '发布' }).click() }, shows: '没有丢' },
  { name: 'news-published', path: '/news/new', as: codeClerk, api: { 'POST /v1/news': ok({ newsId: 9, organisation: '临江区总工会', title: '金秋助学开始申请', body: '正文', publishedAt: '2026-11-20T10:00:00+08:00' }, 201) }, act: async (page) => { await write(page); await tap('发布')(page); await page.getByRole('dialog').getByRole('button', { name: '发布' }).click() }, shows: '去看动态' },
]

const needsMore: Scene[] = [
  { name: 'second-factor-required', path: '/payments', as: fundClerk, api: { [PAYMENTS]: problem(403, 'second-factor-required', '请先完成动态验证码验证') }, shows: '去设置或填动态验证码' },
  { name: 'password-change-required', path: '/payments', as: fundClerk, api: { [PAYMENTS]: problem(403, 'password-change-required', '请先修改一次性密码') }, shows: '去设自己的密码' },
]

const TOTP = 'POST /v1/my/second-factor/totp'
const CONFIRMATION = 'POST /v1/my/second-factor/totp/confirmation'
const recoveryCodes = ['7K3QD-X9MTA', '2VHWB-0R8EN', 'Q5Z1C-M4JPY', 'T6GAX-93KDS', '8NRE2-WVHC7', 'B0YMJ-5QT4Z', 'DX9K1-G6SPA', '4CZW8-HN3RV', 'MP2T7-JEQ05', 'Y1BSK-86XDG']
const enrolling: Record<string, Answer> = {
  [TOTP]: ok({ uri: 'otpauth://totp/x', secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', svg: signed, validSeconds: 600 }, 201),
  [CONFIRMATION]: ok({ recoveryCodes, session: { principal: fundClerk, expiresInSeconds: 900 } }, 201),
}
const toPicture = async (page: Page) => {
  await page.getByLabel('登录密码').fill('门前一棵老槐树')
  await tap('开始设置')(page)
  await page.getByAltText('给验证器应用扫的图案').waitFor()
}
const toCodes = async (page: Page) => {
  await toPicture(page)
  await page.getByLabel('应用里出现的 6 位数字').fill('123456')
  await tap('确认')(page)
}
const due = { ...fundClerk, next: 'START_TOTP' as const }
const secondFactor: Scene[] = [
  { name: 'second-factor', path: '/staff/second-factor', as: door, shows: '设置过的也从这里重新设置' },
  { name: 'second-factor-due', path: '/staff/second-factor', as: due, shows: '设好动态验证码才能用' },
  { name: 'second-factor-loading', path: '/staff/second-factor', as: due, api: { 'GET /v1/sessions/current': 'never' }, shows: '请稍候' },
  { name: 'second-factor-offline', path: '/staff/second-factor', as: due, api: { 'GET /v1/sessions/current': 'offline' }, shows: '现在连不上网络' },
  { name: 'second-factor-family', path: '/staff/second-factor', as: family, shows: '这一页是给工作人员的' },
  { name: 'second-factor-confirm-first', path: '/staff/second-factor', as: { ...fundClerk, next: 'CONFIRM_SECOND_FACTOR' }, shows: '6 位动态验证码' },
  { name: 'second-factor-password-wrong', path: '/staff/second-factor', as: due, api: { [TOTP]: problem(400, 'password-wrong', '当前密码不正确') }, act: async (page) => { await page.getByLabel('登录密码').fill('x'); await tap('开始设置')(page) }, shows: '登录密码不对' },
  { name: 'second-factor-error', path: '/staff/second-factor', as: due, api: { [TOTP]: busy }, act: async (page) => { await page.getByLabel('登录密码').fill('x'); await tap('开始设置')(page) }, shows: '系统暂时不可用' },
  { name: 'second-factor-picture', path: '/staff/second-factor', as: due, api: enrolling, act: toPicture, shows: '应用里出现的 6 位数字' },
  { name: 'second-factor-key', path: '/staff/second-factor', as: due, api: enrolling, act: async (page) => { await toPicture(page); await page.getByText('手动输入密钥').click() }, shows: 'JBSW Y3DP EHPK 3PXP' },
  { name: 'second-factor-wrong', path: '/staff/second-factor', as: due, api: { ...enrolling, [CONFIRMATION]: problem(400, 'second-factor-wrong', '动态验证码不正确或已用过，请等下一个') }, act: toCodes, shows: '请等出现新的 6 位' },
  { name: 'second-factor-late', path: '/staff/second-factor', as: due, api: { ...enrolling, [CONFIRMATION]: problem(409, 'state-changed', '状态已变化，请刷新后再看') }, act: toCodes, shows: '请从头再来一次' },
  { name: 'second-factor-lost', path: '/staff/second-factor', as: due, api: { ...enrolling, [CONFIRMATION]: 'offline' }, act: toCodes, shows: '没有收到结果' },
  { name: 'second-factor-codes', path: '/staff/second-factor', as: due, api: enrolling, act: toCodes, shows: '我已抄好' },
  { name: 'second-factor-codes-printed', path: '/staff/second-factor', as: due, api: enrolling, act: async (page) => { await toCodes(page); await page.getByText('我已抄好').waitFor(); await page.emulateMedia({ media: 'print' }) }, shows: '每个只能用一次，请锁好' },
  { name: 'second-factor-codes-left', path: '/staff/second-factor', as: due, api: enrolling, act: async (page) => { await toCodes(page); await page.getByText('我已抄好').waitFor(); await page.getByRole('link', { name: '一户一码，首页' }).click() }, shows: '备用码抄好了吗' },
  { name: 'second-factor-done', path: '/staff/second-factor', as: due, api: { ...enrolling, [PAYMENTS]: nothing }, act: async (page) => { await toCodes(page); await tap('我已抄好')(page); await expect(page).toHaveURL(/payments/) }, shows: '发放' },
]

gallery('the second factor', secondFactor)
gallery('what a session lacks', needsMore)
gallery('households', household)
gallery('cadre', cadre)
gallery('inbox', inbox)
gallery('payments', money)
gallery('codes', codes)
gallery('writing news', news)
