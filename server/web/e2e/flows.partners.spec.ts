import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { expect, test, type Browser, type Page } from '@playwright/test'

/**
 * A department from its registration to its end against a server that is up: the administrator decides on a page, and the department,
 * a program with a key of its own, feels it with its next request.
 */

interface SignIns {
  staff: { loginName: string; password: string }[]
  households: { code: string }[]
}
let people: SignIns
test.beforeAll(async ({ request }) => {
  const answer = await request.get('/demo/sign-ins')
  expect(answer.ok(), 'the server is a demo').toBe(true)
  people = (await answer.json()) as SignIns
})

async function signedIn(browser: Browser, loginName: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage()
  await page.goto('/staff/sign-in')
  await page.getByLabel('账号').fill(loginName)
  await page.getByLabel('密码', { exact: true }).fill(people.staff.find((one) => one.loginName === loginName)!.password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible()
  return page
}

const base64url = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url')

/** A department's own program, by what the contract says and nothing else. */
class Department {
  private readonly privateKey: KeyObject
  private readonly publicKey: string
  private token = ''

  constructor(
    private readonly url: string,
    private readonly code: string,
    readonly keyId: string,
  ) {
    const pair = generateKeyPairSync('ed25519')
    this.privateKey = pair.privateKey
    this.publicKey = (pair.publicKey.export({ format: 'jwk' }) as { x: string }).x
  }

  private jwt(claims: object): string {
    const input = `${base64url({ alg: 'EdDSA', typ: 'JWT', kid: this.keyId })}.${base64url({ iss: this.code, sub: this.code, ...claims })}`
    return `${input}.${sign(null, Buffer.from(input), this.privateKey).toString('base64url')}`
  }
  private now = () => Math.floor(Date.now() / 1000)

  statement(): string {
    return this.jwt({ aud: `${this.url}/v1/partners`, exp: this.now() + 3600, publicKey: this.publicKey })
  }

  async signIn(): Promise<number> {
    const clientAssertion = this.jwt({ aud: `${this.url}/v1/sessions/partner`, exp: this.now() + 120, jti: randomBytes(18).toString('base64url') })
    const answer = await fetch(`${this.url}/v1/sessions/partner`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ clientAssertion }) })
    if (answer.status === 201) this.token = ((await answer.json()) as { accessToken: string }).accessToken
    return answer.status
  }

  async ask(household: string, purpose: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const target = `${this.url}/v1/household-codes/${encodeURIComponent(household)}`
    const authorization = `Bearer ${this.token}`
    const parameters = `("@method" "@target-uri" "authorization" "yihuyima-purpose");created=${this.now()};nonce="${randomBytes(18).toString('base64url')}";keyid="${this.keyId}";alg="ed25519"`
    const base = `"@method": GET\n"@target-uri": ${target}\n"authorization": ${authorization}\n"yihuyima-purpose": ${purpose}\n"@signature-params": ${parameters}`
    const signature = sign(null, Buffer.from(base), this.privateKey).toString('base64')
    const answer = await fetch(target, { headers: { Authorization: authorization, 'Yihuyima-Purpose': purpose, 'Signature-Input': `yhym=${parameters}`, Signature: `yhym=:${signature}:` } })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }

  fingerprint(): string {
    const hash = createHash('sha256').update(Buffer.from(this.publicKey, 'base64url')).digest('hex').slice(0, 32)
    return hash.replace(/(.{4})(?=.)/g, '$1 ')
  }
}

const confirm = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click()

