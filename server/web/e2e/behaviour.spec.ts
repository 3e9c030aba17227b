import { expect, test, type Page, type Request } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Schema } from '../src/api/types'
import { SIGNED_IN } from './gallery'
import { application, CODE, family, household, HOTLINE, ISSUER, programmes, unbound } from './samples'

/** What the pages do, as far as no server is needed to see it: nothing lost, nothing twice, nobody locked out. */

type Reply = { status: number; body?: unknown } | 'lost'
type Server = ((request: Request) => Reply | undefined) & { signedIn?: boolean }

const nobody: Reply = { status: 401, body: { type: 'x', title: '请先登录', status: 401, code: 'sign-in-required', requestId: 'r' } }

/** Answers calls from a handler; what it does not know is answered as by a server that knows nobody. */
async function serve(page: Page, server: Server): Promise<string[]> {
  const names: string[] = []
  if (server.signedIn) await page.context().addCookies([SIGNED_IN])
  await page.route(/^[^?]*\/(v1|demo)\//, async (route) => {
    const request = route.request()
    const name = `${request.method()} ${new URL(request.url()).pathname}`
    names.push(name)
    if (/^POST \/v1\/sessions\/(sms|wechat|staff)$/.test(name)) await page.context().addCookies([SIGNED_IN])
    const reply = server(request) ?? (name.startsWith('GET /demo/') ? { status: 404, body: {} } : nobody)
    if (reply === 'lost') return route.abort('internetdisconnected')
    await route.fulfill({ status: reply.status, contentType: 'application/json', body: JSON.stringify(reply.body ?? null) })
  })
  return names
}

const is = (request: Request, method: string, path: string) => request.method() === method && new URL(request.url()).pathname === path

/** A family that is signed in and may apply. */
function familyServer(more: Server = () => undefined): Server {
  const server: Server = (request) => {
    const found = more(request)
    if (found) return found
    if (is(request, 'GET', '/v1/sessions/current')) return { status: 200, body: family }
    if (is(request, 'GET', '/v1/my/household')) return { status: 200, body: household() }
    if (is(request, 'GET', '/v1/my/programmes')) return { status: 200, body: programmes }
    if (is(request, 'GET', '/v1/applications/501')) return { status: 200, body: sent }
    return undefined
  }
  return Object.assign(server, { signedIn: true })
}
const sent: Schema<'Application'> = application({ state: 'SUBMITTED', holder: '帮扶干部李明' })
const REASON = '爱人 9 月住院做手术，报销以后自己还花了两万三千多。'

async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab')
    const found = await page.evaluate(() => {
      const now = document.activeElement as HTMLElement | null
      return now ? now.getAttribute('aria-label') || now.innerText || (now as HTMLInputElement).labels?.[0]?.innerText || '' : ''
    })
    if (typeof name === 'string' ? found.trim().startsWith(name) : name.test(found)) return
  }
  throw new Error(`no way to ${name} by the keyboard`)
}

test('applying needs the keyboard alone', async ({ page }) => {
  const bodies: unknown[] = []
  await serve(page, familyServer((request) => {
    if (!is(request, 'POST', '/v1/applications')) return undefined
    bodies.push(request.postDataJSON())
    return { status: 201, body: sent }
  }))
  await page.goto('/my')
  await expect(page.getByRole('heading', { name: '您家' })).toBeVisible()
  await tabTo(page, '我要申请')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '想申请哪一项' })).toBeFocused()
  await tabTo(page, '医疗救助')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '为什么申请' })).toBeVisible()
  await tabTo(page, '您家遇到了什么')
  await page.keyboard.type(REASON)
  await tabTo(page, '下一步：拍照')
  await page.keyboard.press('Enter')
  await tabTo(page, '先不传照片')
  await page.keyboard.press('Enter')
  await tabTo(page, '提交申请')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '申请已经交上去了' })).toBeVisible()
  expect(bodies).toEqual([{ programmeCode: 'MEDICAL_AID', reason: REASON, materialIds: [] }])
})

