import { expect, test, type Browser, type Page } from '@playwright/test'

/** A cadre records what changed at a family's, corrects what was never so, and the family reads both in its own file. */

interface SignIns {
  staff: { loginName: string; password: string }[]
  households: { phone: string; code: string; idLastSix: string }[]
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
  await page.goto('/staff/sign-in')
  await page.getByLabel('账号').fill(loginName)
  await page.getByLabel('密码', { exact: true }).fill(people.staff.find((one) => one.loginName === loginName)!.password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible()
  return page
}

test('what a cadre records is read by the family, with since when and why', async ({ browser }) => {
  test.setTimeout(120_000)
  const cadre = await asStaff(browser, 'cadre')
  await cadre.goto('/cadre')
  await cadre.locator('button.household').first().click()
  const address = await cadre.getByRole('link', { name: '看这户的情况' }).getAttribute('href')
  await cadre.goto(`${address}/file`)
  await expect(cadre.getByRole('heading', { name: '家庭情况' })).toBeVisible()

  const unit = `样例服装厂 ${Date.now() % 100_000}`
  const worker = cadre.getByRole('region', { name: '职工本人' })
  await worker.getByRole('button', { name: '登记变化或更正' }).click()
  await worker.getByLabel('依据').fill('看了新的劳动合同')
  await worker.getByLabel('工作单位').fill(unit)
  await worker.getByRole('button', { name: '登记 1 项' }).click()
  const asked = cadre.getByRole('dialog')
  await expect(asked.getByText(new RegExp(`工作单位：.* → ${unit}`))).toBeVisible()
  await asked.getByRole('button', { name: '确定登记' }).click()
  await expect(cadre.getByText('已经登记')).toBeVisible()
  await expect(worker.getByText(unit)).toBeVisible()

  await worker.getByRole('button', { name: '登记变化或更正' }).click()
  await worker.getByLabel('以前就登记错了').check()
  await worker.getByLabel('依据').fill('厂名写错了一个字')
  await worker.getByLabel('工作单位').fill(`${unit}分厂`)
  await worker.getByRole('button', { name: '登记 1 项' }).click()
  await cadre.getByRole('dialog').getByRole('button', { name: '确定登记' }).click()
  await expect(worker.getByText(`${unit}分厂`)).toBeVisible()
  await worker.getByRole('button', { name: '看工作单位的来历' }).click()
  await expect(worker.getByText('厂名写错了一个字')).toBeVisible()
  await expect(worker.getByText('看了新的劳动合同')).toBeVisible()
})

test('a fund clerk has no file, and a family reads its own', async ({ browser }) => {
  test.setTimeout(120_000)
  const fund = await asStaff(browser, 'fund')
  await fund.goto('/households/1/file')
  await expect(fund.getByText(/没有这项操作的权限|没有这一户/)).toBeVisible()
  await expect(fund.getByText('家庭情况')).toBeHidden()

  const family = people.households[0]!
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
  await phone.goto('/sign-in')
  await phone.getByLabel('您的手机号').fill(family.phone)
  await phone.getByRole('button', { name: '获取短信验证码' }).click()
  await phone.getByRole('button', { name: '填进去' }).click()
  await phone.getByRole('button', { name: '登录', exact: true }).click()
  await expect(phone.getByRole('heading', { name: /您家|核对身份|绑定|家$/ }).first()).toBeVisible()
  if (await phone.getByLabel('身份证号最后 6 位').isVisible()) {
    await phone.getByLabel(/码/).first().fill(family.code)
    await phone.getByLabel('身份证号最后 6 位').fill(family.idLastSix)
    await phone.getByRole('button', { name: '绑定我家' }).click()
    await expect(phone.getByRole('heading', { name: /家$/ }).first()).toBeVisible()
  }
  await phone.goto('/my/file')
  await expect(phone.getByRole('heading', { name: '职工本人' })).toBeVisible()
  await expect(phone.getByRole('button', { name: '登记变化或更正' })).toBeHidden()
  await phone.goto('/my/looks')
  await expect(phone.getByText('查看家庭档案').first()).toBeVisible()
})
