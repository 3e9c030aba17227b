import { chromium, expect, test, type Page, type Request } from '@playwright/test'
import { CODE } from './samples'
import { SIGNED_IN } from './gallery'
import { filmOf } from './fakeCamera'
import { aCode, approver, atTheDoor, codeClerk, door, fundClerk, paired, payments, pile, searched, toApprove, toDos } from './staffSamples'
import type { Principal } from '../src/api/types'

/** What the pages of staff do: nothing typed twice, nothing done twice, nobody's number in an address. */

type Reply = { status?: number; json?: unknown; svg?: string } | 'lost'
type Server = Record<string, Reply | ((request: Request) => Reply)>

/** Answers calls by method and path; all of them are kept. */
async function serve(page: Page, who: Principal, server: Server): Promise<Request[]> {
  const requests: Request[] = []
  await page.context().addCookies([SIGNED_IN])
  const counts: Server = { 'GET /v1/sessions/current': { json: who } }
  await page.route(/^[^?]*\/(v1|demo)\//, async (route) => {
    const request = route.request()
    requests.push(request)
    const found = { ...counts, ...server }[`${request.method()} ${new URL(request.url()).pathname}`]
    const reply = typeof found === 'function' ? found(request) : (found ?? { status: 404, json: { type: 'x', title: '没有找到', status: 404, code: 'not-found', requestId: 'r' } })
    if (reply === 'lost') return route.abort('internetdisconnected')
    if (reply.svg !== undefined) return route.fulfill({ contentType: 'image/svg+xml', body: reply.svg })
    await route.fulfill({ status: reply.status ?? 200, contentType: 'application/json', body: JSON.stringify(reply.json) })
  })
  return requests
}

const bodies = (requests: Request[], path: string) => requests.filter((request) => request.method() === 'POST' && new URL(request.url()).pathname === path)
const keyOf = (request: Request) => request.headers()['idempotency-key']
const DESK = { width: 1366, height: 768 }

test('an amount typed in yuan is granted in fen, exactly, and asked once before', async ({ page }) => {
  const requests = await serve(page, approver, {
    'GET /v1/inbox': { json: { items: pile, next: null } },
    'GET /v1/applications/501': { json: toApprove },
    'POST /v1/applications/501/approval': { json: { ...toApprove, state: 'APPROVED', amountFen: 1234507, actions: [] } },
  })
  await page.goto('/inbox/501')
  await page.getByLabel('批准多少元').fill('１２，３４５．０７')
  await page.getByRole('button', { name: '批准 ¥12,345.07' }).click()
  expect(bodies(requests, '/v1/applications/501/approval')).toHaveLength(0)
  await page.getByRole('dialog').getByRole('button', { name: /^批准/ }).click()
  await expect(page.getByText('已批准 ¥12,345.07')).toBeVisible()
  expect(bodies(requests, '/v1/applications/501/approval').map((request) => request.postDataJSON())).toEqual([{ decision: 'APPROVE', version: 2, amountFen: 1234507 }])
})

test('when somebody else was quicker, what was typed stays', async ({ page }) => {
  await serve(page, approver, {
    'GET /v1/inbox': { json: { items: pile, next: null } },
    'GET /v1/applications/501': { json: toApprove },
    'POST /v1/applications/501/approval': { status: 409, json: { type: 'x', title: '状态已变化，请刷新后再看', status: 409, code: 'state-changed', requestId: 'r' } },
  })
  await page.goto('/inbox/501')
  await page.getByLabel('批准多少元').fill('3000')
  await page.getByRole('button', { name: /^批准 ¥/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: /^批准/ }).click()
  await page.getByRole('button', { name: '刷新这件申请' }).click()
  await expect(page.getByRole('button', { name: '刷新这件申请' })).toBeHidden()
  await expect(page.getByLabel('批准多少元')).toHaveValue('3000')
})