test('what was written is still there after the page was closed, and gone after it was sent', async ({ page }) => {
  await serve(page, familyServer((request) => (is(request, 'POST', '/v1/applications') ? { status: 201, body: sent } : undefined)))
  await page.goto('/my/apply/MEDICAL_AID')
  await page.getByLabel('您家遇到了什么').fill(REASON)
  await page.goto('/news')
  await page.goto('/my/apply/MEDICAL_AID')
  await expect(page.getByLabel('您家遇到了什么')).toHaveValue(REASON)
  await expect(page.getByText('上次写的还在')).toBeVisible()
  await page.getByRole('button', { name: '下一步：拍照' }).click()
  await page.getByRole('button', { name: '先不传照片' }).click()
  await page.goBack()
  await page.goBack()
  await expect(page.getByLabel('您家遇到了什么')).toHaveValue(REASON)
  await page.goForward()
  await page.goForward()
  await page.getByRole('button', { name: '提交申请' }).click()
  await expect(page.getByText('申请已经交上去了')).toBeVisible()
  await page.goto('/my/apply/MEDICAL_AID')
  await expect(page.getByLabel('您家遇到了什么')).toHaveValue('')
})

test('an application waits for the network and then goes out once, under one key', async ({ page, context }) => {
  const keys: string[] = []
  let up = false
  await serve(page, familyServer((request) => {
    if (!is(request, 'POST', '/v1/applications')) return undefined
    keys.push(request.headers()['idempotency-key']!)
    return up ? { status: 201, body: sent } : 'lost'
  }))
  await page.goto('/my/apply/MEDICAL_AID')
  await page.getByLabel('您家遇到了什么').fill(REASON)
  await page.getByRole('button', { name: '下一步：拍照' }).click()
  await page.getByRole('button', { name: '先不传照片' }).click()
  await page.getByRole('button', { name: '提交申请' }).dblclick()
  await expect(page.getByText('已为您保存')).toBeVisible()
  await context.setOffline(true)
  up = true
  await context.setOffline(false)
  await expect(page.getByText('申请已经交上去了')).toBeVisible()
  expect(new Set(keys).size).toBe(1)
})

test('the key of an application survives closing the page, so that a lost answer is not a second application', async ({ page }) => {
  const keys: string[] = []
  await serve(page, familyServer((request) => {
    if (!is(request, 'POST', '/v1/applications')) return undefined
    keys.push(request.headers()['idempotency-key']!)
    return keys.length <= 2 ? 'lost' : { status: 201, body: sent }
  }))
  await page.goto('/my/apply/MEDICAL_AID')
  await page.getByLabel('您家遇到了什么').fill(REASON)
  for (let visit = 0; visit < 2; visit++) {
    await page.goto('/my/apply/MEDICAL_AID?step=check')
    await page.getByRole('button', { name: '提交申请' }).click()
    await expect(page.getByText(visit === 0 ? '已为您保存' : '申请已经交上去了')).toBeVisible()
  }
  expect(keys).toHaveLength(3)
  expect(new Set(keys).size).toBe(1)
})

test('signing in leads back to the scanned card, and a card of nobody yet leads to binding with its code known', async ({ page }) => {
  let signedIn: unknown = null
  const binding: unknown[] = []
  await serve(page, (request) => {
    if (is(request, 'GET', `/v1/household-codes/${CODE}`)) {
      return { status: 200, body: signedIn === family ? household() : { viewer: 'anyone', issuer: ISSUER, hotline: HOTLINE } }
    }
    if (is(request, 'POST', '/v1/sms-codes')) return { status: 202, body: { challengeId: 'Q2hhbGxlbmdlIDE2IGJ5dA', validSeconds: 300, againInSeconds: 60 } }
    if (is(request, 'POST', '/v1/sessions/sms')) return { status: 201, body: { principal: (signedIn = unbound), expiresInSeconds: 600 } }
    if (is(request, 'POST', '/v1/bindings')) {
      binding.push(request.postDataJSON())
      return { status: 201, body: { principal: (signedIn = family), expiresInSeconds: 600 } }
    }
    if (!signedIn) return undefined
    if (is(request, 'GET', '/v1/sessions/current')) return { status: 200, body: signedIn }
    if (is(request, 'GET', '/v1/my/household')) return { status: 200, body: household() }
    if (is(request, 'GET', '/v1/my/programmes')) return { status: 200, body: programmes }
    return undefined
  })
  await page.goto(`/h/${CODE}?in`)
  await page.getByRole('link', { name: '家里人用手机号登录' }).click()
  await page.getByLabel('您的手机号').fill('199 0000 0001')
  await page.getByLabel('您的手机号').press('Enter')
  await page.getByLabel('短信里的 6 位数字').fill('482913')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByText('1K7Q-9M2X-J4T8-WZJN')).toBeVisible()
  await page.getByLabel('身份证号最后 6 位').fill('00001x')
  await page.getByRole('button', { name: '绑定我家' }).click()
  await expect(page.getByText('绑定好了')).toBeVisible()
  await expect(page.getByText('钱到了吗')).toBeVisible()
  expect(binding).toEqual([{ code: CODE, idLastSix: '00001X' }])
})

