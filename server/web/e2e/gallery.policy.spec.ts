import type { Page } from '@playwright/test'
import type { Schema } from '../src/api/types'
import { gallery, ok, problem, type Scene } from './gallery'
import { family } from './samples'
import { approver, door } from './staffSamples'

type Answer = Schema<'PolicyAnswer'>
type Fact = Schema<'PolicyClause'>['facts'][number]

const fact = (word: string, value: string | null, over: Partial<Fact> = {}): Fact => ({ fact: 'x', word, whose: null, value, withheld: false, source: value === null ? null : 'VISIT', sourceWords: null, since: value === null ? null : '2026-03-01', recordedAt: null, ...over })
const clause = (depth: number, joint: 'ALL' | 'ANY' | 'SINGLE', text: string, truth: Schema<'ClauseTruth'>, facts: Fact[] = []): Schema<'PolicyClause'> => ({ depth, joint, text, truth, facts })
const answer = (over: Partial<Answer>): Answer => ({
  policyCode: 'LIVING_AID',
  version: 2,
  name: '生活救助',
  sector: 'UNION',
  department: '安和县总工会',
  kind: 'MONEY',
  gives: '按当地低保标准贴补日常生活，直接打到银行卡。',
  state: 'ENTITLED',
  why: '条件都符合：已经建档、在档；困难类别是深度困难。',
  clauses: [
    clause(0, 'ALL', '已经建档、在档，并且困难类别是深度困难', 'MET'),
    clause(1, 'SINGLE', '已经建档、在档', 'MET', [fact('档案状态', '在档', { source: 'UNION', since: '2025-03-01' })]),
    clause(1, 'SINGLE', '困难类别是深度困难', 'MET', [fact('困难类别', '深度困难')]),
  ],
  missing: [],
  amount: { fen: 1_274_400, unit: 'HOUSEHOLD', every: 'YEAR', persons: 1, yearFen: 1_274_400, words: '每年最多12,744元' },
  nextAction: '在“申请帮扶”里选生活救助',
  material: ['家庭收入情况的照片，如工资单或失业登记证'],
  steps: ['在手机上提交申请，或请帮扶干部代交', '县总工会审核'],
  answerWorkingDays: 10,
  payWorkingDays: 5,
  source: { title: '困难职工帮扶资金使用办法（示例）', number: '东工发〔2025〕示例1号', on: '2025-01-01' },
  validFrom: '2025-01-01',
  validTo: null,
  isSample: true,
  ...over,
})
const unclear = answer({
  policyCode: 'SCHOOLING_AID',
  name: '子女助学（金秋助学）',
  state: 'UNKNOWN',
  why: '还差这些情况：孩子王示例的在读阶段。',
  nextAction: '把孩子王示例的在读阶段告诉帮扶干部',
  amount: null,
  clauses: [
    clause(0, 'SINGLE', '家中有在读大学的孩子', 'UNKNOWN', [fact('与职工的关系', '孩子', { whose: '孩子王示例', source: 'UNION', since: null }), fact('在读阶段', null, { whose: '孩子王示例' })]),
  ],
  missing: [{ fact: 'schoolStage', word: '在读阶段', whose: '孩子王示例' }],
})
const not = answer({
  policyCode: 'PUBLIC_RENTAL',
  name: '公共租赁住房',
  sector: 'HOUSING',
  department: '安和县住房和城乡建设局',
  kind: 'REDUCTION',
  gives: '和低保户一样优先租公租房，租金按低保户的档次收。',
  state: 'NOT_ENTITLED',
  why: '有条件不符合：住房类型是租房或无房。',
  amount: null,
  nextAction: null,
  clauses: [
    clause(0, 'ALL', '', 'NOT_MET'),
    clause(1, 'SINGLE', '住房类型是租房或无房', 'NOT_MET', [fact('住房类型', '自购房', { source: 'IMPORT' })]),
    clause(1, 'ANY', '', 'MET'),
    clause(2, 'SINGLE', '已经建档、在档', 'MET', [fact('档案状态', '在档', { source: 'UNION' })]),
    clause(2, 'SINGLE', '从退档日期到当日的整月数少于12', 'UNKNOWN', [fact('退档日期', null)]),
  ],
})
const answers = (items: Answer[], over: Partial<Schema<'PolicyAnswers'>> = {}): Schema<'PolicyAnswers'> => ({ householdId: 7, organisation: '临江区纺织二厂工会', regionCode: '990123', on: '2026-11-20', knownOn: null, withheld: [], items, ...over })