test('a visit survives loading anew, and sending it again after a lost answer is the same visit', async ({ page }) => {
  let lost = true
  const requests = await serve(page, door, {
    [`GET /v1/household-codes/${CODE}`]: { json: atTheDoor },
    'POST /v1/households/7/visits': () => (lost ? 'lost' : { status: 201, json: { visitId: 9, visitedAt: '2026-11-20T10:00:00+08:00', note: 'x', by: '李明' } }),
  })
  await page.goto(`/h/${CODE}`)
  await page.getByRole('button', { name: '记一次走访' }).click()
  await page.getByRole('button', { name: '说钱已经收到' }).click()
  await page.getByRole('button', { name: '保存走访' }).click()
  await expect(page.getByText('联网后自动提交')).toBeVisible()
  await page.reload()
  await page.getByRole('button', { name: '记一次走访' }).click()
  await expect(page.getByLabel('看到了什么')).toHaveValue('说钱已经收到。')
  lost = false
  await page.getByRole('button', { name: '保存走访' }).click()
  await expect(page.getByText('走访已记下')).toBeVisible()
  const sent = bodies(requests, '/v1/households/7/visits')
  expect(sent.length).toBeGreaterThan(1)
  expect(new Set(sent.map(keyOf)).size).toBe(1)
  expect(await page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('yihuyima.visit')))).toEqual([])
})

test('missing money is reported once, after a question', async ({ page }) => {
  const requests = await serve(page, door, {
    [`GET /v1/household-codes/${CODE}`]: { json: atTheDoor },
    'POST /v1/payments/31/missing-reports': { status: 201, json: { paymentId: 31, reportedAt: '2026-11-20T10:00:00+08:00' } },
  })
  await page.goto(`/h/${CODE}`)
  await page.getByRole('button', { name: '反映钱没有到：医疗救助' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '先不反映' }).click()
  expect(bodies(requests, '/v1/payments/31/missing-reports')).toHaveLength(0)
  await page.getByRole('button', { name: '反映钱没有到：医疗救助' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '反映钱没有到' }).click()
  await expect(page.getByText('已反映：医疗救助')).toBeVisible()
  expect(bodies(requests, '/v1/payments/31/missing-reports')).toHaveLength(1)
})

test('arrow keys walk the pile, Enter opens, the back key comes to the same list', async ({ page }) => {
  await page.setViewportSize(DESK)
  await serve(page, approver, { 'GET /v1/inbox': { json: { items: pile, next: null } }, 'GET /v1/applications/603': { json: { ...toApprove, applicationId: 603 } } })
  await page.goto('/inbox')
  await page.getByLabel('只看已超期').check()
  await page.getByRole('button', { name: '户主' }).click()
  await expect(page).toHaveURL(/late=yes/)
  await page.getByRole('button', { name: '期限' }).click()
  const links = page.locator('tbody .row-link')
  await links.first().focus()
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'End', 'Home', 'ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
  await expect(links.nth(3)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/inbox\/603\?late=yes/)
  await expect(page.getByLabel('批准多少元')).toBeVisible()
  await expect(links).toHaveCount(6)
  await page.goBack()
  await expect(page).toHaveURL(/\/inbox\?late=yes/)
  await expect(links).toHaveCount(6)
})

test('many payments are marked one by one; going on after a lost network repeats none', async ({ page }) => {
  await page.setViewportSize(DESK)
  const items = payments.filter((item) => item.payment.state === 'APPROVED').slice(0, 3)
  let lost = true
  const send = (index: number) => () => (index === 1 && lost ? ('lost' as const) : { json: { ...items[index]!.payment, state: 'SENT', sentOn: '2026-11-20' } })
  const requests = await serve(page, fundClerk, {
    'GET /v1/payments': { json: { items, next: null } },
    ...Object.fromEntries(items.map((item, index) => [`POST /v1/payments/${item.payment.paymentId}/sending`, send(index)])),
  })
  await page.goto('/payments?state=APPROVED')
  await page.getByRole('checkbox', { name: '全选' }).check()
  const mark = async () => {
    await page.getByRole('button', { name: '标记已送银行' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '标记已送银行' }).click()
  }
  await mark()
  await expect(page.getByText('1 笔没有办成')).toBeVisible()
  lost = false
  await mark()
  await expect(page.getByText('2 笔已标记送银行')).toBeVisible()
  const keys = (index: number) => new Set(bodies(requests, `/v1/payments/${items[index]!.payment.paymentId}/sending`).map(keyOf))
  expect(bodies(requests, `/v1/payments/${items[0]!.payment.paymentId}/sending`)).toHaveLength(1)
  expect(keys(1).size).toBe(1)
  expect(bodies(requests, `/v1/payments/${items[2]!.payment.paymentId}/sending`)).toHaveLength(1)
})

