import { expect, test, type Browser, type Page } from '@playwright/test'

/**
 * The whole way against a server that is up (scripts/demo): a family signs in, binds its card and applies with a photo; the
 * cadre checks, the approver approves, the clerk pays; the family's code says so. People come from the demo's own list.
 */

interface SignIns {
  staff: { loginName: string; password: string; what: string }[]
  households: { phone: string; what: string; code: string; idLastSix: string }[]
}

let people: SignIns
test.describe.configure({ mode: 'serial' })
test.beforeAll(async ({ request }) => {
  const answer = await request.get('/demo/sign-ins')
  expect(answer.ok(), 'the server is a demo and lists its people').toBe(true)
  people = (await answer.json()) as SignIns
})

async function asStaff(browser: Browser, loginName: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage()
  const { password } = people.staff.find((one) => one.loginName === loginName)!
  await page.goto('/staff/sign-in')
  await page.getByLabel('账号').fill(loginName)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible()
  return page
}

/** Signs in by SMS, the code taken from what the demo shows of its messages. */
async function signInBySms(page: Page, phone: string): Promise<void> {
  await page.getByLabel('您的手机号').fill(phone)
  await page.getByRole('button', { name: '获取短信验证码' }).click()
  await page.getByRole('button', { name: '填进去' }).click()
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

/** A drawn sheet of paper, so that a photo of any size can be sent. */
async function photoOfBill(browser: Browser): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1200 } })
  await page.setContent('<h1>住院费用结算单</h1><p>个人自付 23,456.78 元</p>')
  const photo = await page.screenshot({ type: 'jpeg' })
  await page.close()
  return photo
}

test('a stranger sees the same page for a live code and an unknown one', async ({ request }) => {
  const live = people.households[0]!.code
  const page = await request.get(`/h/${live.replaceAll('-', '')}`)
  const unknown = await request.get('/h/1000000000000000')
  expect(await page.text()).toBe(await unknown.text())
  expect(await page.text()).not.toContain('<script')
})

test('a family applies with a photo, and sees the money come', async ({ browser }) => {
  test.setTimeout(180_000)
  const family = people.households.find((one) => /绑定|未绑定|新/.test(one.what)) ?? people.households[0]!
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
  // An amount that no other payment has, so that it is found again at every desk.
  const yuan = (1000 + (Date.now() % 90_000) / 100).toFixed(2)
  const amount = `¥${Number(yuan).toLocaleString('zh-CN', { minimumFractionDigits: 2 })}`
  const reason = `爱人住院做手术，自己花了两万三千多（${Date.now()}）。`

  // The card is scanned, the family signs in at it, and binds it when it is not bound yet.
  await phone.goto(`/h/${family.code.replaceAll('-', '')}`)
  await phone.getByRole('link', { name: '登录查看' }).click()
  await phone.getByRole('link', { name: '家里人用手机号登录' }).click()
  await signInBySms(phone, family.phone)
  await expect(phone.getByRole('heading', { name: /您家|核对身份/ })).toBeVisible()
  if (await phone.getByLabel('身份证号最后 6 位').isVisible()) {
    await phone.getByLabel('身份证号最后 6 位').fill(family.idLastSix)
    await phone.getByRole('button', { name: '绑定我家' }).click()
  }
  await expect(phone.getByText('钱到了吗')).toBeVisible()

  // Applies.
  await phone.goto('/my/apply')
  const choice = phone.locator('a[href^="/my/apply/"]').first()
  await choice.click()
  await phone.getByLabel('您家遇到了什么').fill(reason)
  await phone.getByRole('button', { name: '下一步：拍照' }).click()
  await phone.getByLabel('拍照或选照片').setInputFiles({ name: 'bill.jpg', mimeType: 'image/jpeg', buffer: await photoOfBill(browser) })
  await expect(phone.getByRole('button', { name: '删去照片 1' })).toBeVisible()
  await phone.getByRole('button', { name: '下一步：核对' }).click()
  await phone.getByRole('button', { name: '提交申请' }).click()
  await expect(phone.getByText('申请已经交上去了')).toBeVisible()
  const applicationId = /\/my\/applications\/(\d+)/.exec(phone.url())![1]!

  // The cadre checks.
  const cadre = await asStaff(browser, 'cadre')
  await cadre.goto(`/inbox/${applicationId}`)
  await expect(cadre.getByText(reason).first()).toBeVisible()
  await cadre.getByRole('button', { name: /^通过/ }).click()
  await confirmIfAsked(cadre, /^通过/)
  await expect(cadre.getByText('已通过，送去审批')).toBeVisible()

  // The approver, another person, approves.
  const approver = await asStaff(browser, 'approver')
  await approver.goto(`/inbox/${applicationId}`)
  await expect(approver.getByText(reason).first()).toBeVisible()
  await approver.getByLabel(/批准多少元/).fill(yuan)
  await approver.getByRole('button', { name: `批准 ${amount}` }).click()
  await confirmIfAsked(approver, /^批准/)
  await expect(approver.getByText(`已批准 ${amount}`).first()).toBeVisible()

  // The family sees at its code that it was approved, before any bank has moved.
  await phone.goto(`/h/${family.code.replaceAll('-', '')}`)
  await expect(phone.getByText('钱到了吗')).toBeVisible()
  await expect(phone.getByText(amount).first()).toBeVisible()

  // The clerk sends it to the bank and settles it.
  const clerk = await asStaff(browser, 'fund')
  await mark(clerk, 'APPROVED', amount, '标记已送银行')
  await mark(clerk, 'SENT', amount, '标记已到账')

  await phone.goto(`/h/${family.code.replaceAll('-', '')}`)
  const told = phone.getByRole('listitem').filter({ hasText: amount })
  await expect(told.getByText('已到账').first()).toBeVisible()
  await phone.goto(`/my/applications/${applicationId}`)
  await expect(phone.getByText('已批准').first()).toBeVisible()

  // And sees who looked.
  await phone.goto('/my/looks')
  await expect(phone.getByText(/初审/).first()).toBeVisible()
})