test('a department is registered, asks, changes its key without a pause, and is stopped', async ({ browser, baseURL }) => {
  test.setTimeout(120_000)
  const household = people.households[0]!.code
  const code = `disabled-${Date.now().toString(36)}`
  const page = await signedIn(browser, 'admin')

  await page.goto('/')
  await page.getByRole('link', { name: '协同部门' }).click()
  await expect(page.getByText('安和县民政局').first()).toBeVisible()
  await page.getByRole('button', { name: '登记一个部门' }).click()
  await page.getByLabel('部门名称').fill('安和县残疾人联合会')
  await page.getByLabel('从哪些网络地址查').fill('127.0.0.0/8\n::1')
  await page.getByLabel('部门代号').fill(code)
  await page.getByLabel('可以查哪个工会的困难户').fill('安和县')
  await page.getByRole('button', { name: '查工会' }).click()
  await page.getByRole('radio', { name: /^安和县总工会/ }).check()
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByRole('heading', { level: 2, name: '安和县残疾人联合会' })).toBeVisible()

  const old = new Department(baseURL!, code, `${code}-1`)
  expect(await old.signIn()).toBe(401)
  await page.getByRole('button', { name: '登记密钥' }).click()
  await page.getByLabel('密钥登记信息').fill(new Department(baseURL!, 'somebody-else', 'x-1').statement())
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByText('这份登记信息写的是另一个部门的代号')).toBeVisible()
  await page.getByLabel('密钥登记信息').fill(old.statement())
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByRole('status').getByText(old.fingerprint())).toBeVisible()
  expect(await old.signIn()).toBe(201)
  expect((await old.ask(household, 'DISABILITY_AID')).body['viewer']).toBe('anyone')

  await page.getByRole('button', { name: '加一项约定' }).click()
  await page.getByLabel('用途代号').fill('disability_aid')
  await page.getByLabel('做什么用').fill('核对残疾人两项补贴')
  await page.getByLabel('依据').fill('残疾人两项补贴数据共享协议（样例）')
  await page.getByLabel('困难类别').check()
  await page.getByLabel('到哪一天为止').fill(new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10))
  await page.getByRole('button', { name: '约定', exact: true }).click()
  await expect(page.getByRole('dialog').getByText(/每一户的：困难类别/)).toBeVisible()
  await confirm(page, '约定')
  await expect(page.getByText('约定好了')).toBeVisible()
  const seen = await old.ask(household, 'DISABILITY_AID')
  expect(seen.body['viewer']).toBe('partner')
  expect(Object.keys(seen.body['fields'] as object)).toEqual(['tier'])

  // The new key beside the old one, then the old one away.
  const renewed = new Department(baseURL!, code, `${code}-2`)
  await page.getByRole('button', { name: '登记新密钥' }).click()
  await page.getByLabel('密钥登记信息').fill(renewed.statement())
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByText('已有两把。停用一把，才能再登记。')).toBeVisible()
  expect(await renewed.signIn()).toBe(201)
  expect((await old.ask(household, 'DISABILITY_AID')).status).toBe(200)
  expect((await renewed.ask(household, 'DISABILITY_AID')).status).toBe(200)
  await page.getByRole('listitem').filter({ hasText: old.keyId }).getByRole('button', { name: '停用这把' }).click()
  await page.getByLabel('停用的原因').fill('换了新密钥')
  await page.getByRole('button', { name: '停用', exact: true }).click()
  await confirm(page, '停用')
  await expect(page.getByText(`密钥 ${old.keyId} 不能再用了。`)).toBeVisible()
  expect((await old.ask(household, 'DISABILITY_AID')).status).toBe(401)
  expect(await renewed.signIn()).toBe(201)
  expect((await renewed.ask(household, 'DISABILITY_AID')).status).toBe(200)

  // From elsewhere it is refused, and the page says so.
  await page.getByRole('button', { name: '更改名称、名单或额度' }).click()
  await page.getByLabel('从哪些网络地址查').fill('192.0.2.0/24')
  await page.getByLabel('原因').fill('只许从机房来')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByText('下一次查询就按新的算')).toBeVisible()
  const refused = await renewed.ask(household, 'DISABILITY_AID')
  expect(refused.status).toBe(403)
  expect(refused.body['code']).toBe('address-not-listed')
  await page.reload()
  await expect(page.getByText('有名单外的地址用了它的密钥：')).toBeVisible()

  await page.getByRole('button', { name: '停止这个部门的查询' }).click()
  await page.getByLabel('原因').fill('职能并入县民政局')
  await page.getByRole('button', { name: '停止查询', exact: true }).click()
  await confirm(page, '停止查询')
  await expect(page.getByText(/年\d+月\d+日停止查询/)).toBeVisible()
  expect(await renewed.signIn()).toBe(401)
  await page.context().close()
})
