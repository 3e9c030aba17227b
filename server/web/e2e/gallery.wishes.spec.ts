import { type Page } from '@playwright/test'
import type { Schema } from '../src/api/types'
import { gallery, ok, problem, type Scene } from './gallery'
import { family } from './samples'
import { approver, door } from './staffSamples'

/** What families ask about their own data, and the desk where it is answered; all invented. */

const busy = problem(503, 'store-unavailable', '系统暂时不可用，请稍后再试')
const MINE = 'GET /v1/my/rights-requests'
const DESK = 'GET /v1/rights-requests'
const TAKEN_BACK = 'GET /v1/consent-withdrawals'
const ANSWER = 'POST /v1/rights-requests/61/answer'

const wish = (over: object) => ({ requestId: 61, kind: 'CORRECTION', field: 'PHONE', ought: '尾号应是 0001', why: null, state: 'OPEN', askedAt: '2026-11-18T10:00:00+08:00', answerBy: '2026-12-09', answeredAt: null, answer: null, ...over })
const stop = (state: string, over: object = {}) => wish({ requestId: 60, kind: 'STOP', field: null, ought: null, state, ...over })
const answered = { answeredAt: '2026-11-19T09:00:00+08:00' }
const wishes = [
  wish({}),
  wish({ requestId: 59, field: 'INCOME', ought: '九月起每月一千八百元', state: 'ACCEPTED', answer: '已看过工资流水，按您说的改。', ...answered }),
  wish({ requestId: 58, field: 'TIER', ought: '应是深度困难', state: 'REFUSED', answer: '按今年的标准算下来是相对困难，算式在档案里，您可以到工会看。', ...answered }),
]
const waiting = [
  { ...wish({ why: '换过号码' }), householdId: 7, headName: '王建国', organisation: '临江区纺织二厂工会', late: true },
  { ...stop('OPEN'), householdId: 8, headName: '陈*', organisation: '临江街道工会', late: false },
]
const takenBack: Schema<'ConsentWithdrawal'>[] = [
  { householdId: 7, headName: '王建国', organisation: '临江区纺织二厂工会', withdrawals: [{ purpose: 'MINORS', channel: 'OWN_PHONE', at: '2026-11-19T09:00:00+08:00' }, { purpose: 'HEALTH', channel: 'PAPER_AT_DOOR', at: '2026-11-12T09:00:00+08:00' }] },
  { householdId: 8, headName: '陈*', organisation: '临江街道工会', withdrawals: [{ purpose: 'BANK_ACCOUNT', channel: 'OWN_PHONE', at: '2026-11-02T09:00:00+08:00' }] },
]
const adult = { ...family, capacity: 'ADULT' as const }
const tap = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).first().click()
async function reply(page: Page): Promise<void> {
  await tap('答复')(page)
  await page.getByLabel('给这家人的答复').fill('已核对，按您说的改，三天内改好。')
}

