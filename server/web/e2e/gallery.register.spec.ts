import type { Page } from '@playwright/test'
import type { Schema } from '../src/api/types'
import { gallery, ok, problem, type Scene } from './gallery'
import { family } from './samples'
import { approver, door } from './staffSamples'

type File = Schema<'HouseholdFile'>
type Field = Schema<'Form'>['fields'][number]
type Fact = Schema<'Fact'>

const FORM = 'GET /v1/form'
const FILE = 'GET /v1/households/7/file'
const RECORD = 'POST /v1/households/7/facts'

const field = (name: Field['field'], of: Field['of'], kind: Field['kind'], workerWord: string | null, memberWord: string | null = null, values: Field['values'] = null, required = false): Field => ({ field: name, of, kind, required, workerWord, memberWord, values })
const causes = [{ code: 'SERIOUS_ILLNESS', word: '患重特大疾病' }, { code: 'CHILD_SCHOOLING', word: '子女上学' }, { code: 'LOW_INCOME', word: '收入低' }]
const form: Schema<'Form'> = {
  fields: [
    field('TIER', 'HOUSEHOLD', 'CODE', '困难类别', null, [{ code: 'DEEP', word: '深度困难' }]),
    field('MAIN_CAUSE', 'HOUSEHOLD', 'CODE', '主要致困原因', null, causes, true),
    field('OTHER_CAUSES', 'HOUSEHOLD', 'CODES', '次要致困原因', null, causes),
    field('SINGLE_PARENT', 'HOUSEHOLD', 'YES_NO', '是否单亲'),
    field('YEAR_INCOME', 'HOUSEHOLD', 'FEN', '家庭年度总收入', null, null, true),
    field('ADDRESS', 'HOUSEHOLD', 'TEXT', '家庭住址'),
    field('HOUSING', 'HOUSEHOLD', 'CODE', '住房类型', null, [{ code: 'RENTED', word: '租房' }, { code: 'OWN', word: '自购房' }], true),
    field('FLOOR_AREA', 'HOUSEHOLD', 'AREA', '建筑面积'),
    field('NAME', 'PERSON', 'TEXT', '姓名', '姓名', null, true),
    field('ID_NUMBER', 'PERSON', 'ID_NUMBER', '身份证号', '身份证号', null, true),
    field('BORN_ON', 'PERSON', 'DAY', '出生日期', '出生日期', null, true),
    field('PHONE', 'PERSON', 'MOBILE', '手机号码', '手机号码'),
    field('HEALTH', 'PERSON', 'CODE', '健康状况', '健康状况', [{ code: 'GOOD', word: '良好' }, { code: 'KIDNEY_FAILURE', word: '终末期肾病' }], true),
    field('WORK_STATUS', 'PERSON', 'CODE', '工作状态/身份', '身份', [{ code: 'LAID_OFF', word: '下(待)岗' }, { code: 'STUDENT', word: '学生' }], true),
    field('UNIT', 'PERSON', 'TEXT', '工作单位', '单位或学校'),
    field('CARD', 'PERSON', 'CARD', '银行卡号'),
  ],
}
const fact = (name: Fact['field'], value: string | null, over: Partial<Fact> = {}): Fact => ({ field: name, value, hidden: false, since: '2025-03-01', recordedAt: '2025-03-02T02:00:00Z', source: 'IMPORT', ...over })
const file: File = {
  householdId: 7,
  organisation: '临江区纺织二厂工会',
  on: '2026-11-20',
  fileNumber: '990120-2025-000007',
  fileLevel: 'NATIONAL',
  openedOn: '2025-03-01',
  closedOn: null,
  version: 3,
  facts: [fact('TIER', 'DEEP'), fact('MAIN_CAUSE', 'SERIOUS_ILLNESS'), fact('OTHER_CAUSES', 'CHILD_SCHOOLING,LOW_INCOME'), fact('SINGLE_PARENT', 'false'), fact('YEAR_INCOME', '1200000', { since: '2026-05-01', recordedAt: '2026-05-06T02:00:00Z', source: 'VISIT' }), fact('ADDRESS', '安和市临江区样例路7号院2单元301室'), fact('HOUSING', 'OWN'), fact('FLOOR_AREA', '565')],
  people: [
    { personId: 70, relation: 'WORKER', fromOn: '2025-03-01', toOn: null, endReason: null, version: 1, facts: [fact('NAME', '王样例'), fact('ID_NUMBER', '003X', { hidden: true }), fact('BORN_ON', '1968-05-02'), fact('PHONE', '10001234567', { source: 'SELF', since: '2026-02-01' }), fact('HEALTH', 'KIDNEY_FAILURE'), fact('WORK_STATUS', 'LAID_OFF'), fact('UNIT', '纺织二厂'), fact('CARD', '6217', { hidden: true })] },
    { personId: 71, relation: 'CHILD', fromOn: '2025-03-01', toOn: null, endReason: null, version: 1, facts: [fact('NAME', '王示例'), fact('ID_NUMBER', '0028', { hidden: true }), fact('BORN_ON', '2012-09-01'), fact('HEALTH', 'GOOD'), fact('WORK_STATUS', 'STUDENT'), fact('UNIT', '样例中学')] },
  ],
  former: [{ personId: 72, name: fact('NAME', '王老样'), relation: 'PARENT', fromOn: '2025-03-01', toOn: '2026-04-30', endReason: 'DEATH' }],
  withheld: [],
  mayRecord: true,
}
const masked: File = {
  ...file,
  mayRecord: false,
  former: file.former.map((one) => ({ ...one, name: { ...one.name!, value: '王**', hidden: true } })),
  facts: file.facts.map((one) => (one.field === 'ADDRESS' ? { ...one, value: null, hidden: true } : one)),
  people: file.people.map((person) => ({ ...person, facts: person.facts.map((one) => (one.field === 'NAME' ? { ...one, value: '王**', hidden: true } : ['ID_NUMBER', 'PHONE', 'CARD'].includes(one.field) ? { ...one, value: null, hidden: true } : one)) })),
}
const api = (found: File) => ({ [FORM]: ok(form), [FILE]: ok(found) })
const history: Schema<'FactHistory'> = {
  items: [
    { value: '1200000', hidden: false, validFrom: '2026-05-01', recordedAt: '2026-05-06T02:00:00Z', source: 'VISIT', kind: 'CHANGE', by: '李明', reason: '看过近半年的工资流水' },
    { value: '1000000', hidden: false, validFrom: '2025-03-01', recordedAt: '2025-04-02T02:00:00Z', source: 'SELF', kind: 'CORRECTION', by: '周小燕', reason: '建档时漏了零工收入' },
    { value: '800000', hidden: false, validFrom: '2025-03-01', recordedAt: '2025-03-02T02:00:00Z', source: 'IMPORT', kind: 'CHANGE', by: null, reason: null },
  ],
}
const path = '/households/7/file'
const edit = async (page: Page) => page.getByRole('button', { name: '登记变化或更正' }).first().click()
async function fillIn(page: Page): Promise<void> {
  await edit(page)
  await page.getByLabel('依据').fill('看了租房合同')
  await page.getByLabel('住房类型').selectOption('RENTED')
  await page.getByLabel('家庭年度总收入').fill('15000')
  await page.getByRole('button', { name: '登记 2 项' }).click()
}
const confirmed = async (page: Page) => {
  await fillIn(page)
  await page.getByRole('dialog').getByRole('button', { name: '确定登记' }).click()
}

