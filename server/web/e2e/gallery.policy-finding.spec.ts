import { type Page } from '@playwright/test'
import type { Principal, Schema } from '../src/api/types'
import { gallery, ok, problem, type Answer, type Scene } from './gallery'
import { family } from './samples'
import { fundClerk } from './staffSamples'

/** Policies look for people: counts and gaps for the office, tasks for the cadre, messages for the family; invented. */

const checker: Principal = { kind: 'STAFF', name: '郑晓梅', organisation: '安和县总工会', organisationId: 3, roles: ['CHECKER'] }
const noticeClerk: Principal = { ...checker, name: '周敏', roles: ['NOTICE_CLERK'] }
const cadre: Principal = { ...checker, name: '李明', roles: ['CADRE'] }
const COVERAGE = 'GET /v1/policy-coverage'
const GAPS = 'GET /v1/policy-gaps'
const TASKS = 'GET /v1/policy-tasks'
const MESSAGES = 'GET /v1/my/messages'
const living = { policyCode: 'LIVING_AID', name: '生活救助' }
const power = { policyCode: 'FREE_POWER', name: '每月15度免费用电' }
const school = { policyCode: 'SCHOOLING_AID', name: '子女助学（金秋助学）' }
const run = (over: object = {}) => ({ cause: 'CATALOGUE' as const, done: true, households: 10000, progress: 1, begunAt: '2026-11-27T01:00:00+08:00', finishedAt: '2026-11-27T01:00:20+08:00', ...over })
const coverage: Schema<'PolicyCoverage'> = {
  policies: [
    { ...power, entitled: 7421, unknown: 310, gaps: 6120 },
    { ...living, entitled: 5230, unknown: 12, gaps: 1204 },
    { ...school, entitled: 2110, unknown: 1480, gaps: 0 },
  ],
  waiting: false,
  recomputation: run(),
}
const gap = (householdId: number, headName: string, policies: Schema<'PolicyName'>[], tier: 'DEEP' | 'RELATIVE' | null = 'DEEP'): Schema<'PolicyGapPage'>['items'][number] => ({ householdId, headName, organisation: '云锦纺织厂工会', tier, peopleCount: 3, lastVisitOn: '2026-10-12', policies })
const gaps: Schema<'PolicyGapPage'> = { items: [gap(7, '陈*', [power, living]), gap(9, '王**', [power], 'RELATIVE'), gap(12, '欧***', [power], null)], next: '3.12' }
const tasks: Schema<'PolicyTaskPage'> = {
  items: [
    { taskId: 4, householdId: 7, headName: '陈玉兰', policies: [power, school], foundOn: '2026-11-10', dueOn: '2026-11-24', late: true },
    { taskId: 5, householdId: 9, headName: '王建国', policies: [living], foundOn: '2026-11-27', dueOn: '2026-12-11', late: false },
  ],
  next: null,
}
const messages: Schema<'HouseholdMessagePage'> = {
  items: [
    { messageId: 3, kind: 'POLICIES_FOUND', policies: [power, school], toldAt: '2026-11-27T01:00:20+08:00', read: false },
    { messageId: 1, kind: 'POLICIES_ENDED', policies: [living], toldAt: '2026-09-01T01:00:20+08:00', read: true },
  ],
  next: null,
  unread: 1,
}
const api: Record<string, Answer> = { [COVERAGE]: ok(coverage), [GAPS]: ok(gaps) }
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click()
const scene = (name: string, shows: string, over: Partial<Scene> = {}): Scene => ({ name: `policy-finding${name}`, path: '/coverage', as: checker, api, shows, ...over })
const atCadre: Record<string, Answer> = { 'GET /v1/my/paired-households': ok({ items: [], next: null }), 'GET /v1/inbox': ok({ items: [], next: null }) }
const busy = problem(503, 'store-unavailable', '系统暂时不可用，请稍后再试')

gallery('policies look for people', [
  scene('', '可享未享的户'),
  scene('-one', '可享「每月15度免费用电」而未享的户', { act: (page) => press(page, '看是哪些户') }),
  scene('-computing', '正在为全部户重新计算', { api: { ...api, [COVERAGE]: ok({ ...coverage, recomputation: run({ done: false, progress: 0.42, finishedAt: null }) }) } }),
  scene('-empty', '还没有算出来', { api: { [COVERAGE]: ok({ policies: [], waiting: false, recomputation: null }), [GAPS]: ok({ items: [], next: null }) } }),
  scene('-counts-only', '各项政策', { as: fundClerk }),
  scene('-loading', '政策找人', { api: { ...api, [COVERAGE]: 'never' } }),
  scene('-error', '系统暂时不可用', { api: { ...api, [COVERAGE]: busy } }),
  scene('-gaps-error', '系统暂时不可用', { api: { ...api, [GAPS]: busy } }),
  scene('-refused', '您没有这项操作的权限', { as: noticeClerk }),
  scene('-tasks', '新找到可享政策', { path: '/cadre', as: cadre, api: { ...atCadre, [TASKS]: ok(tasks) } }),
  scene('-task-open', '这家人不要', { path: '/cadre', as: cadre, api: { ...atCadre, [TASKS]: ok(tasks) }, act: (page) => press(page, '办好了') }),
  scene('-task-refused', '状态已变化', {
    path: '/cadre', as: cadre, api: { ...atCadre, [TASKS]: ok(tasks), 'POST /v1/policy-tasks/4/settlement': problem(409, 'state-changed', '状态已变化，请刷新后再看') },
    act: async (page) => {
      await press(page, '办好了')
      await press(page, '已告诉这家人')
    },
  }),
  scene('-tasks-error', '系统暂时不可用', { path: '/cadre', as: cadre, api: { ...atCadre, [TASKS]: busy } }),
  scene('-messages', '您家现在可以享受', { path: '/my/messages', as: family, api: { [MESSAGES]: ok(messages), 'POST /v1/my/messages/reading': ok({ unread: 0 }) } }),
  scene('-messages-empty', '还没有消息', { path: '/my/messages', as: family, api: { [MESSAGES]: ok({ items: [], next: null, unread: 0 }) } }),
  scene('-messages-error', '系统暂时不可用', { path: '/my/messages', as: family, api: { [MESSAGES]: busy } }),
])