const ANSWERS = 'GET /v1/households/7/policies'
const path = '/households/7/policies'
const all = [answer({}), unclear, not]
const open = (name: string) => async (page: Page) => page.getByRole('button', { name: new RegExp(`看依据和办法.*${name.replace(/[（）]/g, ".")}`) }).click()

const scenes: Scene[] = [
  { name: 'policies', path, as: door, api: { [ANSWERS]: ok(answers(all)) }, shows: '这家可以享受 1 项' },
  { name: 'policies-opened', path, as: door, api: { [ANSWERS]: ok(answers(all)) }, act: open('生活救助'), shows: '困难职工帮扶资金使用办法（示例）' },
  { name: 'policies-unclear', path, as: door, api: { [ANSWERS]: ok(answers([unclear])) }, act: open('子女助学（金秋助学）'), shows: '还差一些情况，补齐就能算出来' },
  { name: 'policies-not', path, as: approver, api: { [ANSWERS]: ok(answers(all)) }, act: async (page) => { await page.getByText('现在不符合的 1 项').click(); await open('公共租赁住房')(page) }, shows: '下面符合一条就行' },
  { name: 'policies-withheld', path, as: approver, api: { [ANSWERS]: ok(answers([answer({})], { withheld: ['HEALTH'] })) }, shows: '撤回了对这些资料的同意' },
  { name: 'policies-past', path, as: door, api: { [ANSWERS]: ok(answers(all, { on: '2025-12-31', knownOn: '2026-01-31' })) }, act: async (page) => { await page.getByText('看另一天的').click(); await page.getByLabel('哪一天', { exact: true }).fill('2025-12-31'); await page.getByLabel('按哪一天知道的').fill('2026-01-31'); await page.getByRole('button', { name: '查看', exact: true }).click() }, shows: '回到今天' },
  { name: 'policies-none', path, as: door, api: { [ANSWERS]: ok(answers([])) }, shows: '现在没有符合条件的政策' },
  { name: 'policies-not-found', path, as: door, api: { [ANSWERS]: problem(404, 'not-found', '没有找到') }, shows: '没有这一户，或不归您查看' },
  { name: 'policies-loading', path, as: door, api: { [ANSWERS]: 'never' }, shows: '可享受的政策' },
  { name: 'policies-offline', path, as: door, api: { [ANSWERS]: 'offline' }, shows: '请检查网络' },
  { name: 'my-policies', path: '/my/policies', as: family, api: { [ANSWERS]: ok(answers(all)) }, act: open('生活救助'), shows: '您家可以享受 1 项' },
  { name: 'my-policies-loading', path: '/my/policies', as: family, api: { [ANSWERS]: 'never' }, shows: '我家的政策' },
  { name: 'my-policies-offline', path: '/my/policies', as: family, api: { [ANSWERS]: 'offline' }, shows: '请检查网络' },
]

