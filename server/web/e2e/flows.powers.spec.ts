import { expect, test, type Browser, type Page } from '@playwright/test'

/**
 * Each power, granted and refused, as a person sees it: everybody of the demo's staff opens the address of every desk. Who has the
 * power sees the desk; who has not is told so in words, also when the address was typed by hand.
 */

interface Staff {
  loginName: string
  password: string
}

/** A desk, what stands on it for whoever may work there, and who they are by the demo's names. */
interface Desk {
  path: string
  title: string
  shows: RegExp
  granted: string[]
}

const everybody = ['cadre', 'codes', 'checker', 'approver', 'fund', 'notice', 'auditor', 'admin', 'paired', 'other-cadre', 'other-codes', 'top']

const desks: Desk[] = [
  { path: '/cadre', title: '结对户', shows: /点开可以看这户的情况|还没有和您结对的户/, granted: ['cadre', 'paired', 'other-cadre'] },
  { path: '/inbox', title: '待办', shows: /^共 [\d,]+ 件|现在没有要您办的事/, granted: ['cadre', 'checker', 'approver', 'other-cadre'] },
  { path: '/rights', title: '资料请求', shows: /现在没有等您答复的请求|15 个工作日内要答复，急的在前/, granted: ['cadre', 'checker', 'admin', 'other-cadre', 'top'] },
  { path: '/imports', title: '表格导入', shows: /先检查，不会直接写进档案/, granted: ['checker'] },
  { path: '/coverage', title: '政策找人', shows: /可以享受、还没有享受的户，列在下面/, granted: ['codes', 'checker', 'approver', 'fund', 'admin', 'other-codes', 'top'] },
  { path: '/payments', title: '发放', shows: /笔，合计|还没有要发放的钱/, granted: ['fund'] },
  { path: '/codes', title: '编码', shows: /管辖 [\d,]+ 户/, granted: ['codes', 'admin', 'checker', 'approver', 'fund', 'other-codes', 'top'] },
  { path: '/accounts', title: '账号', shows: /列出 [\d,]+ 个账号/, granted: ['admin', 'top'] },
  { path: '/organisations', title: '工会', shows: /点名称看这个工会的情况/, granted: ['admin', 'top'] },
  { path: '/partners', title: '协同部门', shows: /每一次都要签名、都留记录|登记以后，再登记它的密钥/, granted: ['admin', 'top'] },
  { path: '/standards', title: '低保标准', shows: /^登记新的标准$|由县级以上工会的系统管理员登记/, granted: ['admin', 'top'] },
  { path: '/keys', title: '密钥', shows: /编号用掉多少/, granted: ['admin', 'top'] },
  { path: '/account', title: '我的账号', shows: /最近的登录/, granted: everybody },
  { path: '/audit', title: '查阅记录', shows: /不选日期就看最近 31 天/, granted: ['auditor'] },
]

let staff: Staff[]
test.beforeAll(async ({ request }) => {
  const answer = await request.get('/demo/sign-ins')
  expect(answer.ok(), 'the server is a demo and lists its people').toBe(true)
  staff = ((await answer.json()) as { staff: Staff[] }).staff
})

async function signedIn(browser: Browser, loginName: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage()
  const { password } = staff.find((one) => one.loginName === loginName)!
  await page.goto('/staff/sign-in')
  await page.getByLabel('账号').fill(loginName)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible()
  return page
}

for (const who of everybody) {
  test(`${who} gets the desks of their powers and no other`, async ({ browser }) => {
    test.setTimeout(90_000)
    const page = await signedIn(browser, who)
    for (const desk of desks) {
      await page.goto(desk.path)
      await expect(page.getByRole('heading', { level: 1, name: desk.title })).toBeVisible()
      const refusal = page.getByRole('alert').filter({ hasText: '您没有这项操作的权限' }).first()
      if (desk.granted.includes(who)) {
        await expect(page.getByText(desk.shows).first(), `${who} at ${desk.path}`).toBeVisible()
        await expect(refusal, `${who} at ${desk.path}`).toBeHidden()
      } else {
        await expect(refusal, `${who} at ${desk.path}`).toBeVisible()
        await expect(page.getByText('请找本单位的系统管理员').first()).toBeVisible()
        await expect(page.getByText(desk.shows), `${who} at ${desk.path}`).toBeHidden()
      }
    }
    await page.context().close()
  })
}

test('everybody reads how long what is kept; what was purged is for administrators and auditors', async ({ browser }) => {
  test.setTimeout(90_000)
  for (const who of ['cadre', 'fund', 'auditor', 'admin']) {
    const page = await signedIn(browser, who)
    await page.goto('/retention')
    await expect(page.getByRole('heading', { level: 1, name: '保存期限' })).toBeVisible()
    await expect(page.getByText('困难职工家庭档案').first(), who).toBeVisible()
    const purges = page.getByRole('heading', { level: 2, name: '到期清除' })
    if (who === 'auditor' || who === 'admin') {
      await expect(purges, who).toBeVisible()
      await expect(page.getByText(/还没有清除过|系统每晚自动进行|由系统管理员/).first(), who).toBeVisible()
    } else {
      await expect(purges, who).toBeHidden()
    }
    await page.context().close()
  }
})
