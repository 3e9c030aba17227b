import { expect, type Page } from '@playwright/test'
import type { Principal } from '../src/api/types'
import { gallery, ok, problem, type Answer, type Scene } from './gallery'
import {
  application,
  benefit,
  cadre,
  CODE,
  devices,
  family,
  household,
  HOTLINE,
  ISSUER,
  looks,
  news,
  paid,
  payment,
  programmes,
  returned,
  returnedApplication,
  someCode,
  summary,
  unbound,
} from './samples'

const anyone = ok({ viewer: 'anyone', issuer: ISSUER, hotline: HOTLINE })
const busy = problem(503, 'store-unavailable', '系统暂时不可用，请稍后再试')
const SCANNED = `GET /v1/household-codes/${CODE}`
const my = (view: Answer): Record<string, Answer> => ({ 'GET /v1/my/household': view, 'GET /v1/my/programmes': ok(programmes) })

const tap = (name: string) => (page: Page) => page.getByRole('button', { name }).click()

const demo: Record<string, Answer> = {
  'GET /demo/sign-ins': ok({
    staff: [
      { loginName: 'liming', password: 'demo', what: '帮扶干部 李明' },
      { loginName: 'zhao', password: 'demo', what: '审批 赵主任' },
    ],
    households: [
      { phone: '19900000001', what: '王家：医疗救助在办', code: CODE, idLastSix: '00001X' },
      { phone: '19900000002', what: '陈家：还没有绑定', code: '1K7Q-9M2X-J4T8-WZJN', idLastSix: '000028' },
    ],
    wechat: [{ jsCode: 'demo-1', what: '刘家' }],
  }),
  'GET /demo/sms': ok([{ phone: '19900000001', text: '【一户一码】验证码 482913，5 分钟内有效。', at: '2026-11-20T02:00:00Z' }]),
  'POST /v1/sms-codes': ok({ challengeId: 'Q2hhbGxlbmdlIDE2IGJ5dA', validSeconds: 300, againInSeconds: 60 }, 202),
}

const DEVICES = 'GET /v1/my/sessions'
const DOOR: Record<string, Answer> = { 'POST /v1/my/door-codes': ok({ doorCode: '20481937', validSeconds: 300 }, 201), 'POST /v1/sessions/refresh': ok({ principal: unbound }) }
const INVITATIONS = 'GET /v1/my/invitations'
const invitations = [{ proxyId: 41, organisation: '临江区纺织二厂工会', untilOn: '2027-03-31', answerBy: '2026-11-27T10:00:00+08:00' }]
const PROXIES = 'GET /v1/my/proxies'
const proxies = [
  { proxyId: 31, phoneEnding: '0017', untilOn: '2027-03-31', accepted: true, answerBy: null },
  { proxyId: 32, phoneEnding: '0018', untilOn: '2026-12-31', accepted: false, answerBy: '2026-11-27T10:00:00+08:00' },
]

