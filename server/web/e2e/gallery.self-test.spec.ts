import { type Page } from '@playwright/test'
import type { Schema } from '../src/api/types'
import { gallery, ok, problem, type Answer, type Scene } from './gallery'
import { family } from './samples'

/** The self-test in each of its states; regions, rules and families invented. */

const REGIONS = 'GET /v1/hardship-regions'
const RULE = 'GET /v1/hardship-regions/990123/rule'
const COMPUTE = 'POST /v1/hardship-computations'

const item = (kind: string, word: string, help: string, over: Partial<Schema<'HardshipItem'>> = {}): Schema<'HardshipItem'> => ({ kind, word, help, countedPercent: 100, capYearFen: null, accident: false, evidence: `${word}的凭证`, source: '示例', ...over })
const condition = (code: string, question: string, over: Partial<Schema<'HardshipCondition'>> = {}): Schema<'HardshipCondition'> => ({ code, question, migrantsOnly: false, barsWhen: 'YES', evidence: '学校收费单据', source: '示例', ...over })
const standard = { regionCode: '990100', validFrom: '2026-01-01', version: 1, monthFen: 110400, source: '东安省民政厅2026年城市低保标准（演示）' }
const rule: Schema<'HardshipRule'> = {
  regionCode: '990000', version: 1, validFrom: '2024-01-01', source: '东安省总工会困难职工认定办法（演示）', sample: true, standard,
  deepPercent: 100, relativePercent: 200, accidentPercent: 80,
  incomes: [
    item('WAGE', '工资、打工的收入', '到手的钱：工资、奖金、加班费、零工钱，全家加在一起。', { evidence: '近半年的工资单或银行流水' }),
    item('PENSION', '养老金、退休金', '包括城乡居民养老金。'),
    item('SPECIAL', '优待抚恤金、奖学金、临时救助', '照实填就行，这些一般不算进收入。', { countedPercent: 0 }),
  ],
  expenses: [
    item('MEDICAL', '看病、受伤自己花的钱', '医保和互助报销以后，自己掏的部分。', { accident: true, evidence: '诊断书、医疗费结算单' }),
    item('HOUSING', '唯一住房的房租', '没有自己的房子，租房住的。', { capYearFen: 1200000 }),
  ],
  conditions: [condition('PRIVATE_SCHOOL', '有孩子在收费超过公办学校两倍的民办学校上学吗？'), condition('LABOUR_A_YEAR', '在现在的城市，劳动关系满一年了吗？', { migrantsOnly: true, barsWhen: 'NO', evidence: '劳动合同' })],
}
const top: Schema<'HardshipRegion'> = { regionCode: '990000', name: '东安省总工会', level: 'PROVINCE', hasStandard: true, hasBelow: false }
const county = (regionCode: string, name: string, hasStandard = true): Schema<'HardshipRegion'> => ({ regionCode, name, level: 'COUNTY', hasStandard, hasBelow: false })
const counties = [county('990123', '安和县总工会'), county('990124', '宁川县总工会'), county('990125', '新设县总工会', false)]
const view: Schema<'HardshipRuleView'> = { regionCode: '990123', day: '2026-11-20', union: { name: '安和县总工会', hotline: '0099-8812351' }, rule }