const scenes: Scene[] = [
  { name: 'file', path, as: door, api: api(file), shows: '安和市临江区样例路7号院2单元301室' },
  { name: 'file-masked', path, as: approver, api: api(masked), shows: '王**' },
  { name: 'file-withheld', path, as: door, api: api({ ...file, withheld: ['HEALTH'], facts: file.facts.filter((one) => !one.field.endsWith('CAUSES') && one.field !== 'MAIN_CAUSE'), people: file.people.map((person) => ({ ...person, facts: person.facts.filter((one) => one.field !== 'HEALTH') })) }), shows: '撤回了对这些资料的同意' },
  { name: 'file-history', path, as: door, api: { ...api(file), 'GET /v1/households/7/facts/YEAR_INCOME': ok(history) }, act: (page) => page.getByRole('button', { name: '看家庭年度总收入的来历' }).click(), shows: '看过近半年的工资流水' },
  { name: 'file-history-offline', path, as: door, api: { ...api(file), 'GET /v1/households/7/facts/YEAR_INCOME': 'offline' }, act: (page) => page.getByRole('button', { name: '看家庭年度总收入的来历' }).click(), shows: '请检查网络' },
  { name: 'file-editing', path, as: door, api: api(file), act: edit, shows: '情况变了' },
  { name: 'file-editing-person', path, as: door, api: api(file), act: (page) => page.getByRole('button', { name: '登记变化或更正' }).nth(1).click(), shows: '以前就登记错了' },
  { name: 'file-editing-nothing', path, as: door, api: api(file), act: async (page) => { await edit(page); await page.getByRole('button', { name: '登记', exact: true }).click() }, shows: '还没有改动任何一项' },
  { name: 'file-asked', path, as: door, api: api(file), act: fillIn, shows: '住房类型：自购房 → 租房' },
  { name: 'file-recorded', path, as: door, api: { ...api(file), [RECORD]: ok({ written: 1, version: 4, people: [] }) }, act: confirmed, shows: '已经登记' },
  { name: 'file-refused', path, as: door, api: { ...api(file), [RECORD]: problem(400, 'request-invalid', '填写的内容有误，请按提示修改', [{ pointer: '/household/facts/0/value', reason: '金额太大，最多10000000元' }]) }, act: confirmed, shows: '金额太大' },
  { name: 'file-changed-meanwhile', path, as: door, api: { ...api(file), [RECORD]: problem(409, 'state-changed', '状态已变化，请刷新后再看') }, act: confirmed, shows: '状态已变化' },
  { name: 'file-past', path, as: door, api: api(file), act: async (page) => { await page.getByText('看以前某一天的情况').click(); await page.getByLabel('哪一天的情况').fill('2025-12-31'); await page.getByLabel('按哪一天知道的').fill('2026-01-31'); await page.getByRole('button', { name: '查看', exact: true }).click() }, shows: '回到今天' },
  { name: 'file-nothing-yet', path, as: door, api: api({ ...file, facts: [], people: [], former: [], version: 0, fileNumber: null, openedOn: null }), shows: '这一天还没有登记' },
  { name: 'file-not-found', path, as: door, api: { [FORM]: ok(form), [FILE]: problem(404, 'not-found', '没有找到') }, shows: '没有这一户，或不归您查看' },
  { name: 'file-loading', path, as: door, api: { [FORM]: 'never', [FILE]: 'never' }, shows: '家庭档案' },
  { name: 'file-offline', path, as: door, api: { [FORM]: 'offline', [FILE]: 'offline' }, shows: '请检查网络' },
  { name: 'my-file', path: '/my/file', as: family, api: api({ ...file, mayRecord: false }), shows: '这里不对？请工会更正' },
  { name: 'my-file-loading', path: '/my/file', as: family, api: { [FORM]: 'never', [FILE]: 'never' }, shows: '我家的档案' },
  { name: 'my-file-offline', path: '/my/file', as: family, api: { [FORM]: 'offline', [FILE]: 'offline' }, shows: '请检查网络' },
]