test('a page that needs somebody signed in leads there and back', async ({ page }) => {
  let signedIn = false
  await serve(page, (request) => {
    if (is(request, 'POST', '/v1/sms-codes')) return { status: 202, body: { challengeId: 'Q2hhbGxlbmdlIDE2IGJ5dA', validSeconds: 300, againInSeconds: 60 } }
    if (is(request, 'POST', '/v1/sessions/sms')) {
      signedIn = true
      return { status: 201, body: { principal: family, expiresInSeconds: 600 } }
    }
    return signedIn ? familyServer((inner) => (is(inner, 'GET', '/v1/my/access-records') ? { status: 200, body: { items: [] } } : undefined))(request) : undefined
  })
  await page.goto('/my/looks')
  await page.getByLabel('您的手机号').fill('19900000001')
  await page.getByRole('button', { name: '获取短信验证码' }).click()
  await page.getByLabel('短信里的 6 位数字').fill('482913')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('heading', { name: '谁看过我家的资料' })).toBeVisible()
})

test('leaving forgets the drafts and who was signed in', async ({ page }) => {
  await serve(page, familyServer((request) => (is(request, 'DELETE', '/v1/sessions/current') ? { status: 204 } : undefined)))
  await page.goto('/my/apply/MEDICAL_AID')
  await page.getByLabel('您家遇到了什么').fill(REASON)
  await page.goto('/my')
  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(page.getByRole('link', { name: '家里人用手机号登录' })).toBeVisible()
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('住院')
})

test('where nobody has signed in nobody is asked for, and the console stays empty', async ({ page }) => {
  const printed: string[] = []
  page.on('console', (message) => printed.push(message.text()))
  const asked = await serve(page, (request) => (is(request, 'GET', '/v1/news') ? { status: 200, body: { items: [] } } : undefined))
  for (const path of ['/', '/news', '/scan', '/my', '/my/looks', '/inbox']) {
    await page.goto(path)
    await page.waitForLoadState('networkidle')
  }
  await expect(page.getByRole('heading', { name: '工作人员登录' })).toBeVisible()
  expect(asked.filter((name) => !/^GET \/(v1\/news|demo\/)/.test(name))).toEqual([])
  expect(printed.filter((text) => !text.includes('404'))).toEqual([])
})

test('a question before harm keeps the focus, is left by Escape, and gives the focus back', async ({ page }) => {
  await serve(page, familyServer())
  await page.goto('/my')
  await page.getByRole('button', { name: '卡片丢了' }).click()
  const sheet = page.getByRole('dialog', { name: '挂失这张卡' })
  await expect(sheet).toBeVisible()
  for (let presses = 0; presses < 5; presses++) {
    await page.keyboard.press(presses % 2 ? 'Shift+Tab' : 'Tab')
    expect(await sheet.evaluate((element) => element.contains(document.activeElement))).toBe(true)
  }
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(page.getByRole('button', { name: '卡片丢了' })).toBeFocused()
})

test('a photo taken away comes back', async ({ page }) => {
  const photo = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64')
  await serve(page, familyServer((request) => {
    if (is(request, 'POST', '/v1/materials')) return { status: 201, body: { materialId: 11, sizeBytes: 4000 } }
    return is(request, 'GET', '/v1/materials/11') ? { status: 404, body: {} } : undefined
  }))
  await page.goto('/my/apply/MEDICAL_AID')
  await page.getByLabel('您家遇到了什么').fill(REASON)
  await page.getByRole('button', { name: '下一步：拍照' }).click()
  await page.getByLabel('拍照或选照片').setInputFiles({ name: 'bill.png', mimeType: 'image/png', buffer: photo })
  await page.getByRole('button', { name: '删去照片 1' }).click()
  await expect(page.getByRole('button', { name: '删去照片 1' })).toBeHidden()
  await page.getByRole('button', { name: /^撤销/ }).click()
  await expect(page.getByRole('button', { name: '删去照片 1' })).toBeVisible()
})