const scenes: Scene[] = [
  // without any script
  { name: 'neutral', path: '/neutral.html', as: null, static: true, shows: '这是一张工会服务卡' },
  { name: 'momentary-neutral', path: '/dynamic.html', as: null, static: true, shows: '请工作人员登录后再扫' },
  { name: 'api-document', path: '/docs.html', as: null, static: true, shows: '扫码查看' },

  // nobody signed in
  { name: 'home', path: '/', as: null, api: { 'GET /v1/news': ok({ items: news }) }, shows: '家里人用手机号登录' },
  { name: 'home-loading', path: '/', as: family, api: { 'GET /v1/sessions/current': 'never', 'GET /v1/news': 'never' }, shows: '正在打开……' },
  { name: 'not-found', path: '/nowhere', as: null, shows: '地址可能抄错了' },
  { name: 'scan', path: '/scan', as: null, shows: '扫卡上的码' },
  {
    name: 'scan-mistyped',
    path: '/scan',
    as: null,
    act: async (page) => {
      await page.getByRole('textbox', { name: '输入卡上的码' }).fill('1k7q9m2xj4t8wzjo')
      await page.getByRole('button', { name: '查看' }).click()
    },
    shows: '有字符不对',
  },
  { name: 'sign-in', path: '/sign-in', as: null, shows: '您的手机号' },
  { name: 'sign-in-wechat', path: '/sign-in#wx=081AbC_-x', as: null, shows: '用微信登录' },
  { name: 'sign-in-demo', path: '/sign-in', as: null, api: demo, shows: '演示用的人' },
  { name: 'sign-in-phone-wrong', path: '/sign-in', as: null, act: async (page) => {
    await page.getByLabel('您的手机号').fill('1380000')
    await page.getByRole('button', { name: '获取短信验证码' }).click()
  }, shows: '手机号是 1 开头的 11 位数字' },
  { name: 'sign-in-code', path: '/sign-in', as: null, api: demo, act: async (page) => {
    await page.getByLabel('您的手机号').fill('19900000001')
    await page.getByRole('button', { name: '获取短信验证码' }).click()
    await page.getByText('演示系统收到的短信').waitFor()
  }, shows: '短信里的 6 位数字' },
  { name: 'sign-in-code-wrong', path: '/sign-in', as: null, api: { ...demo, 'POST /v1/sessions/sms': problem(401, 'sms-code-wrong', '验证码不正确或已过期') }, act: async (page) => {
    await page.getByLabel('您的手机号').fill('19900000001')
    await page.getByRole('button', { name: '获取短信验证码' }).click()
    await page.getByLabel('短信里的 6 位数字').fill('000000')
    await page.getByRole('button', { name: '登录', exact: true }).click()
  }, shows: '验证码不正确或已过期' },
  { name: 'sign-in-too-often', path: '/sign-in', as: null, api: { 'POST /v1/sms-codes': problem(429, 'too-many-requests', '操作太频繁，请稍后再试') }, act: async (page) => {
    await page.getByLabel('您的手机号').fill('19900000001')
    await page.getByRole('button', { name: '获取短信验证码' }).click()
  }, shows: '操作太频繁' },
  { name: 'staff-sign-in', path: '/staff/sign-in', as: null, api: demo, shows: '演示用的人' },
  { name: 'staff-sign-in-wecom', path: '/staff/sign-in#qy=081AbC_-x', as: null, shows: '登录后关联这个企业微信' },
  { name: 'staff-sign-in-wecom-not-linked', path: '/staff/sign-in#qy=081AbC_-x', as: null, api: { 'POST /v1/sessions/wecom': problem(401, 'wecom-not-linked', '这个企业微信还没有关联账号，请先用账号密码登录') }, act: (page) => page.getByRole('button', { name: '用企业微信登录' }).click(), shows: '还没有关联账号。请用账号密码登录' },
  { name: 'staff-sign-in-wecom-away', path: '/staff/sign-in#qy=081AbC_-x', as: null, api: { 'POST /v1/sessions/wecom': problem(503, 'wecom-unavailable', '企业微信暂时连不上，请用账号密码登录') }, act: (page) => page.getByRole('button', { name: '用企业微信登录' }).click(), shows: '企业微信暂时连不上' },
  { name: 'staff-sign-in-wrong', path: '/staff/sign-in', as: null, api: { 'POST /v1/sessions/staff': problem(401, 'sign-in-failed', '登录信息不正确') }, act: async (page) => {
    await page.getByLabel('账号').fill('liming')
    await page.getByLabel('密码', { exact: true }).fill('nothing')
    await page.getByRole('button', { name: '登录', exact: true }).click()
  }, shows: '账号或密码不对' },
  { name: 'staff-sign-in-code', path: '/staff/sign-in', as: null, api: half('CONFIRM_SECOND_FACTOR'), act: signInStaff, shows: '6 位动态验证码' },
  { name: 'staff-sign-in-code-short', path: '/staff/sign-in', as: null, api: half('CONFIRM_SECOND_FACTOR'), act: async (page) => {
    await signInStaff(page)
    await page.getByLabel('6 位动态验证码').fill('1234')
    await page.getByRole('button', { name: '确认' }).click()
  }, shows: '请看手机上的验证器' },
  { name: 'staff-sign-in-code-wrong', path: '/staff/sign-in', as: null, api: { ...half('CONFIRM_SECOND_FACTOR'), 'POST /v1/sessions/current/second-factor': problem(400, 'second-factor-wrong', '动态验证码不正确或已用过，请等下一个') }, act: async (page) => {
    await signInStaff(page)
    await page.getByLabel('6 位动态验证码').fill('123 456')
    await page.getByRole('button', { name: '确认' }).click()
    await expect(page.getByLabel('6 位动态验证码')).toHaveValue('123456')
  }, shows: '请等出现新的 6 位' },
  { name: 'staff-sign-in-code-paper', path: '/staff/sign-in', as: null, api: { ...half('CONFIRM_SECOND_FACTOR'), 'POST /v1/sessions/current/second-factor': problem(400, 'second-factor-wrong', '动态验证码不正确或已用过，请等下一个') }, act: async (page) => {
    await signInStaff(page)
    await page.getByRole('button', { name: '手机不在手边' }).click()
    await page.getByLabel('备用码').fill('7k3qd-x9mta')
    await page.getByRole('button', { name: '确认' }).click()
  }, shows: '每个只能用一次' },
  { name: 'staff-sign-in-code-offline', path: '/staff/sign-in', as: null, api: { ...half('CONFIRM_SECOND_FACTOR'), 'POST /v1/sessions/current/second-factor': 'offline' }, act: async (page) => {
    await signInStaff(page)
    await page.getByLabel('6 位动态验证码').fill('123456')
    await page.getByRole('button', { name: '确认' }).click()
  }, shows: '现在连不上网络' },
  { name: 'staff-sign-in-code-again', path: '/staff/sign-in', as: { ...cadre, next: 'CONFIRM_SECOND_FACTOR' }, shows: '6 位动态验证码' },
  { name: 'staff-sign-in-ended', path: '/staff/sign-in', as: null, api: { ...half('CONFIRM_SECOND_FACTOR'), 'POST /v1/sessions/current/second-factor': problem(401, 'sign-in-required', '请先登录') }, act: async (page) => {
    await signInStaff(page)
    await page.getByLabel('6 位动态验证码').fill('123456')
    await page.getByRole('button', { name: '确认' }).click()
  }, shows: '请再登录一次' },
  { name: 'staff-sign-in-password', path: '/staff/sign-in', as: null, api: half('CHANGE_PASSWORD'), act: signInStaff, shows: '再填一遍新密码' },
  { name: 'staff-sign-in-password-again', path: '/staff/sign-in', as: { ...cadre, next: 'CHANGE_PASSWORD' }, shows: '管理员给您的密码' },
  { name: 'staff-sign-in-password-differs', path: '/staff/sign-in', as: null, api: half('CHANGE_PASSWORD'), act: async (page) => {
    await signInStaff(page)
    await page.getByLabel('新密码', { exact: true }).fill('门前一棵老槐树，夏天乘凉')
    await page.getByLabel('再填一遍新密码').fill('门前一棵老槐树')
    await page.getByRole('button', { name: '就用这个密码' }).click()
  }, shows: '两次填的不一样' },
  { name: 'staff-sign-in-password-weak', path: '/staff/sign-in', as: null, api: { ...half('CHANGE_PASSWORD'), 'POST /v1/my/password': problem(400, 'password-too-weak', '这个密码不安全，请换一个', [{ pointer: '/next', reason: '密码是键盘或字母表上连着的字符，容易被猜中' }]) }, act: async (page) => {
    await signInStaff(page)
    await page.getByLabel('新密码', { exact: true }).fill('qwertyuiop')
    await page.getByLabel('再填一遍新密码').fill('qwertyuiop')
    await page.getByRole('button', { name: '就用这个密码' }).click()
  }, shows: '容易被猜中' },
  { name: 'scanned-anyone', path: `/h/${CODE}?in`, as: null, api: { [SCANNED]: anyone }, shows: '请先登录' },
  { name: 'scanned-mistyped', path: '/h/1K7Q9M2XJ4T8WZJM', as: null, api: { 'GET /v1/household-codes/1K7Q9M2XJ4T8WZJM': problem(400, 'code-mistyped', '编码输入有误，请对照卡片再输一遍') }, shows: '对照卡片再输一遍' },
  { name: 'scanned-loading', path: `/h/${CODE}?in`, as: null, api: { [SCANNED]: 'never' }, shows: '正在查看这张卡' },
  { name: 'scanned-error', path: `/h/${CODE}?in`, as: null, api: { [SCANNED]: busy }, shows: '系统暂时不可用' },

  // signed in, no household yet
  { name: 'scanned-unbound', path: `/h/${CODE}`, as: unbound, api: { [SCANNED]: anyone }, shows: '这是您家的卡吗' },
  { name: 'bind', path: '/bind', as: unbound, shows: '绑定我家' },
  { name: 'bind-door', path: '/bind/door', as: unbound, shows: '数字 5 分钟内有效' },
  { name: 'bind-door-shown', path: '/bind/door', as: unbound, api: DOOR, act: tap('出示绑定码'), shows: '2048 1937' },
  { name: 'bind-door-not-yet', path: '/bind/door', as: unbound, api: DOOR, act: async (page) => {
    await tap('出示绑定码')(page)
    await tap('干部说绑定好了')(page)
  }, shows: '干部还没有绑定好' },
  { name: 'bind-demo', path: '/bind', as: unbound, api: demo, shows: '演示用的人' },
  { name: 'bind-id', path: '/bind', as: unbound, act: bindFrom, shows: '身份证号最后 6 位' },
  { name: 'bind-refused', path: '/bind', as: unbound, api: { 'POST /v1/bindings': problem(409, 'binding-refused', '编码或证件号码不符，请核对后再试；也可以请帮扶干部上门绑定') }, act: async (page) => {
    await bindFrom(page)
    await page.getByLabel('身份证号最后 6 位').fill('00001X')
    await page.getByRole('button', { name: '绑定我家' }).click()
  }, shows: '编码或证件号码不符' },

  // the family
  { name: 'scanned-family', path: `/h/${CODE}`, as: family, api: { [SCANNED]: ok(household()), 'GET /v1/my/programmes': ok(programmes) }, shows: '钱到了吗' },
  { name: 'scanned-not-mine', path: `/h/${CODE}`, as: family, api: { [SCANNED]: anyone }, shows: '这里没有可以给您看的内容' },
  { name: 'momentary-family', path: '/d/0123456789ABCDEF', as: family, shows: '这个码只给工作人员扫' },
  { name: 'my-empty', path: '/my', as: family, api: { 'GET /v1/my/household': ok(household({ benefits: [], payments: [], applications: [] })), 'GET /v1/my/programmes': ok({ items: [] }) }, shows: '目前没有要发放的钱' },
  { name: 'my-one', path: '/my', as: family, api: my(ok(household({ benefits: [benefit()], payments: [paid], applications: [] }))), shows: '到了' },
  { name: 'my-many', path: '/my', as: family, api: my(ok(household({ payments: [payment(), payment({ paymentId: 32, programme: '送温暖', state: 'APPROVED', amountFen: 100000, sentOn: null, expectedOn: '2026-12-20' }), paid, payment({ ...paid, paymentId: 12, missingReported: true, programme: '临时救助' })], applications: [summary(), summary({ applicationId: 502, programme: '子女助学', state: 'RETURNED', holder: '本人家庭', dueOn: null }), summary({ applicationId: 503, programme: '生活救助', state: 'APPROVED', amountFen: 120000 })] }))), shows: '要请您补充' },
  { name: 'my-returned', path: '/my', as: family, api: my(ok(household({ payments: [returned, paid] }))), shows: '被银行退回' },
  { name: 'my-late', path: '/my', as: family, api: my(ok(household({ payments: [payment({ expectedOn: '2026-11-10' })] }))), shows: '晚了' },
  { name: 'my-folded-open', path: '/my', as: family, api: my(ok(household())), act: async (page) => {
    await page.getByText('档案信息（点开看）').click()
    await page.getByText('暂时不能享受的').click()
  }, shows: '主要原因' },
  { name: 'my-money-missing', path: '/my', as: family, api: my(ok(household({ payments: [paid] }))), act: (page) => page.getByRole('button', { name: '告诉工会' }).first().click(), shows: '钱没有收到吗' },
  { name: 'my-lost-card', path: '/my', as: family, api: my(ok(household())), act: tap('卡片丢了'), shows: '挂失这张卡' },
  { name: 'my-loading', path: '/my', as: family, api: my('never'), shows: '正在取您家的情况' },
  { name: 'my-error', path: '/my', as: family, api: my(busy), shows: '系统暂时不可用' },
  { name: 'my-offline', path: '/my', as: family, api: my('offline'), shows: '现在连不上网络' },

  { name: 'my-no-network', path: '/my', as: family, api: my(ok(household())), act: async (page) => {
    await page.getByText('钱到了吗').waitFor()
    await page.context().setOffline(true)
  }, shows: '没有网络。已经打开的还能看' },

  { name: 'apply-choose', path: '/my/apply', as: family, api: { 'GET /v1/my/programmes': ok(programmes) }, shows: '金秋助学' },
  { name: 'apply-choose-empty', path: '/my/apply', as: family, api: { 'GET /v1/my/programmes': ok({ items: [] }) }, shows: '现在没有可以申请的项目' },
  { name: 'apply-why', path: '/my/apply/MEDICAL_AID', as: family, api: { 'GET /v1/my/programmes': ok(programmes) }, shows: '您家遇到了什么' },
  { name: 'apply-why-short', path: '/my/apply/MEDICAL_AID', as: family, api: { 'GET /v1/my/programmes': ok(programmes) }, act: tap('下一步：拍照'), shows: '请写几句' },
  { name: 'apply-photos', path: '/my/apply/MEDICAL_AID', as: family, api: applyApi(), act: (page) => toPhotos(page), shows: '删去' },
  { name: 'apply-photos-failed', path: '/my/apply/MEDICAL_AID', as: family, api: { ...applyApi(), 'POST /v1/materials': 'offline' }, act: (page) => toPhotos(page, '没有网络'), shows: '没有网络，没传上去' },
  { name: 'apply-photo-removed', path: '/my/apply/MEDICAL_AID', as: family, api: applyApi(), act: async (page) => {
    await toPhotos(page)
    await page.getByRole('button', { name: '删去照片 1' }).click()
    await page.getByRole('button', { name: /^撤销/ }).waitFor()
  }, shows: '已删去一张照片' },
  { name: 'apply-check', path: '/my/apply/MEDICAL_AID', as: family, api: applyApi(), act: toCheck, shows: '核对一遍再提交' },
  { name: 'apply-offline', path: '/my/apply/MEDICAL_AID', as: family, api: { ...applyApi(), 'POST /v1/applications': 'offline' }, act: async (page) => {
    await toCheck(page)
    await page.getByRole('button', { name: '提交申请' }).click()
  }, shows: '已为您保存' },
  { name: 'apply-already-open', path: '/my/apply/MEDICAL_AID', as: family, api: { ...applyApi(), 'POST /v1/applications': problem(409, 'already-open', '该项目已有正在办理的申请') }, act: async (page) => {
    await toCheck(page)
    await page.getByRole('button', { name: '提交申请' }).click()
  }, shows: '该项目已有正在办理的申请' },
  { name: 'apply-sent', path: '/my/apply/MEDICAL_AID', as: family, api: { ...applyApi(), 'POST /v1/applications': ok(sent(), 201), 'GET /v1/applications/501': ok(sent()) }, act: async (page) => {
    await toCheck(page)
    await page.getByRole('button', { name: '提交申请' }).click()
  }, shows: '申请已经交上去了' },
  { name: 'apply-closed', path: '/my/apply/LIVING', as: family, api: { 'GET /v1/my/programmes': ok(programmes) }, shows: '今年已经享受' },
  { name: 'apply-loading', path: '/my/apply', as: family, api: { 'GET /v1/my/programmes': 'never' }, shows: '正在看您家可以申请哪些' },

  { name: 'applications-empty', path: '/my/applications', as: family, api: { 'GET /v1/my/applications': ok({ items: [] }), 'GET /v1/my/programmes': ok(programmes) }, shows: '还没有申请' },
  { name: 'applications-many', path: '/my/applications', as: family, api: { 'GET /v1/my/applications': ok({ items: [
    summary({ applicationId: 502, programme: '子女助学', state: 'RETURNED', holder: '本人家庭', dueOn: null }),
    summary(),
    summary({ applicationId: 504, programme: '临时救助', state: 'SUBMITTED', holder: '帮扶干部李明', dueOn: '2026-11-18' }),
    summary({ applicationId: 503, programme: '生活救助', state: 'APPROVED', amountFen: 120000, dueOn: null, submittedAt: '2025-10-09T09:00:00+08:00' }),
    summary({ applicationId: 499, programme: '法律援助', state: 'REFUSED', dueOn: null, submittedAt: '2025-06-09T09:00:00+08:00' }),
    summary({ applicationId: 498, programme: '法律援助', state: 'WITHDRAWN', dueOn: null, submittedAt: '2025-05-09T09:00:00+08:00' }),
  ] }) }, shows: '已撤回' },
  { name: 'applications-error', path: '/my/applications', as: family, api: { 'GET /v1/my/applications': busy }, shows: '系统暂时不可用' },
  { name: 'application-checked', path: '/my/applications/501', as: family, api: { 'GET /v1/applications/501': ok(application({ actions: ['WITHDRAW'] })) }, shows: '办理经过' },
  { name: 'application-withdrawn-consent', path: '/my/applications/501', as: family, api: { 'GET /v1/applications/501': ok(application({ withdrawn: 'HEALTH', actions: ['WITHDRAW'] })) }, shows: '这件申请先停着' },
  { name: 'application-returned', path: '/my/applications/501', as: family, api: { 'GET /v1/applications/501': ok(returnedApplication) }, shows: '要补什么' },
  { name: 'application-supplement', path: '/my/applications/501', as: family, api: { 'GET /v1/applications/501': ok(returnedApplication) }, act: tap('补充材料'), shows: '补充说明' },
  { name: 'application-photo-opened', path: '/my/applications/501', as: family, api: { 'GET /v1/applications/501': ok(application()) }, act: tap('放大看照片 1'), shows: '关闭' },
  { name: 'application-photo-large', path: '/my/applications/501', as: family, api: { 'GET /v1/applications/501': ok(application()) }, act: async (page) => {
    await page.getByRole('button', { name: '放大看照片 2' }).click()
    await page.getByRole('button', { name: '放大', exact: true }).click()
  }, shows: '缩小' },
  { name: 'application-refused', path: '/my/applications/501', as: family, api: { 'GET /v1/applications/501': ok(application({ state: 'REFUSED', dueOn: null, history: [...application().history, { at: '2026-11-19T10:00:00+08:00', state: 'REFUSED', by: '临江区总工会', reason: '这笔医药费已经由医疗互助全额支付。' }] })) }, shows: '全额支付' },
  { name: 'application-withdraw', path: '/my/applications/501', as: family, api: { 'GET /v1/applications/501': ok(application({ actions: ['WITHDRAW'] })) }, act: tap('不想申请了'), shows: '撤回后就不再办理' },
  { name: 'application-approved', path: '/my/applications/501', as: family, api: { 'GET /v1/applications/501': ok(application({ state: 'APPROVED', amountFen: 800000, expectedOn: '2026-12-05', dueOn: null, history: [...application().history, { at: '2026-11-19T10:00:00+08:00', state: 'APPROVED', by: '临江区总工会', reason: null }] })) }, shows: '批准金额' },
  { name: 'application-missing', path: '/my/applications/999', as: family, shows: '没有找到' },

  { name: 'dynamic-code', path: '/my/dynamic-code', as: family, api: { 'POST /v1/my/dynamic-code': ok({ url: 'https://example.test/d/0123456789ABCDEF', svg: someCode(), shownSeconds: 60 }, 201) }, shows: '秒后自动换一个' },
  { name: 'dynamic-code-error', path: '/my/dynamic-code', as: family, api: { 'POST /v1/my/dynamic-code': 'offline' }, shows: '现在连不上网络' },
  { name: 'looks-empty', path: '/my/looks', as: family, api: { 'GET /v1/my/access-records': ok({ items: [] }) }, shows: '还没有人看过' },
  { name: 'looks-many', path: '/my/looks', as: family, api: { 'GET /v1/my/access-records': ok({ items: looks, next: 'x' }) }, shows: '看更早的' },
  { name: 'looks-own', path: '/my/looks', as: family, api: { 'GET /v1/my/access-records': ok({ items: looks.slice(0, 1) }) }, shows: '最近只有您家自己看过' },
  { name: 'lost-phone', path: '/lost-phone', as: null, shows: '接下来' },
  { name: 'proxies-empty', path: '/my/proxies', as: family, api: { [PROXIES]: ok({ items: [] }) }, shows: '还没有代办人' },
  { name: 'proxies-many', path: '/my/proxies', as: family, api: { [PROXIES]: ok({ items: proxies }) }, shows: '等对方接受' },
  { name: 'proxies-loading', path: '/my/proxies', as: family, api: { [PROXIES]: 'never' }, shows: '请稍候' },
  { name: 'proxies-error', path: '/my/proxies', as: family, api: { [PROXIES]: busy }, shows: '系统暂时不可用' },
  { name: 'proxies-end-asked', path: '/my/proxies', as: family, api: { [PROXIES]: ok({ items: proxies }) }, act: (page) => page.getByRole('button', { name: '取消代办' }).first().click(), shows: '取消这位代办人' },
  { name: 'invitations-empty', path: '/my/invitations', as: unbound, api: { [INVITATIONS]: ok({ items: [] }) }, shows: '没有等您答复的邀请' },
  { name: 'invitations-one', path: '/my/invitations', as: unbound, api: { [INVITATIONS]: ok({ items: invitations }) }, shows: '接受代办' },
  { name: 'invitations-bound', path: '/my/invitations', as: family, api: { [INVITATIONS]: ok({ items: invitations }) }, shows: '同时只能绑定一家' },
  { name: 'invitations-refuse', path: '/my/invitations', as: unbound, api: { [INVITATIONS]: ok({ items: invitations }) }, act: (page) => page.getByRole('button', { name: '不接受', exact: true }).click(), shows: '不接受这个邀请？' },
  { name: 'my-phone', path: '/my/phone', as: unbound, shows: '登记以后不能改' },
  { name: 'my-phone-wechat', path: '/my/phone#tel=081AbC_-x', as: unbound, shows: '用微信里的手机号' },
  { name: 'my-phone-mistyped', path: '/my/phone', as: unbound, act: async (page) => {
    await page.getByLabel('您的手机号').fill('1380000')
    await page.getByRole('button', { name: '获取短信验证码' }).click()
  }, shows: '1 开头的 11 位数字' },
  { name: 'my-phone-taken', path: '/my/phone#tel=081AbC_-x', as: unbound, api: { 'POST /v1/my/phone': problem(409, 'phone-taken', '这个手机号已用于另一个登录，或您已登记了别的号码；请直接用该手机号登录') }, act: (page) => page.getByRole('button', { name: '用微信里的手机号' }).click(), shows: '已用于另一个登录' },
  { name: 'my-phone-code', path: '/my/phone', as: unbound, api: { 'POST /v1/sms-codes': ok({ challengeId: 'Q2hhbGxlbmdlIDE2IGJ5dA', validSeconds: 300, againInSeconds: 60 }, 202), 'POST /v1/my/phone': problem(401, 'sms-code-wrong', '验证码不正确或已过期') }, act: async (page) => {
    await page.getByLabel('您的手机号').fill('19900000001')
    await page.getByRole('button', { name: '获取短信验证码' }).click()
    await page.getByLabel('短信里的 6 位数字').fill('123456')
    await page.getByRole('button', { name: '登记这个号码' }).click()
  }, shows: '验证码不正确或已过期' },
  { name: 'invitations-error', path: '/my/invitations', as: unbound, api: { [INVITATIONS]: busy }, shows: '系统暂时不可用' },
  { name: 'unbind', path: '/my/unbind', as: family, shows: '会停的' },
  { name: 'unbind-asked', path: '/my/unbind', as: { ...family, capacity: 'PROXY' }, act: (page) => page.getByRole('button', { name: '不再代办' }).click(), shows: '不再替这家代办？' },
  { name: 'my-as-guardian', path: '/my', as: { ...family, name: '王**', capacity: 'GUARDIAN' }, shows: '在这里办这个孩子的事' },
  { name: 'my-as-proxy', path: '/my', as: { ...family, capacity: 'PROXY' }, api: my(ok(household())), shows: '不再代办' },
  { name: 'devices-empty', path: '/my/devices', as: family, api: { [DEVICES]: ok({ items: [] }) }, shows: '没有登录着的设备' },
  { name: 'devices-one', path: '/my/devices', as: family, api: { [DEVICES]: ok({ items: devices.slice(0, 1) }) }, shows: '只在这一台上登录着' },
  { name: 'devices-many', path: '/my/devices', as: family, api: { [DEVICES]: ok({ items: devices }) }, shows: '退出其他所有设备' },
  { name: 'devices-staff', path: '/my/devices', as: cadre, api: { [DEVICES]: ok({ items: devices.slice(0, 2) }) }, shows: '微信 · 安卓手机' },
  { name: 'devices-staff-due', path: '/my/devices', as: cadre, api: { [DEVICES]: problem(403, 'second-factor-required', '请先完成动态验证码验证') }, shows: '去设置或填动态验证码' },
  { name: 'devices-loading', path: '/my/devices', as: family, api: { [DEVICES]: 'never' }, shows: '请稍候' },
  { name: 'devices-error', path: '/my/devices', as: family, api: { [DEVICES]: busy }, shows: '系统暂时不可用' },
  { name: 'devices-one-asked', path: '/my/devices', as: family, api: { [DEVICES]: ok({ items: devices }) }, act: (page) => page.getByRole('button', { name: '退出这台设备' }).first().click(), shows: '让这台设备退出登录' },
  { name: 'devices-others-asked', path: '/my/devices', as: family, api: { [DEVICES]: ok({ items: devices }) }, act: tap('退出其他所有设备'), shows: '让其他 3 台设备都退出' },
  { name: 'devices-ended', path: '/my/devices', as: family, api: { [DEVICES]: ok({ items: devices }), 'DELETE /v1/my/sessions': ok(null, 200) }, act: async (page) => {
    await tap('退出其他所有设备')(page)
    await page.getByRole('dialog').getByRole('button', { name: '全部退出' }).click()
  }, shows: '其他设备都已退出' },
  { name: 'devices-end-failed', path: '/my/devices', as: family, api: { [DEVICES]: ok({ items: devices }), [`DELETE /v1/my/sessions/${devices[1]!.sessionId}`]: 'offline' }, act: async (page) => {
    await page.getByRole('button', { name: '退出这台设备' }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: '退出', exact: true }).click()
  }, shows: '还不知道退出了没有' },
  { name: 'devices-others-failed', path: '/my/devices', as: family, api: { [DEVICES]: ok({ items: devices }), 'DELETE /v1/my/sessions': busy }, act: async (page) => {
    await tap('退出其他所有设备')(page)
    await page.getByRole('dialog').getByRole('button', { name: '全部退出' }).click()
  }, shows: '系统暂时不可用' },
  { name: 'news-empty', path: '/news', as: family, api: { 'GET /v1/news': ok({ items: [] }) }, shows: '还没有动态' },
  { name: 'news-many', path: '/news', as: family, api: { 'GET /v1/news': ok({ items: news, next: 'x' }) }, shows: '金秋助学开始申请' },
  { name: 'news-loading', path: '/news', as: family, api: { 'GET /v1/news': 'never' }, shows: '请稍候' },
]

