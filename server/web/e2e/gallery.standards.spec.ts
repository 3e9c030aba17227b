import { type Page } from '@playwright/test'
import type { Schema } from '../src/api/types'
import { gallery, ok, problem, type Answer, type Scene } from './gallery'
import { administrator } from './adminSamples'
import { approver } from './staffSamples'

/** The administrator's page of minimum standards; invented. */

const code = '990123'
const OWN = 'GET /v1/organisations/3'
const STANDARDS = `GET /v1/hardship-regions/${code}/standards`
const RULE = `GET /v1/hardship-regions/${code}/rule`
const ADD = `POST /v1/hardship-regions/${code}/standards`
const organisation: Schema<'OrganisationDetail'> = { organisation: { organisationId: 3, parentId: 2, parent: '云溪市总工会', level: 'COUNTY', name: '安和县总工会', regionCode: code, closedOn: null, hasBelow: true }, below: 12, accounts: 9, households: 0, partners: 5, accountsBelow: 40, isOwn: true }
const version = (validFrom: string, monthFen: number, over: Partial<Schema<'RecordedStandard'>> = {}): Schema<'RecordedStandard'> => ({ regionCode: code, validFrom, version: 1, monthFen, source: `安民发〔${validFrom.slice(0, 4)}〕8号（演示）`, recordedAt: `${validFrom}T09:00:00+08:00`, ...over })
const versions = [version('2027-01-01', 115000), version('2026-01-01', 110400, { version: 2 }), version('2026-01-01', 104000), version('2025-01-01', 106200)]
const inForce = (standard: Schema<'HardshipStandard'>): Schema<'HardshipRuleView'> => ({
  regionCode: code, day: '2026-11-20', union: { name: '安和县总工会', hotline: null },
  rule: { regionCode: '990000', version: 1, validFrom: '2024-01-01', source: '演示', sample: true, standard, deepPercent: 100, relativePercent: 200, accidentPercent: 80, incomes: [], expenses: [], conditions: [] },
})
const plain = (one: Schema<'RecordedStandard'>): Schema<'HardshipStandard'> => ({ regionCode: one.regionCode, validFrom: one.validFrom, version: one.version, monthFen: one.monthFen, source: one.source })
const api: Record<string, Answer> = { [OWN]: ok(organisation), [STANDARDS]: ok({ items: versions }), [RULE]: ok(inForce(plain(versions[1]!))), 'GET /v1/hardship-regions': ok({ items: [] }) }
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click()
async function fill(page: Page): Promise<void> {
  await page.getByLabel('每人每月多少元').fill('1180')
  await page.getByLabel('从哪天起').fill('2027-01-01')
  await page.getByLabel('依据的文件').fill('安民发〔2026〕21号（演示）')
  await press(page, '登记')
}
const added = async (page: Page) => {
  await fill(page)
  await page.getByRole('dialog').getByRole('button', { name: '登记' }).click()
}
const scene = (name: string, shows: string, over: Partial<Scene> = {}): Scene => ({ name: `standards${name}`, path: '/standards', as: administrator, api, shows, ...over })

gallery('minimum standards', [
  scene('', '登记过的'),
  scene('-inherited', '用的是上级地区', { api: { ...api, [STANDARDS]: ok({ items: [] }), [RULE]: ok(inForce({ ...plain(versions[1]!), regionCode: '990000' })) } }),
  scene('-none', '还没有可用的低保标准', { api: { ...api, [STANDARDS]: ok({ items: [] }), [RULE]: problem(404, 'not-found', '没有找到') } }),
  scene('-city', '下级地区', { api: { ...api, 'GET /v1/hardship-regions': ok({ items: [{ regionCode: '990124', name: '宁川县总工会', level: 'COUNTY', hasStandard: true, hasBelow: false }, { regionCode: '990125', name: '新设县总工会', level: 'COUNTY', hasStandard: false, hasBelow: false }] }) } }),
  scene('-station', '由县级以上工会的系统管理员登记', { api: { ...api, [OWN]: ok({ ...organisation, organisation: { ...organisation.organisation, level: 'GRASSROOTS', name: '云锦纺织厂工会' } }) } }),
  scene('-wrong', '请写明依据的文件', { act: async (page) => {
    await page.getByLabel('每人每月多少元').fill('118000')
    await press(page, '登记')
  } }),
  scene('-asked', '会作为更正', { act: fill }),
  scene('-done', '登记好了', { api: { ...api, [ADD]: ok(version('2027-01-01', 118000, { version: 2 }), 201) }, act: added }),
  scene('-refused-far', '请核对年份', { api: { ...api, [ADD]: problem(400, 'request-invalid', '填写的内容有误，请按提示修改', [{ pointer: '/validFrom', reason: '开始日期离今天最多400天，请核对年份' }]) }, act: added }),
  scene('-loading', '低保标准', { api: { ...api, [STANDARDS]: 'never' } }),
  scene('-error', '系统暂时不可用', { api: { ...api, [STANDARDS]: problem(503, 'store-unavailable', '系统暂时不可用，请稍后再试') } }),
  scene('-refused', '您没有这项操作的权限', { as: approver }),
])