test('pulling the page down asks anew', async ({ browser }, info) => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, baseURL: info.project.use.baseURL })
  const page = await context.newPage()
  const asked = await serve(page, familyServer())
  await page.goto('/my')
  await expect(page.getByText('钱到了吗')).toBeVisible()
  const times = () => asked.filter((name) => name === 'GET /v1/my/household').length
  expect(times()).toBe(1)
  const phone = await context.newCDPSession(page)
  const touch = (type: string, y?: number) => phone.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 150, y }] } as never)
  await touch('touchStart', 250)
  for (let y = 260; y <= 460; y += 20) await touch('touchMove', y)
  await touch('touchEnd')
  await expect(page.getByText('已经是最新的').first()).toBeVisible()
  expect(times()).toBe(2)
  await context.close()
})

test('large type is remembered on the phone', async ({ page }) => {
  await serve(page, () => undefined)
  await page.goto('/sign-in')
  await page.getByRole('button', { name: '大字' }).click()
  await page.reload()
  await expect(page.getByRole('button', { name: '标准字' })).toHaveAttribute('aria-pressed', 'true')
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('22px')
  const { height } = (await page.getByRole('button', { name: '获取短信验证码' }).boundingBox())!
  expect(height).toBeGreaterThanOrEqual(60)
})

test('a code is read from a photo of the card', async ({ page, browser }) => {
  const drawing = readFileSync(fileURLToPath(new URL('symbols/short.svg', import.meta.url)), 'utf8')
  const table = await browser.newPage({ viewport: { width: 900, height: 700 } })
  await table.setContent(`<body><div id="card">${drawing}</div>`)
  await table.addStyleTag({ content: 'body{margin:0;background:#a98}#card{width:360px;margin:120px;transform:rotate(7deg)}' })
  const photo = await table.screenshot({ type: 'jpeg', quality: 80 })
  await table.close()

  const asked = await serve(page, (request) =>
    new URL(request.url()).pathname.startsWith('/v1/household-codes/') ? { status: 200, body: { viewer: 'anyone', issuer: ISSUER, hotline: HOTLINE } } : undefined,
  )
  await page.goto('/scan')
  await page.getByLabel('拍照读码').setInputFiles({ name: 'card.jpg', mimeType: 'image/jpeg', buffer: photo })
  await expect(page.getByRole('heading', { name: '这是一张工会服务卡' })).toBeVisible()
  expect(asked.filter((name) => /^GET \/v1\/household-codes\/1[0-9A-Z]{15}$/.test(name))).toHaveLength(1)
})

test('a moment’s code is not used up by a family that opens its address', async ({ page }) => {
  const asked = await serve(page, familyServer())
  await page.goto('/d/0123456789ABCDEF')
  await expect(page.getByText('这个码只给工作人员扫')).toBeVisible()
  expect(asked.filter((name) => name.startsWith('POST'))).toEqual([])
})

test('the pages ask nobody but their own server', async ({ page }, info) => {
  const foreign: string[] = []
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (protocol.startsWith('http') && host !== new URL(info.project.use.baseURL!).host) foreign.push(request.url())
  })
  await serve(page, familyServer())
  for (const path of ['/', '/my', '/my/apply', '/scan', '/news', '/neutral.html', '/dynamic.html', '/docs.html']) {
    await page.goto(path)
    await page.waitForLoadState('networkidle')
  }
  expect(foreign).toEqual([])
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the neutral page says what it is, whom to call and how to sign in', async ({ page }) => {
    await page.goto('/neutral.html')
    await expect(page.getByRole('heading', { name: '这是一张工会服务卡' })).toBeVisible()
    await expect(page.getByRole('link', { name: '登录查看' })).toHaveAttribute('href', '?in')
    await expect(page.getByRole('link', { name: /^拨打/ })).toHaveAttribute('href', `tel:${HOTLINE.replaceAll('-', '')}`)
    const words = await page.locator('body').innerText()
    expect(words).not.toMatch(/困难|贫困|救助|帮扶/)
  })

  test('the app says whom to call', async ({ page }) => {
    await page.goto('/my')
    await expect(page.getByText('正在打开')).toBeVisible()
    await expect(page.getByRole('link', { name: HOTLINE })).toBeVisible()
  })
})