/** The server's answer to name and password when the session still lacks something. */
function half(next: Principal['next']): Record<string, Answer> {
  return { 'POST /v1/sessions/staff': ok({ principal: { ...cadre, next }, expiresInSeconds: 900 }, 201) }
}

async function signInStaff(page: Page): Promise<void> {
  await page.getByLabel('账号').fill('liming')
  await page.getByLabel('密码', { exact: true }).fill('once-and-never-again')
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

function sent() {
  return application({ state: 'SUBMITTED', holder: '帮扶干部李明', dueOn: '2026-11-27', actions: ['WITHDRAW'], history: [application().history[0]!] })
}

function applyApi(): Record<string, Answer> {
  return { 'GET /v1/my/programmes': ok(programmes), 'POST /v1/materials': ok({ materialId: 11, sizeBytes: 4000 }, 201) }
}

async function bindFrom(page: Page): Promise<void> {
  await page.getByLabel('或者输入卡上的码').fill(CODE)
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('身份证号最后 6 位').waitFor()
}

async function toPhotos(page: Page, wait = '删去'): Promise<void> {
  await page.getByLabel('您家遇到了什么').fill('爱人 9 月住院做手术，报销以后自己还花了两万三千多。')
  await page.getByRole('button', { name: '下一步：拍照' }).click()
  await page.getByLabel('拍照或选照片').setInputFiles({ name: 'bill.png', mimeType: 'image/png', buffer: PHOTO })
  await page.getByText(wait).first().waitFor()
}

async function toCheck(page: Page): Promise<void> {
  await toPhotos(page)
  await page.getByRole('button', { name: '下一步：核对' }).click()
  await page.getByRole('button', { name: '提交申请' }).waitFor()
}

/** One grey pixel. */
const PHOTO = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64')

gallery('the family', scenes)