const scenes: Scene[] = [
  { name: 'rights', path: '/my/rights', as: adult, api: { [MINE]: ok({ items: wishes }) }, shows: '档案由工会照此更正' },
  { name: 'rights-none', path: '/my/rights', as: adult, api: { [MINE]: ok({ items: [] }) }, shows: '还没有提过' },
  { name: 'rights-stopped', path: '/my/rights', as: adult, api: { [MINE]: ok({ items: [stop('ACCEPTED', { answer: '已停止使用。', ...answered })] }) }, shows: '恢复使用' },
  { name: 'rights-stop-waits', path: '/my/rights', as: adult, api: { [MINE]: ok({ items: [stop('OPEN')] }) }, shows: '停止使用资料' },
  { name: 'rights-stop-asked', path: '/my/rights', as: adult, api: { [MINE]: ok({ items: [] }) }, act: tap('要求停止使用'), shows: '要求停止使用您家的资料？' },
  { name: 'rights-writing', path: '/my/rights', as: adult, api: { [MINE]: ok({ items: [] }) }, act: async (page) => {
    await tap('说一说哪里不对')(page)
    await tap('提交')(page)
  }, shows: '请选哪一项不对' },
  { name: 'rights-too-many', path: '/my/rights', as: adult, api: { [MINE]: ok({ items: [] }), 'POST /v1/my/rights-requests': problem(409, 'rights-requests-open', '您家还有几项请求在等答复，请等答复了再提') }, act: async (page) => {
    await tap('说一说哪里不对')(page)
    await page.getByLabel('哪一项').selectOption('PHONE')
    await page.getByLabel('应当是什么').fill('尾号应是 0001')
    await tap('提交')(page)
  }, shows: '请等答复了再提' },
  { name: 'rights-take-back', path: '/my/rights', as: adult, api: { [MINE]: ok({ items: wishes }) }, act: tap('撤回'), shows: '撤回这项请求？' },
  { name: 'rights-loading', path: '/my/rights', as: adult, api: { [MINE]: 'never' }, shows: '资料不对，或不想再用' },
  { name: 'rights-error', path: '/my/rights', as: adult, api: { [MINE]: busy }, shows: '系统暂时不可用' },
  { name: 'rights-desk', path: '/rights', as: door, api: { [TAKEN_BACK]: ok({ items: [], next: null }), [DESK]: ok({ items: waiting, next: null }) }, shows: '过了期限' },
  { name: 'rights-desk-withdrawn', path: '/rights', as: door, api: { [DESK]: ok({ items: [], next: null }), [TAKEN_BACK]: ok({ items: takenBack, next: '1.2' }) }, shows: '看后面的家庭' },
  { name: 'rights-desk-withdrawn-error', path: '/rights', as: door, api: { [DESK]: ok({ items: [], next: null }), [TAKEN_BACK]: busy }, shows: '系统暂时不可用' },
  { name: 'rights-desk-withdrawn-loading', path: '/rights', as: door, api: { [DESK]: ok({ items: [], next: null }), [TAKEN_BACK]: 'never' }, shows: '撤回了同意的家庭' },
  { name: 'rights-desk-empty', path: '/rights', as: door, api: { [TAKEN_BACK]: ok({ items: [], next: null }), [DESK]: ok({ items: [], next: null }) }, shows: '现在没有等您答复的请求' },
  { name: 'rights-desk-answer', path: '/rights', as: door, api: { [TAKEN_BACK]: ok({ items: [], next: null }), [DESK]: ok({ items: waiting, next: null }) }, act: async (page) => {
    await tap('答复')(page)
    await tap('采纳')(page)
  }, shows: '请写给这家人的答复' },
  { name: 'rights-desk-asked', path: '/rights', as: door, api: { [TAKEN_BACK]: ok({ items: [], next: null }), [DESK]: ok({ items: waiting, next: null }) }, act: async (page) => {
    await reply(page)
    await tap('采纳')(page)
  }, shows: '采纳这项更正？' },
  { name: 'rights-desk-gone', path: '/rights', as: door, api: { [TAKEN_BACK]: ok({ items: [], next: null }), [DESK]: ok({ items: waiting, next: null }), [ANSWER]: problem(409, 'state-changed', '情况已有变化，请刷新后再办') }, act: async (page) => {
    await reply(page)
    await tap('采纳')(page)
    await page.getByRole('dialog').getByRole('button', { name: '采纳' }).click()
  }, shows: '请刷新后再办' },
  { name: 'rights-desk-error', path: '/rights', as: door, api: { [TAKEN_BACK]: ok({ items: [], next: null }), [DESK]: busy }, shows: '系统暂时不可用' },
  { name: 'rights-desk-refused', path: '/rights', as: approver, api: { [TAKEN_BACK]: ok({ items: [], next: null }), [DESK]: problem(403, 'not-allowed', '您没有这项操作的权限') }, shows: '您没有这项操作的权限' },
]

gallery('families’ wishes about their data', scenes)
