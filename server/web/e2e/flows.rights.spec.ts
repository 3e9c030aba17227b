import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'

/** What a family says about its data and takes away with it: reads a notice, agrees, takes it back, and carries its own copy home. */
test('a family agrees, takes it back and exports its own file', async ({ page, request }) => {
  const answer = await request.get('/demo/sign-ins')
  expect(answer.ok(), 'the server is a demo and lists its people').toBe(true)
  const { households } = (await answer.json()) as { households: { phone: string; what: string }[] }
  await page.goto('/sign-in')
  await page.getByLabel('您的手机号').fill(households[0]!.phone)
  await page.getByRole('button', { name: '获取短信验证码' }).click()
  await page.getByRole('button', { name: '填进去' }).click()
  await page.getByRole('button', { name: '登录', exact: true }).click()

  await page.getByRole('link', { name: '知情同意' }).click()
  await page.getByText('看《健康医疗信息告知书》全文').click()
  await expect(page.getByText('不会公示病情')).toBeVisible()
  await page.getByRole('button', { name: '同意使用健康医疗' }).click()
  const health = page.getByRole('region', { name: '健康医疗' })
  await expect(health.getByText('已同意')).toBeVisible()
  await health.getByRole('button', { name: /^撤回同意/ }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('医疗类帮扶可能无法核定')).toBeVisible()
  await dialog.getByRole('button', { name: '撤回同意' }).click()
  await expect(health.getByText('已撤回')).toBeVisible()

  await page.goto('/my')
  await page.getByRole('link', { name: '导出我家资料' }).click()
  await page.getByRole('button', { name: '导出', exact: true }).click()
  await expect(page.getByRole('heading', { name: '家庭成员' })).toBeVisible()
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载文件（JSON）' }).click()
  const text = await readFile(await (await downloading).path(), 'utf8')
  const file = JSON.parse(text) as { members: { name: string }[]; consents: { choice: string }[]; looks: { action: string }[] }
  expect(file.members.length).toBeGreaterThan(0)
  expect(file.consents[0]!.choice).toBe('WITHDRAWN')
  expect(file.looks[0]!.action).toBe('导出我家资料')
})