test('an ID number is searched for in a body, and stands in no address and no storage', async ({ page }) => {
  const number = '990101196801011236'
  const requests = await serve(page, codeClerk, { 'POST /v1/households/search': { json: { items: searched, next: null, counts: { live: 1, none: 2, dead: 3 } } }, 'GET /v1/households/7/code': { json: aCode() } })
  await page.setViewportSize(DESK)
  await page.goto('/codes')
  await page.getByLabel('身份证号').fill(number)
  await page.getByRole('button', { name: '查找' }).click()
  await expect(page.getByText('有一位不对')).toBeVisible()
  const right = await page.evaluate((typed) => {
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return typed.slice(0, 17) + '10X98765432'[weights.reduce((sum, weight, index) => sum + weight * Number(typed[index]), 0) % 11]
  }, number)
  await page.getByLabel('身份证号').fill(right)
  await page.getByRole('button', { name: '查找' }).click()
  await expect.poll(() => bodies(requests, '/v1/households/search').map((request) => request.postDataJSON().idNumber)).toContain(right)
  await page.getByRole('link', { name: '王**' }).click()
  await page.getByRole('link', { name: '打印服务卡' }).click()
  await page.goBack()
  await expect(page.getByLabel('身份证号')).toHaveValue(right)
  expect(requests.map((request) => request.url()).join(' ') + page.url()).not.toContain(right)
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(right)
})

test('an issue of many codes is found again after loading anew', async ({ page }) => {
  let done = 300
  const job = () => ({ json: { jobId: 55, organisationId: 3, state: done >= 1204 ? 'DONE' : 'RUNNING', total: 1204, done, startedAt: '2026-11-20T09:58:00+08:00', finishedAt: null } })
  await serve(page, codeClerk, {
    'POST /v1/households/search': { json: { items: searched, next: null, counts: { live: 9310, none: 1204, dead: 86 } } },
    'POST /v1/organisations/3/code-issue-jobs': () => ({ ...job(), status: 202 }),
    'GET /v1/code-issue-jobs/55': job,
  })
  await page.goto('/codes')
  await page.getByRole('button', { name: /^给还没有码的/ }).click()
  await page.getByRole('button', { name: '开始生成' }).click()
  await expect(page.getByText('已生成 300 户')).toBeVisible()
  done = 900
  await page.reload()
  await expect(page.getByText('已生成 900 户，共 1,204 户')).toBeVisible()
  await expect(page.getByRole('button', { name: /^给还没有码的/ })).toBeHidden()
  done = 1204
  await expect(page.getByText('已完成')).toBeVisible({ timeout: 15_000 })
})

test('the to-dos of a household are found beside it, without scanning', async ({ page }) => {
  await serve(page, door, { 'GET /v1/my/paired-households': { json: { items: paired, next: null } }, 'GET /v1/inbox': { json: { items: toDos, next: null } } })
  await page.goto('/cadre')
  await expect(page.locator('.households .row-link strong').first()).toHaveText('陈玉兰')
  await page.getByRole('button', { name: /刘大海/ }).click()
  await expect(page.getByRole('link', { name: '初审：临时救助' })).toBeVisible()
})

for (const [paper, width, height] of [['card', 86, 54], ['a4', 210, 297]] as const) {
  test(`prints on one sheet of ${width} by ${height} mm, with a symbol of 40 mm and more`, async ({ page, browserName }) => {
    test.skip(browserName !== 'chromium')
    const { readFileSync } = await import('node:fs')
    const svg = readFileSync(new URL('symbols/signed.svg', import.meta.url), 'utf8')
    await serve(page, codeClerk, { 'GET /v1/households/7/code': { json: aCode() }, 'GET /v1/households/7/code/picture': { svg } })
    await page.goto(`/codes/7/card?paper=${paper}`)
    await expect(page.getByRole('button', { name: '打印' })).toBeEnabled()
    await page.emulateMedia({ media: 'print' })
    const picture = await page.locator('.small .code-picture').first().boundingBox()
    const [, side] = /viewBox="0 0 (\d+)/.exec(svg)!
    const symbolMm = (picture!.width / 96) * 25.4 * ((Number(side) - 8) / Number(side))
    expect(symbolMm).toBeGreaterThanOrEqual(40)
    const pdf = (await page.pdf({ preferCSSPageSize: true, path: `test-results/${paper}.pdf` })).toString('latin1')
    const boxes = [...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/g)]
    expect(boxes).toHaveLength(1)
    expect(Number(boxes[0]![1]) / 72 * 25.4).toBeCloseTo(width, 0)
    expect(Number(boxes[0]![2]) / 72 * 25.4).toBeCloseTo(height, 0)
  })
}