test('a wrong code of the text message is told beside the field, and the right one still counts', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('您的手机号').fill(people.households[1]!.phone)
  await page.getByRole('button', { name: '获取短信验证码' }).click()
  await page.getByRole('button', { name: '填进去' }).click()
  const right = await page.getByLabel('短信里的 6 位数字').inputValue()
  await page.getByLabel('短信里的 6 位数字').fill(right === '000000' ? '111111' : '000000')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByText('验证码不正确或已过期')).toBeVisible()
  await page.getByLabel('短信里的 6 位数字').fill(right)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByText('钱到了吗')).toBeVisible()
})

test('a moment’s code shows the family to its cadre, once', async ({ browser }) => {
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
  await phone.goto('/sign-in')
  await signInBySms(phone, people.households[0]!.phone)
  await expect(phone.getByText('钱到了吗')).toBeVisible()
  const shown = phone.waitForResponse((answer) => answer.url().endsWith('/v1/my/dynamic-code'))
  await phone.getByRole('link', { name: '出示码' }).click()
  await expect(phone.getByAltText('动态码的图案')).toBeVisible()
  const { url } = (await (await shown).json()) as { url: string }
  const address = new URL(url).pathname

  const cadre = await asStaff(browser, 'cadre')
  await cadre.goto(address)
  await expect(cadre.getByRole('heading', { level: 1, name: /^王/ })).toBeVisible()
  await cadre.goto(address)
  await expect(cadre.getByText('动态码已失效')).toBeVisible()
})

async function confirmIfAsked(page: Page, action: RegExp | string): Promise<void> {
  const asked = page.getByRole('dialog')
  await asked.waitFor({ timeout: 2000 }).catch(() => {})
  if (await asked.isVisible()) await asked.getByRole('button', { name: action }).click()
}

/** Takes one step with the payment of this amount, as a clerk does: filter, tick, mark, confirm. */
async function mark(page: Page, state: string, amount: string, action: string): Promise<void> {
  await page.goto(`/payments?state=${state}`)
  const row = page.getByRole('row').filter({ hasText: amount })
  const more = page.getByRole('button', { name: /^再取/ })
  await expect(page.getByRole('table')).toBeVisible()
  while (!(await row.isVisible())) await more.click()
  await row.getByRole('checkbox').check()
  await page.getByRole('button', { name: action }).click()
  await confirmIfAsked(page, action)
  await expect(page.getByText(/笔已标记/)).toBeVisible()
}