const POLICIES = 'GET /v1/policies'
const listed: Schema<'PolicyList'>['items'][number] = { policyCode: 'PUBLIC_RENTAL_COUNTY', version: 1, name: '公共租赁住房（安和县）', sector: 'HOUSING', department: '安和县住房和城乡建设局', level: 'COUNTY', regionCode: '990123', kind: 'REDUCTION', gives: '符合省里条件的，县里先安排深度困难和相对困难的家庭。', isSample: true }
const living: Schema<'PolicyList'>['items'][number] = { ...listed, policyCode: 'LIVING_AID', version: 2, name: '生活救助', sector: 'UNION', department: '东安省总工会', level: 'PROVINCE', regionCode: '990000', kind: 'MONEY', gives: '深度困难家庭每户每年最多发12个月的低保标准，相对困难和意外致困家庭最多10个月。' }
const list = (items: (typeof listed)[], total = items.length): Schema<'PolicyList'> => ({ on: '2026-11-20', total, items })
const REGIONS = { 'GET /v1/hardship-regions': ok({ items: [{ regionCode: '990000', name: '东安省总工会', level: 'PROVINCE', hasStandard: true, hasBelow: false }] }) }
const whole: Schema<'CataloguedPolicy'> = {
  ...listed,
  forWhom: [
    { policyCode: 'PUBLIC_RENTAL', name: '公共租赁住房', words: '已经建档、在档，或者档案状态是已退档，并且从退档日期到当日的整月数少于12；住房类型是租房或无房' },
    { policyCode: 'PUBLIC_RENTAL_COUNTY', name: '公共租赁住房（安和县）', words: '困难类别是深度困难或相对困难' },
  ],
  benefitWords: null,
  ceilingFen: null,
  narrows: true,
  excludes: [{ policyCode: 'RENT_SUBSIDY', name: '租赁补贴' }],
  below: [],
  material: ['身份证、户口本'],
  steps: ['提出申请，或由帮扶干部代办', '部门核对情况'],
  nextAction: '让帮扶干部帮您报给住建部门',
  answerWorkingDays: 10,
  payWorkingDays: null,
  source: { title: '安和县公共租赁住房办法（示例）', number: '安建发〔2024〕示例69号', on: '2024-01-01' },
  validFrom: '2024-01-01',
  validTo: null,
}
const POLICY = 'GET /v1/policies/PUBLIC_RENTAL_COUNTY'
scenes.push(
  { name: 'catalogue', path: '/policies', as: null, api: { ...REGIONS, [POLICIES]: ok(list([living, listed])) }, shows: '共 2 项' },
  { name: 'catalogue-narrowed', path: '/policies?sector=HOUSING&q=租', as: family, api: { ...REGIONS, [POLICIES]: ok(list([listed], 250)) }, shows: '先列出 1 项' },
  { name: 'catalogue-nothing', path: '/policies?q=飞机', as: null, api: { ...REGIONS, [POLICIES]: ok(list([])) }, shows: '没有找到' },
  { name: 'catalogue-loading', path: '/policies', as: null, api: { ...REGIONS, [POLICIES]: 'never' }, shows: '政策目录' },
  { name: 'catalogue-offline', path: '/policies', as: null, api: { 'GET /v1/hardship-regions': 'offline', [POLICIES]: 'offline' }, shows: '请检查网络' },
  { name: 'policy', path: '/policies/PUBLIC_RENTAL_COUNTY', as: null, api: { [POLICY]: ok(whole) }, shows: '在本地按这一项办' },
  { name: 'policy-money', path: '/policies/PUBLIC_RENTAL_COUNTY', as: family, api: { [POLICY]: ok({ ...whole, ...living, benefitWords: '每户每年12个月（深度困难）、10个月（相对困难）、10个月（意外致困）的当地低保标准', ceilingFen: 5_000_000, narrows: false, excludes: [], forWhom: [{ policyCode: 'LIVING_AID', name: '生活救助', words: '已经建档、在档，并且困难类别不是未认定' }], below: [{ policyCode: 'LIVING_AID_COUNTY', name: '生活救助加发', regionCode: '990123', narrows: false }] }) }, shows: '看我家是否符合' },
  { name: 'policy-not-found', path: '/policies/PUBLIC_RENTAL_COUNTY', as: null, api: { [POLICY]: problem(404, 'not-found', '没有找到') }, shows: '没有这项政策，或已经停止' },
  { name: 'policy-loading', path: '/policies/PUBLIC_RENTAL_COUNTY', as: null, api: { [POLICY]: 'never' }, shows: '政策' },
  { name: 'policy-offline', path: '/policies/PUBLIC_RENTAL_COUNTY', as: null, api: { [POLICY]: 'offline' }, shows: '请检查网络' },
)

gallery('policy', scenes)