for (const [symbol, lands] of [
  ['signed', /^\/h\/1A0DJD9YN8Z6DWDP-\d{164}$/],
  ['short', /^\/h\/1A0DJD9YN8Z6DWDP$/],
  ['dynamic', /^\/d\/7QK3M9ZT0RXW5C2H$/],
] as const) {
  test(`a camera held over a ${symbol} code opens its page`, async ({ baseURL }, info) => {
    const film = info.outputPath(`${symbol}.y4m`)
    filmOf(symbol, film)
    const launch = info.project.use.launchOptions
    const browser = await chromium.launch({
      ...launch,
      args: [...(launch?.args ?? []), '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`],
    })
    try {
      const page = await browser.newPage({ baseURL, viewport: { width: 360, height: 740 }, locale: 'zh-CN' })
      const requests = await serve(page, door, {})
      await page.goto('/scan')
      await page.getByRole('button', { name: '用相机扫' }).click()
      await page.waitForURL((url) => lands.test(url.pathname), { timeout: 15_000 })
      await expect.poll(() => requests.some((request) => /household-codes|dynamic-codes/.test(request.url()))).toBe(true)
    } finally {
      await browser.close()
    }
  })
}

test('a refusal for want of the second factor leads to it and back', async ({ page }) => {
  let next: Principal['next'] = 'CONFIRM_SECOND_FACTOR'
  const refused: Reply = { status: 403, json: { type: 'x', title: '请先完成动态验证码验证', status: 403, code: 'second-factor-required', requestId: 'r' } }
  const requests = await serve(page, fundClerk, {
    'GET /v1/sessions/current': () => ({ json: { ...fundClerk, next } }),
    'GET /v1/payments': () => (next ? refused : { json: { items: payments.slice(0, 1), next: null } }),
    'POST /v1/sessions/current/second-factor': () => {
      next = null
      return { status: 201, json: { principal: fundClerk, expiresInSeconds: 900 } }
    },
  })
  await page.goto('/payments')
  await page.getByRole('link', { name: '去设置或填动态验证码' }).click()
  await page.getByLabel('6 位动态验证码').fill('123 456')
  await page.getByRole('button', { name: '确认' }).click()
  await expect(page).toHaveURL(/\/payments$/)
  await expect(page.getByText('去设置或填动态验证码')).toHaveCount(0)
  expect(bodies(requests, '/v1/sessions/current/second-factor').map((request) => request.postDataJSON())).toEqual([{ code: '123456' }])
})

test('a one-time password, then the second factor, then home; nothing of it is kept', async ({ page }) => {
  const signedIn = (next: Principal['next']): Reply => ({ status: 201, json: { principal: { ...fundClerk, next }, expiresInSeconds: 900 } })
  const requests = await serve(page, fundClerk, {
    'GET /v1/sessions/current': { status: 401, json: { type: 'x', title: '请先登录', status: 401, code: 'sign-in-required', requestId: 'r' } },
    'POST /v1/sessions/refresh': { status: 401, json: {} },
    'POST /v1/sessions/staff': signedIn('CHANGE_PASSWORD'),
    'POST /v1/my/password': signedIn('CONFIRM_SECOND_FACTOR'),
    'POST /v1/sessions/current/second-factor': signedIn(null),
    'GET /v1/payments': { json: { items: [], next: null } },
  })
  await page.goto('/staff/sign-in')
  await page.getByLabel('账号').fill('sun')
  await page.getByLabel('密码', { exact: true }).fill('once-only')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByLabel('新密码', { exact: true }).fill('门前一棵老槐树乘凉')
  await page.getByRole('button', { name: '就用这个密码' }).click()
  await expect(page.getByText('至少 10 个字符').last()).toBeVisible()
  await page.getByLabel('新密码', { exact: true }).fill('门前一棵老槐树，乘凉')
  await page.getByLabel('再填一遍新密码').fill('门前一棵老槐树，乘凉')
  await page.getByRole('button', { name: '就用这个密码' }).click()
  await page.getByLabel('6 位动态验证码').fill('123456')
  await page.getByRole('button', { name: '确认' }).click()
  await expect(page).toHaveURL(/\/payments$/)
  expect(bodies(requests, '/v1/my/password').map((request) => request.postDataJSON())).toEqual([{ current: 'once-only', next: '门前一棵老槐树，乘凉' }])
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]))
  expect(kept).not.toMatch(/once-only|老槐树|123456/)
})