const membersPath = '/households/7/members'
const JOIN = 'POST /v1/households/7/members'
const END_WORKER = 'POST /v1/households/7/members/70/end'
const RELATIONS = 'POST /v1/households/7/relations'
const open = (name: string, nth = 0) => async (page: Page) => page.getByRole('button', { name }).nth(nth).click()
async function joins(page: Page): Promise<void> {
  await open('添加一位成员')(page)
  await page.getByLabel('依据').fill('看过出生证')
  await page.getByLabel('身份证号').fill('990120202001010017')
  await page.getByLabel('姓名').fill('王小宝')
  await page.getByLabel('健康状况').selectOption('GOOD')
  await page.getByLabel('身份', { exact: true }).selectOption('STUDENT')
  await page.getByRole('button', { name: '登记这位成员' }).click()
}
const joined = async (page: Page) => { await joins(page); await page.getByRole('dialog').getByRole('button', { name: '确定登记' }).click() }
async function leaves(page: Page): Promise<void> {
  await open('离开')(page)
  await page.getByLabel('为什么离开').selectOption('DEATH')
  await page.getByLabel('依据').fill('看过死亡证明')
  await page.getByLabel('与新的职工本人的关系').selectOption('WORKER')
  await page.getByRole('button', { name: '登记离开' }).click()
}
const left = async (page: Page) => { await leaves(page); await page.getByRole('dialog').getByRole('button', { name: '确定登记' }).click() }
async function relates(page: Page): Promise<void> {
  await open('关系变了或登记错了')(page)
  await page.getByLabel('依据').fill('看过户口簿')
  await page.getByLabel('王示例与职工本人的关系').selectOption('GRANDCHILD')
  await page.getByRole('button', { name: '登记关系' }).click()
}

