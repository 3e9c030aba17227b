import { expect, test, type Browser, type Page } from '@playwright/test'

/** An auditor's day against a server that is up: the record is read, a day of it checked, an investigation opened and ended. */

let password: string
test.describe.configure({ mode: 'serial' })
test.beforeAll(async ({ request }) => {
  const answer = await request.get('/demo/sign-ins')
  expect(answer.ok(), 'the server is a demo and lists its people').toBe(true)
  const { staff } = (await answer.json()) as { staff: { loginName: string; password: string }[] }
  password = staff.find((one) => one.loginName === 'auditor')!.password
})

async function auditor(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage()
  await page.goto('/staff/sign-in')
  await page.getByLabel('账号').fill('auditor')
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: '查阅记录' })).toBeVisible()
  return page
}

test('today’s record is checked and found as it was sealed', async ({ browser }) => {
  test.setTimeout(120_000)
  const page = await auditor(browser)
  await page.getByRole('link', { name: '核验记录' }).click()
  await expect(page.getByText('最新的封条')).toBeVisible()
  await page.getByRole('button', { name: '开始核验' }).click()
  await expect(page.getByText('没有发现改动').first()).toBeVisible({ timeout: 60_000 })
})

test('an investigation is opened with its ground, looked under, and ended', async ({ browser }) => {
  test.setTimeout(120_000)
  const page = await auditor(browser)
  const reason = `收到来信反映有人打听住户情况（${Date.now()}）`
  await page.getByRole('link', { name: '泄露调查', exact: true }).click()
  await page.getByRole('button', { name: '开一项泄露调查' }).click()
  await page.getByLabel('户的编号').fill('1')
  const until = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
  await page.getByLabel('查到哪天为止').fill(until)
  await page.getByLabel('理由和依据').fill(reason)
  await page.getByRole('button', { name: '开始调查' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '开始调查' }).click()
  const row = page.getByRole('region', { name: '没有结束的' }).getByRole('listitem').filter({ hasText: reason })
  await expect(row.getByText('正在调查')).toBeVisible()

  await row.getByRole('link', { name: '在调查之内看记录' }).click()
  await expect(page.getByText(/在泄露调查第 \d+ 号之内/)).toBeVisible()
  await page.getByRole('link', { name: '泄露调查', exact: true }).click()
  await page.getByRole('listitem').filter({ hasText: reason }).getByRole('button', { name: '结束调查' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '结束调查' }).click()
  await expect(page.getByRole('region', { name: '已经结束的' }).getByRole('listitem').filter({ hasText: reason }).getByText('已结束')).toBeVisible()
})

test('a household is found by the code of its card, which stands in no address', async ({ browser, request }) => {
  const { households } = (await (await request.get('/demo/sign-ins')).json()) as { households: { code: string }[] }
  const code = households[0]!.code
  const page = await auditor(browser)
  const asked: string[] = []
  page.on('request', (sent) => asked.push(sent.url()))
  await page.getByRole('button', { name: '按码找户' }).click()
  await page.getByRole('textbox', { name: '卡上的码' }).fill(code)
  await page.getByRole('button', { name: '找这一户' }).click()
  await expect(page.getByLabel('户的编号')).not.toHaveValue('')
  const bare = code.replace(/-/g, '')
  expect([...asked, page.url()].filter((url) => url.replace(/-/g, '').includes(bare))).toEqual([])
})
