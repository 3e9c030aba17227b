import { expect, test, type Page } from '@playwright/test'

/** Somebody whom nobody knows finds out, on a phone and by keyboard, whether their family is in hardship; against the real demo. */

test.beforeAll(async ({ request }) => {
  test.skip(!(await request.get('/demo/sign-ins')).ok(), 'the server is no demo')
})

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const pick = (page: Page, question: string | RegExp, answer: string) => page.getByRole('group', { name: question }).getByText(answer, { exact: true }).click()

async function untilIncome(page: Page, county: string, people: string): Promise<void> {
  await page.goto('/')
  await page.getByRole('link', { name: /先自己算一算/ }).click()
  await press(page, '开始')
  await page.getByLabel('您家归哪里的工会').selectOption({ label: county })
  await page.getByLabel('一起生活的有几个人').selectOption(people)
  await press(page, '下一步：收入')
}

async function untilCheck(page: Page, monthYuan: string): Promise<void> {
  await pick(page, '工资、打工的收入', '有')
  await page.getByLabel('工资、打工的收入，多少元').fill(monthYuan)
  await press(page, '没点的都是没有')
  await press(page, '下一步：支出')
  await pick(page, '看病、受伤自己花的钱', '有')
  await page.getByLabel('看病、受伤自己花的钱，多少元').fill('12000')
  await press(page, '没点的都是没有')
  await press(page, '下一步：其他情况')
  await pick(page, /灾害或严重事故/, '没有')
  await pick(page, '家里的职工是农民工吗？', '不是')
  for (const group of await page.getByRole('group', { name: /民办学校|国外上学|小汽车|两套|开着公司/ }).all()) await group.getByText('没有', { exact: true }).click()
  await press(page, '下一步：核对')
}

test('anyone computes for themselves, changes an answer, and nothing is left behind', async ({ browser }) => {
  test.setTimeout(120_000)
  const page = await (await browser.newContext({ viewport: { width: 360, height: 740 } })).newPage()
  const sent: string[] = []
  page.on('request', (request) => sent.push(`${request.method()} ${request.url()}`))
  await untilIncome(page, '安和县总工会', '3')
  await untilCheck(page, '4000')
  await press(page, '算一算')

  // 48,000 less 12,000, by 36: 1,000 a head and month, under the county's 1,104.
  await expect(page.getByRole('heading', { name: '可能属于“深度困难”' })).toBeVisible()
  await expect(page.getByText('¥1,000.00').first()).toBeVisible()
  await expect(page.getByText('以工会审核为准').first()).toBeVisible()
  await expect(page.getByText('诊断书、医疗费结算单')).toBeVisible()
  await expect(page.getByRole('link', { name: /打电话/ })).toBeVisible()

  // Back, step by step, with everything still there; another answer, another result.
  await page.goBack()
  await expect(page.getByRole('heading', { name: '核对一遍' })).toBeVisible()
  await page.getByRole('link', { name: '改 收入' }).click()
  await expect(page.getByLabel('工资、打工的收入，多少元')).toHaveValue('4000')
  await page.getByRole('link', { name: '上一步' }).click()
  await expect(page.getByLabel('您家归哪里的工会')).toHaveValue('990123')
  await press(page, '下一步：收入')
  await page.getByLabel('工资、打工的收入，多少元').fill('9000')
  await press(page, '下一步：支出')
  await press(page, '下一步：其他情况')
  await press(page, '下一步：核对')
  await press(page, '算一算')
  await expect(page.getByRole('heading', { name: '按您填的，不在困难类别内' })).toBeVisible()
  await expect(page.getByText(/能算的支出再多 .*就算“相对困难”/)).toBeVisible()

  // Answers travel in bodies alone, and are kept neither by the phone nor after a reload.
  expect(sent.filter((url) => /\D(4000|9000|12000)(\D|$)/.test(url))).toEqual([])
  expect(await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie].join(' '))).not.toMatch(/4000|9000|self/)
  await page.reload()
  await expect(page.getByRole('heading', { name: '先自己算一算' })).toBeVisible()
  await page.context().close()
})

test('the neighbour county goes by the standard of its province; what is not known is named', async ({ browser }) => {
  test.setTimeout(90_000)
  const page = await (await browser.newContext({ viewport: { width: 360, height: 740 } })).newPage()
  await untilIncome(page, '宁川县总工会', '3')
  await pick(page, '工资、打工的收入', '说不清')
  await press(page, '没点的都是没有')
  await press(page, '下一步：支出')
  await press(page, '没点的都是没有')
  await press(page, '下一步：其他情况')
  await pick(page, /灾害或严重事故/, '没有')
  await pick(page, '家里的职工是农民工吗？', '不是')
  for (const group of await page.getByRole('group', { name: /民办学校|国外上学|小汽车|两套|开着公司/ }).all()) await group.getByText('没有', { exact: true }).click()
  await press(page, '下一步：核对')
  await press(page, '算一算')
  await expect(page.getByRole('heading', { name: '还说不准' })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: '工资、打工的收入' }).first()).toBeVisible()
  await expect(page.getByText('宁川县总工会，也可以先找单位工会')).toBeVisible()
  await page.context().close()
})

test('the whole of it goes by keyboard', async ({ browser }) => {
  test.setTimeout(90_000)
  const page = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage()
  await page.goto('/self-test')
  await page.getByRole('button', { name: '开始' }).focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('您家归哪里的工会').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '全家有哪些收入' })).toBeFocused()
  // Into the first group, one to the right is "none", and Enter goes on to what is missing.
  await page.getByRole('radio', { name: '有', exact: true }).first().focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: '没有', exact: true }).first()).toBeChecked()
  await page.keyboard.press('Enter')
  await expect(page.getByText('请选一个').first()).toBeVisible()
  await expect(page.getByRole('radio', { name: '有', exact: true }).nth(1)).toBeFocused()
  await page.context().close()
})

test('the administrator adds the standard of the year to come, and cannot change what is written', async ({ browser, request }) => {
  test.setTimeout(120_000)
  const { staff } = (await (await request.get('/demo/sign-ins')).json()) as { staff: { loginName: string; password: string }[] }
  const page = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage()
  await page.goto('/staff/sign-in')
  await page.getByLabel('账号').fill('admin')
  await page.getByLabel('密码', { exact: true }).fill(staff.find((one) => one.loginName === 'admin')!.password)
  await press(page, '登录')
  await page.getByRole('link', { name: '低保标准' }).click()
  const from = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10)
  for (const yuan of ['1180', '1190']) {
    await page.getByLabel('每人每月多少元').fill(yuan)
    await page.getByLabel('从哪天起').fill(from)
    await page.getByLabel('依据的文件').fill('安民发〔2027〕3号（演示）')
    await press(page, '登记')
    await page.getByRole('dialog').getByRole('button', { name: '登记', exact: true }).click()
    await expect(page.getByRole('status').filter({ hasText: `¥${yuan.slice(0, 1)},${yuan.slice(1)}.00` })).toBeVisible()
  }
  await expect(page.getByRole('listitem').filter({ hasText: '¥1,190.00' })).toContainText('还没开始')
  await expect(page.getByRole('listitem').filter({ hasText: '¥1,180.00' })).toContainText('已更正')
  await expect(page.getByRole('listitem').filter({ hasText: '现行' })).toHaveCount(1)
  await page.context().close()
})
