import type { Page } from '@playwright/test'
import type { Principal, Schema } from '../src/api/types'
import { gallery, ok, problem, type Scene } from './gallery'
import { family } from './samples'

/** How long what is kept, and what was purged, as families, administrators and auditors see it. */

const organisation = '样例总工会'
const administrator: Principal = { kind: 'STAFF', name: '郑管理', organisation, organisationId: 1, roles: ['ADMINISTRATOR'] }
const auditor: Principal = { kind: 'STAFF', name: '钱审计', organisation, organisationId: 1, roles: ['AUDITOR'] }

type Rule = Schema<'RetentionRule'>
const law = '《个人信息保护法》第十九条、第四十七条'
const rules: Rule[] = [
  { code: 'HOUSEHOLD_FILE', version: 1, on: true, mode: 'EMPTY', what: '困难职工家庭档案：家庭和成员资料、地址、证件号码、银行卡号、申请理由、照片、走访记录、结对和绑定', starts: '退档（没有建过档的，从登记）后，最后一次申请、发放、走访或资料变化起', months: 120, days: null, ground: '处理目的已实现后应主动删除；档案按定期10年保管', source: `${law}；《机关文件材料归档范围和文书档案保管期限规定》（国家档案局令第8号）` },
  { code: 'APPLICATION_OVER', version: 1, on: true, mode: 'DELETE', what: '未通过或撤回的申请，连同理由和照片', starts: '申请办结起', months: 36, days: null, ground: '在一般诉讼时效内可以说明办理经过，此后不再需要', source: `${law}；《民法典》第一百八十八条` },
  { code: 'SESSION_OVER', version: 1, on: true, mode: 'DELETE', what: '已结束的登录和设备名称', starts: '登录结束或到期起', months: 6, days: null, ground: '网络日志留存不少于六个月，期满删除', source: '《网络安全法》关于留存网络日志的规定' },
  { code: 'MATERIAL_LOOSE', version: 1, on: true, mode: 'DELETE', what: '上传后没有随申请提交的照片', starts: '上传起', months: null, days: 1, ground: '没有提交即没有处理目的', source: '《个人信息保护法》第六条、第四十七条' },
  { code: 'PAYMENT', version: 1, on: false, mode: 'KEEP', what: '发放记录及其审批：金额、日期、银行卡尾号、经办人', starts: '发放所属会计年度终了后', months: 360, days: null, ground: '会计凭证保管30年；期满须经鉴定、编造销毁清册后销毁，系统不自动删除', source: '《会计档案管理办法》第十四条、第十六条、第十八条及附表' },
]

type Purge = Schema<'Purge'>
const night: Purge = { purgeId: 41, dry: false, state: 'DONE', startedBy: 'SYSTEM:nightly', startedAt: '2026-11-20T02:00:03+08:00', finishedAt: '2026-11-20T02:06:41+08:00' }
const dry: Purge = { purgeId: 42, dry: true, state: 'DONE', startedBy: 'STAFF:7', startedAt: '2026-11-20T09:40:00+08:00', finishedAt: '2026-11-20T09:41:12+08:00' }
const running: Purge = { ...dry, purgeId: 43, dry: false, state: 'RUNNING', startedAt: '2026-11-20T09:58:00+08:00', finishedAt: null }
const left: Purge = { ...night, purgeId: 40, state: 'LEFT', startedAt: '2026-11-19T02:00:02+08:00', finishedAt: '2026-11-19T02:09:10+08:00' }

type Part = Schema<'PurgePart'>
const part = (code: string, over: Partial<Part> = {}): Part => ({
  ruleCode: code,
  ruleVersion: 1,
  what: rules.find((rule) => rule.code === code)?.what ?? '协同部门请求的一次性编号',
  cutoffAt: '2016-11-20T00:00:00+08:00',
  state: 'DONE',
  rowsSeen: 10_600,
  before: 0,
  purged: 0,
  left: 0,
  tables: [],
  held: [],
  proof: null,
  ...over,
})
const proof = (number: number, standing: Schema<'PurgeProof'>['standing'] = 'GENUINE'): Schema<'PurgeProof'> => ({
  number,
  digest: '9f2c4e7ab1d3058866fe12c09b7d41a2553cce8e09174d3fb6a2810c7e55d904',
  idsHash: '01be4fd2c377a9086e15b2c48d90ff3ae7716c2d54083b9ec1f75a6620d4b8e9',
  writtenAt: '2026-11-20T02:06:40+08:00',
  standing,
})
const purged: Part[] = [
  part('SESSION_OVER', { cutoffAt: '2026-05-20T00:00:00+08:00', before: 18_240, purged: 18_240, tables: [{ table: 'session', rows: 18_240 }], proof: proof(441) }),
  part('APPLICATION_OVER', { cutoffAt: '2023-11-20T00:00:00+08:00', before: 12, purged: 12, tables: [{ table: 'application', rows: 12 }, { table: 'application_event', rows: 31 }, { table: 'material', rows: 44 }], held: [{ reason: 'INVESTIGATION', rows: 1 }], proof: proof(442) }),
  part('HOUSEHOLD_FILE', { before: 86, purged: 86, tables: [{ table: 'household', rows: 86 }, { table: 'person', rows: 241 }, { table: 'visit', rows: 903 }], held: [{ reason: 'PAYMENT_OPEN', rows: 3 }, { reason: 'APPLICATION_OPEN', rows: 1 }], proof: proof(443) }),
  part('MATERIAL_LOOSE', { proof: proof(444) }),
  part('PARTNER_MESSAGE', { proof: proof(445) }),
]
const counted = purged.map((each) => ({ ...each, purged: 0, tables: [], proof: null }))
const under: Part[] = [purged[0]!, { ...purged[1]!, state: 'PURGING', purged: 5, proof: null, held: [] }, { ...purged[2]!, state: 'COUNTING', before: 0, purged: 0, tables: [], held: [], proof: null, rowsSeen: 0 }]
const tampered = purged.map((each) => (each.ruleCode === 'HOUSEHOLD_FILE' ? { ...each, proof: proof(443, 'CHANGED') } : each.ruleCode === 'MATERIAL_LOOSE' ? { ...each, proof: proof(444, 'NOT_RECORDED') } : each))

