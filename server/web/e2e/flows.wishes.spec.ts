import { expect, test, type Browser, type Page } from '@playwright/test'

/** A family says that something is wrong, its cadre answers, the family reads the answer and who was there; an auditor sees both. */

interface SignIns {
  staff: { loginName: string; password: string }[]
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
  await page.goto('/staff/sign-in')
  await page.getByLabel('账号').fill(loginName)
  await page.getByLabel('密码', { exact: true }).fill(people.staff.find((one) => one.loginName === loginName)!.password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible()
  return page
}
const confirm = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click()

test('a family says what is wrong and reads the answer', async ({ browser }) => {
  test.setTimeout(120_000)
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
  }
  await phone.goto('/my/rights')
  const ought = `尾号应是 ${Date.now() % 10_000}`
  await phone.getByRole('button', { name: '说一说哪里不对' }).click()
  await phone.getByLabel('哪一项').selectOption('PHONE')
  await phone.getByLabel('应当是什么').fill(ought)
  await phone.getByRole('button', { name: '提交' }).click()
  await expect(phone.getByText(`应当是：${ought}`)).toBeVisible()

  const cadre = await asStaff(browser, 'cadre')
  await cadre.goto('/rights')
  const row = cadre.getByRole('listitem').filter({ hasText: ought })
  await row.getByRole('button', { name: '答复' }).click()
  await row.getByLabel('给这家人的答复').fill('核对过了，三天内改好。')
  await row.getByRole('button', { name: '采纳' }).click()
  await confirm(cadre, '采纳')
  await expect(row).toBeHidden()

  await phone.reload()
  await expect(phone.getByText('答复：核对过了，三天内改好。').first()).toBeVisible()
  await phone.goto('/my/looks')
  await expect(phone.getByText('办理资料请求').first()).toBeVisible()
})