const line = (kind: string, yearFen: number | null, over: Partial<Schema<'HardshipLine'>> = {}): Schema<'HardshipLine'> => {
  const income = rule.incomes.find((one) => one.kind === kind)
  const of = income ?? rule.expenses.find((one) => one.kind === kind)!
  return { side: income ? 'INCOME' : 'EXPENSE', kind, word: of.word, member: null, yearFen, countedPercent: of.countedPercent, capYearFen: of.capYearFen, countedFen: yearFen === null ? null : yearFen * (of.countedPercent / 100), source: '示例', ...over }
}
const lines = [line('WAGE', 4800000), line('SPECIAL', 200000), line('MEDICAL', 1500000), line('HOUSING', 1500000, { countedFen: 1200000 })]
const earning = (wageFen: number) => [line('WAGE', wageFen), ...lines.slice(1)]
const asked: Schema<'HardshipAsked'>[] = [{ code: 'PRIVATE_SCHOOL', question: rule.conditions[0]!.question, answer: 'NO', bars: 'NO', evidence: '', source: '' }]
const deep: Schema<'HardshipResult'> = {
  format: 1, day: '2026-11-20', rule: { regionCode: '990000', version: 1, validFrom: '2024-01-01', source: rule.source, sample: true, standard },
  people: 3, peopleUnsure: 0, lines, incomeYearFen: 4800000, expenseYearFen: 2700000, netYearFen: 2100000, netMonthFen: 58333,
  outcome: 'DEEP', possible: ['DEEP'], byFigures: 'DEEP',
  limits: [{ tier: 'DEEP', monthFen: 110400, yearFen: 3974400, met: 'YES', overFen: -1874400 }, { tier: 'RELATIVE', monthFen: 220800, yearFen: 7948800, met: 'YES', overFen: -5848800 }],
  accidentMet: 'NO', conditions: asked, missing: [], changes: [{ lever: 'INCOME_MORE', yearFen: 1874400, to: 'RELATIVE' }, { lever: 'INCOME_MORE', yearFen: 5848800, to: 'NONE' }],
}
const over = (found: Partial<Schema<'HardshipResult'>>): Schema<'HardshipResult'> => ({ ...deep, ...found })
const limits = (one: 'YES' | 'NO' | 'UNKNOWN', other: 'YES' | 'NO' | 'UNKNOWN'): Schema<'HardshipLimit'>[] => [{ ...deep.limits[0]!, met: one }, { ...deep.limits[1]!, met: other }]
const relative = over({ lines: earning(9200000), incomeYearFen: 9200000, outcome: 'RELATIVE', possible: ['RELATIVE'], byFigures: 'RELATIVE', netYearFen: 6500000, netMonthFen: 180555, limits: limits('NO', 'YES'), changes: [{ lever: 'EXPENSES_MORE', yearFen: 2525601, to: 'DEEP' }, { lever: 'INCOME_MORE', yearFen: 1448800, to: 'NONE' }] })
const accident = over({ lines: earning(11700000), incomeYearFen: 11700000, outcome: 'ACCIDENT', possible: ['ACCIDENT'], byFigures: 'ACCIDENT', netYearFen: 9000000, netMonthFen: 250000, limits: limits('NO', 'NO'), accidentMet: 'YES', changes: [] })
const none = over({ lines: earning(11700000), incomeYearFen: 11700000, outcome: 'NONE', possible: ['NONE'], byFigures: 'NONE', netYearFen: 9000000, netMonthFen: 250000, limits: limits('NO', 'NO'), changes: [{ lever: 'EXPENSES_MORE', yearFen: 1051201, to: 'RELATIVE' }] })
const barred = over({ outcome: 'NONE', possible: ['NONE'], conditions: [{ ...asked[0]!, answer: 'YES', bars: 'YES' }], changes: [] })
const open = over({ outcome: 'UNKNOWN', possible: ['DEEP', 'RELATIVE', 'NONE'], byFigures: 'UNKNOWN', lines: [line('WAGE', 4800000), line('MEDICAL', null)], expenseYearFen: null, netYearFen: null, netMonthFen: null, limits: limits('UNKNOWN', 'UNKNOWN'), accidentMet: 'UNKNOWN', missing: [{ about: 'EXPENSE', name: 'MEDICAL' }, { about: 'ACCIDENT' }, { about: 'CONDITION', name: 'PRIVATE_SCHOOL' }], changes: [] })

const api: Record<string, Answer> = { [REGIONS]: ok({ items: counties }), [RULE]: ok(view) }
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const pick = (page: Page, question: string | RegExp, answer: string) => page.getByRole('group', { name: question }).getByText(answer, { exact: true }).click()