const RULES = 'GET /v1/retention-rules'
const PURGES = 'GET /v1/purges'
const START = 'POST /v1/purges'
const page = (items: Purge[], mayStart = true) => ok({ items, next: null, mayStart })
const detail = (purge: Purge, parts: Part[]) => ok({ purge, parts })
const both = { [RULES]: ok({ items: rules }), [PURGES]: page([dry, night, left]) }
const one = (purge: Purge, parts: Part[]) => ({ ...both, [`GET /v1/purges/${purge.purgeId}`]: detail(purge, parts) })
const tap = (name: string | RegExp) => (shown: Page) => shown.getByRole('button', { name }).first().click()

const scenes: Scene[] = [
  { name: 'retention-anyone', path: '/retention', as: null, api: { [RULES]: ok({ items: rules }) }, shows: '什么保存多久' },
  { name: 'retention-family', path: '/retention', as: family, api: { [RULES]: ok({ items: rules }) }, shows: '保存期限' },
  { name: 'retention-loading', path: '/retention', as: administrator, api: { [RULES]: 'never', [PURGES]: 'never' }, shows: '到期清除' },
  { name: 'retention-error', path: '/retention', as: administrator, api: { [RULES]: problem(503, 'store-unavailable', '系统暂时不可用，请稍后再试'), [PURGES]: problem(503, 'store-unavailable', '系统暂时不可用，请稍后再试') }, shows: '系统暂时不可用' },
  { name: 'retention-none-yet', path: '/retention', as: administrator, api: { [RULES]: ok({ items: rules }), [PURGES]: page([]) }, shows: '还没有清除过' },
  { name: 'retention-list', path: '/retention', as: administrator, api: both, shows: '有剩余，下一夜继续' },
  { name: 'retention-auditor', path: '/retention?purge=41', as: auditor, api: { ...one(night, purged), [PURGES]: page([night, left], false) }, shows: '与封存的留痕一致' },
  { name: 'retention-proof-open', path: '/retention?purge=41', as: auditor, api: { ...one(night, purged), [PURGES]: page([night, left], false) }, act: (shown) => shown.getByText('核对用的数据').first().click(), shows: '编号摘要' },
  { name: 'retention-tampered', path: '/retention?purge=41', as: auditor, api: { ...one(night, tampered), [PURGES]: page([night, left], false) }, shows: '已被改动' },
  { name: 'retention-dry-run', path: '/retention?purge=42', as: administrator, api: one(dry, counted), shows: '清除这 18,338 项' },
  { name: 'retention-dry-run-nothing', path: '/retention?purge=42', as: administrator, api: one(dry, counted.map((each) => ({ ...each, before: 0, held: [] }))), shows: '不用清除' },
  { name: 'retention-confirm', path: '/retention?purge=42', as: administrator, api: one(dry, counted), act: tap('清除这'), shows: '清除以后不能恢复' },
  { name: 'retention-running', path: '/retention?purge=43', as: administrator, api: { ...one(running, under), [PURGES]: page([running, dry, night]) }, shows: '已完成 1 类' },
  { name: 'retention-needs-second-factor', path: '/retention', as: administrator, api: { ...both, [START]: problem(403, 'second-factor-required', '请先完成动态验证码验证') }, act: tap('试算'), shows: '去设置或填动态验证码' },
  { name: 'retention-busy', path: '/retention', as: administrator, api: { ...both, [START]: problem(409, 'purge-running', '清除正在进行，请等待完成') }, act: tap('试算'), shows: '清除正在进行' },
]

gallery('retention', scenes)
