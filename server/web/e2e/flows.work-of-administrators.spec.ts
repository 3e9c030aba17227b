import { expect, test, type Browser, type Page } from '@playwright/test'

/** An administrator’s day against a server that is up: an account is opened, its person comes in, powers change, keys change. */

interface Staff {
  loginName: string
  password: string
}
let staff: Staff[]
test.describe.configure({ mode: 'serial' })
test.beforeAll(async ({ request }) => {
  const answer = await request.get('/demo/sign-ins')
  expect(answer.ok(), 'the server is a demo and lists its people').toBe(true)
  staff = ((await answer.json()) as { staff: Staff[] }).staff
})

async function aDesk(browser: Browser): Promise<Page> {
  return (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage()
}
async function type(page: Page, loginName: string, password: string): Promise<void> {
  await page.goto('/staff/sign-in')
  await page.getByLabel('账号').fill(loginName)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}
async function signedIn(browser: Browser, loginName: string): Promise<Page> {
  const page = await aDesk(browser)
  await type(page, loginName, staff.find((one) => one.loginName === loginName)!.password)
  await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible()
  return page
}
const confirm = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click()

test('an account is opened, its person sets a password, and new powers ask for a new sign-in', async ({ browser }) => {
  test.setTimeout(120_000)
  const administrator = await signedIn(browser, 'admin')
  const loginName = `qian${Date.now().toString(36)}`

  await administrator.goto('/accounts')
  await administrator.getByRole('link', { name: '开通账号' }).click()
  await administrator.getByLabel('姓名', { exact: true }).fill('钱多福')
  await administrator.getByLabel('登录用的账号').fill(loginName)
  await administrator.getByLabel('所在工会').fill('安和县')
  await administrator.getByRole('button', { name: '查工会' }).click()
  await administrator.getByRole('radio', { name: /^安和县总工会/ }).check()
  await administrator.getByLabel(/^编码管理/).check()
  await administrator.getByRole('button', { name: '开通账号' }).click()
  await expect(administrator.getByText('账号开通了')).toBeVisible()
  const oneTime = (await administrator.locator('.password').textContent())!.trim()
  await administrator.getByRole('button', { name: '已经告诉本人' }).click()

  const person = await aDesk(browser)
  await type(person, loginName, oneTime)
  await expect(person.getByRole('heading', { name: '设自己的密码' })).toBeVisible()
  const own = '河边有一棵老槐树'.concat(loginName.slice(-3))
  await person.getByLabel('新密码', { exact: true }).fill(own)
  await person.getByLabel('再填一遍新密码').fill(own)
  await person.getByRole('button', { name: '就用这个密码' }).click()
  await expect(person.getByRole('heading', { level: 1, name: '编码' })).toBeVisible()

  // Changes it again at will, and sees the account.
  await person.goto('/account')
  await expect(person.getByText(loginName)).toBeVisible()
  await person.getByRole('button', { name: '换密码' }).click()
  await person.getByLabel('现在的密码').fill(own)
  await person.getByLabel('新密码', { exact: true }).fill(`${own}又换了一次`)
  await person.getByLabel('再填一遍新密码').fill(`${own}又换了一次`)
  await person.getByRole('button', { name: '换成新密码' }).click()
  await expect(person.getByText('密码换好了')).toBeVisible()

  // The administrator finds the account and changes its roles: the person has to come in anew.
  await administrator.getByLabel('姓名或登录账号').fill(loginName)
  await administrator.getByRole('button', { name: '查找' }).click()
  await administrator.getByRole('link', { name: '钱多福' }).click()
  expect(administrator.url(), 'no name in an address').not.toContain(loginName)
  await administrator.getByRole('button', { name: '改角色' }).click()
  await administrator.getByLabel(/^公示与动态/).check()
  await administrator.getByRole('button', { name: '更改角色' }).click()
  await confirm(administrator, '更改角色')
  await expect(administrator.getByText('角色改好了')).toBeVisible()
  await expect(administrator.getByText('编码管理、公示与动态').first()).toBeVisible()
  await expect(administrator.getByText('更改角色').first()).toBeVisible()
  await person.goto('/codes')
  await expect(person.getByRole('heading', { level: 1, name: '工作人员登录' })).toBeVisible()

  // Leaves: nobody comes in with it any more.
  await administrator.getByRole('button', { name: '停用账号' }).click()
  await confirm(administrator, '停用账号')
  await expect(administrator.getByText('账号停用了')).toBeVisible()
  await type(person, loginName, `${own}又换了一次`)
  await expect(person.getByText('账号或密码不对')).toBeVisible()
})

test('a station is opened, renamed and closed, and its history says so', async ({ browser }) => {
  test.setTimeout(90_000)
  const administrator = await signedIn(browser, 'admin')
  const name = `演示新厂${Date.now() % 100_000}工会`
  await administrator.goto('/organisations')
  await administrator.getByRole('button', { name: /^安和县总工会 / }).click()
  await administrator.getByRole('button', { name: '新设下级工会' }).click()
  await administrator.getByLabel('新工会的全称').fill(name)
  await administrator.getByLabel('层级').selectOption('GRASSROOTS')
  await administrator.getByLabel('原因').fill('新建企业')
  await administrator.locator('form').getByRole('button', { name: '新设下级工会' }).click()
  await confirm(administrator, '新设')
  await expect(administrator.getByText(`“${name}”设好了`)).toBeVisible()

  const more = administrator.getByRole('button', { name: '再取 50 个下级' })
  const fresh = administrator.getByRole('button', { name: new RegExp(`^${name}`) })
  await expect(more.or(fresh).first()).toBeVisible()
  while (!(await fresh.isVisible()) && (await more.isVisible())) {
    await more.click()
    await expect(administrator.getByRole('button', { name: '正在取……' })).toBeHidden()
  }
  await fresh.click()
  await administrator.getByRole('button', { name: '更名' }).click()
  await administrator.getByLabel('新名称').fill(`${name}联合会`)
  await administrator.getByLabel('原因').fill('扩大范围')
  await administrator.locator('form').getByRole('button', { name: '更名' }).click()
  await confirm(administrator, '更名')
  await expect(administrator.getByText('更名好了')).toBeVisible()
  await administrator.getByRole('button', { name: '撤销', exact: true }).click()
  await administrator.getByLabel('原因').fill('试办结束')
  await administrator.locator('form').getByRole('button', { name: '撤销' }).click()
  await confirm(administrator, '撤销')
  await expect(administrator.getByText('已撤销').first()).toBeVisible()
  await expect(administrator.getByText('试办结束')).toBeVisible()
  await expect(administrator.getByText('扩大范围')).toBeVisible()
})

test('a county may only look at keys; the topmost administrator changes one and sees it done', async ({ browser }) => {
  test.setTimeout(240_000)
  const county = await signedIn(browser, 'admin')
  await county.goto('/keys')
  await expect(county.getByText('由最上级工会的系统管理员开始').first()).toBeVisible()

  const top = await signedIn(browser, 'top')
  await top.goto('/keys')
  const card = top.locator('section', { has: top.getByRole('heading', { name: '数据密钥' }) })
  await card.getByRole('button', { name: '轮换数据密钥' }).click()
  await confirm(top, '开始轮换')
  await expect(card.getByRole('progressbar')).toBeVisible()
  await expect(card.getByText('已完成')).toBeVisible({ timeout: 200_000 })
  await expect(card.getByText('第 2 号')).toBeVisible()
  await expect(card.getByText('以后可以再换')).toBeVisible()
})