const memberScenes: Scene[] = [
  { name: 'members', path: membersPath, as: door, api: api(file), shows: '添加一位成员' },
  { name: 'members-joining', path: membersPath, as: door, api: api(file), act: open('添加一位成员'), shows: '登记这位成员' },
  { name: 'members-joining-empty', path: membersPath, as: door, api: api(file), act: async (page) => { await open('添加一位成员')(page); await page.getByRole('button', { name: '登记这位成员' }).click() }, shows: '请写明怎么知道的' },
  { name: 'members-joining-asked', path: membersPath, as: door, api: api(file), act: joins, shows: '这个号码的人如果已经在册' },
  { name: 'members-joined', path: membersPath, as: door, api: { ...api(file), [JOIN]: ok({ personId: 73, known: false }, 201) }, act: joined, shows: '已经登记这位成员' },
  { name: 'members-elsewhere', path: membersPath, as: door, api: { ...api(file), [JOIN]: problem(409, 'person-elsewhere', '这个人已经在另一户里，请那一户先办离开，或在“疑似重复”里核对') }, act: joined, shows: '已经在另一户里' },
  { name: 'members-incomplete', path: membersPath, as: door, api: { ...api(file), [JOIN]: problem(400, 'request-invalid', '填写的内容有误，请按提示修改', [{ pointer: '/facts', reason: '医保状况：不能空着' }]) }, act: joined, shows: '医保状况：不能空着' },
  { name: 'members-leaving', path: membersPath, as: door, api: api(file), act: open('离开', 1), shows: '登记离开' },
  { name: 'members-leaving-worker', path: membersPath, as: door, api: api(file), act: open('离开'), shows: '请选好由谁接着' },
  { name: 'members-leaving-asked', path: membersPath, as: door, api: api(file), act: leaves, shows: '王示例接着做职工本人' },
  { name: 'members-left', path: membersPath, as: door, api: { ...api(file), [END_WORKER]: ok({ bindingsEnded: 1 }) }, act: left, shows: '停用了1个绑定的账号' },
  { name: 'members-relations', path: membersPath, as: door, api: { ...api(file), [RELATIONS]: ok({ written: 1 }) }, act: relates, shows: '子女 → 孙子女' },
  { name: 'members-may-not', path: membersPath, as: approver, api: api(masked), shows: '由帮扶干部或初审人员登记' },
  { name: 'members-not-found', path: membersPath, as: door, api: { [FORM]: ok(form), [FILE]: problem(404, 'not-found', '没有找到') }, shows: '没有这一户，或不归您查看' },
  { name: 'members-offline', path: membersPath, as: door, api: { [FORM]: 'offline', [FILE]: 'offline' }, shows: '请检查网络' },
  { name: 'members-loading', path: membersPath, as: door, api: { [FORM]: 'never', [FILE]: 'never' }, shows: '家庭成员' },
]

gallery('register', [...scenes, ...memberScenes])