async function where(page: Page): Promise<void> {
  await press(page, '开始')
}
async function income(page: Page): Promise<void> {
  await where(page)
  await page.getByLabel('您家归哪里的工会').selectOption('990123')
  await page.getByLabel('一起生活的有几个人').selectOption('3')
  await press(page, '下一步：收入')
}
async function expense(page: Page): Promise<void> {
  await income(page)
  await pick(page, '工资、打工的收入', '有')
  await page.getByLabel('工资、打工的收入，多少元').fill('4000')
  await press(page, '没点的都是没有')
  await press(page, '下一步：支出')
}
async function more(page: Page): Promise<void> {
  await expense(page)
  await pick(page, '看病、受伤自己花的钱', '有')
  await page.getByLabel('看病、受伤自己花的钱，多少元').fill('15000')
  await pick(page, '唯一住房的房租', '说不清')
  await press(page, '下一步：其他情况')
}
async function check(page: Page): Promise<void> {
  await more(page)
  await pick(page, /灾害或严重事故/, '没有')
  await pick(page, '家里的职工是农民工吗？', '是')
  await pick(page, /民办学校/, '没有')
  await pick(page, /劳动关系满一年/, '是')
  await press(page, '下一步：核对')
}
async function computed(page: Page): Promise<void> {
  await check(page)
  await press(page, '算一算')
}
const result = (name: string, found: Schema<'HardshipResult'>, shows: string, only?: 'phone'): Scene => ({ name: `self-test-${name}`, path: '/self-test', as: null, api: { ...api, [COMPUTE]: ok(found) }, act: computed, shows, only })

const scenes: Scene[] = [
  { name: 'self-test-start', path: '/self-test', as: null, api, shows: '大约三分钟' },
  { name: 'self-test-start-family', path: '/self-test', as: family, api, shows: '不用登录' },
  { name: 'self-test-where', path: '/self-test', as: null, api, act: where, shows: '一起生活的有几个人' },
  { name: 'self-test-where-level', path: '/self-test', as: null, api: { ...api, [REGIONS]: ok({ items: [{ ...top, hasBelow: true }, { ...top, regionCode: '980000', name: '南安省总工会（演示）' }] }) }, act: async (page) => {
    await where(page)
    await page.getByLabel('您家归哪里的工会').selectOption('990000')
  }, shows: '东安省总工会下面的哪一个' },
  { name: 'self-test-where-loading', path: '/self-test', as: null, api: { [REGIONS]: 'never' }, act: where, shows: '正在取各地的工会' },
  { name: 'self-test-where-error', path: '/self-test', as: null, api: { [REGIONS]: problem(503, 'store-unavailable', '系统暂时不可用，请稍后再试') }, act: where, shows: '系统暂时不可用' },
  { name: 'self-test-where-wrong', path: '/self-test', as: null, api, act: async (page) => {
    await where(page)
    await press(page, '下一步：收入')
  }, shows: '请选有几个人' },
  { name: 'self-test-where-no-standard', path: '/self-test', as: null, api, act: async (page) => {
    await where(page)
    await page.getByLabel('您家归哪里的工会').selectOption('990125')
    await page.getByLabel('一起生活的有几个人').selectOption('3')
    await press(page, '下一步：收入')
  }, shows: '还没有登记低保标准' },
  { name: 'self-test-income', path: '/self-test', as: null, api, act: async (page) => {
    await income(page)
    await pick(page, '工资、打工的收入', '有')
  }, shows: '大概的数就行' },
  { name: 'self-test-income-wrong', path: '/self-test', as: null, api, act: async (page) => {
    await income(page)
    await pick(page, '工资、打工的收入', '有')
    await page.getByLabel('工资、打工的收入，多少元').fill('三千')
    await press(page, '下一步：支出')
  }, shows: '金额只能写数字' },
  { name: 'self-test-expense', path: '/self-test', as: null, api, act: expense, shows: '吃穿用度不用填' },
  { name: 'self-test-more', path: '/self-test', as: null, api, act: async (page) => {
    await more(page)
    await pick(page, '家里的职工是农民工吗？', '是')
  }, shows: '劳动关系满一年了吗' },
  { name: 'self-test-check', path: '/self-test', as: null, api, act: check, shows: '不记是谁算的' },
  result('deep', deep, '可能属于“深度困难”'),
  result('relative', relative, '可能属于“相对困难”'),
  result('accident', accident, '可能属于“意外致困”', 'phone'),
  result('none', none, '按您填的，不在困难类别内'),
  result('excluded', barred, '有一条情况暂时不符合'),
  result('cannot-tell', open, '还说不准'),
  { name: 'self-test-refused', path: '/self-test', as: null, api: { ...api, [COMPUTE]: problem(429, 'too-many-requests', '操作太频繁，请稍后再试') }, act: computed, shows: '操作太频繁' },
  { name: 'self-test-offline', path: '/self-test', as: null, api: { ...api, [COMPUTE]: 'offline' }, act: computed, shows: '现在连不上网络' },
]

gallery('the self-test', scenes)
