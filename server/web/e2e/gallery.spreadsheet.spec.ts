import type { Page } from '@playwright/test'
import type { Principal } from '../src/api/types'
import type { Schema } from '../src/api/types'
import { gallery, ok, problem, type Scene } from './gallery'

/** Bringing the national form in, in every state; people and households are invented. */

type Import = Schema<'Import'>
const checker: Principal = { kind: 'STAFF', name: '周小燕', organisation: '安和市临江区总工会', organisationId: 3, roles: ['CHECKER'] }
const LIST = 'GET /v1/imports'
const START = 'POST /v1/imports'
const ONE = 'GET /v1/imports/12'
const ROWS = 'GET /v1/imports/12/findings'

const one = (over: Partial<Import>): Import => ({ importId: 12, organisationId: 3, organisation: '安和市临江区总工会', state: 'CHECKED', mode: null, sizeBytes: 48211, parts: 1, startedAt: '2026-11-25T09:12:00+08:00', endedAt: null, emptied: false, done: 0, households: 200, rows: 556, bad: 3, same: 20, fresh: 170, changed: 7, problem: null, notes: ['“身份证号码”按“身份证号”导入', '“心情”这一栏不认识，没有导入'], ...over })
const rows: Schema<'ImportHousehold'>[] = [
  { row: 10, state: 'BAD', name: '样示甲', people: 3, findings: [{ row: 10, column: '身份证号', error: true, says: '身份证号最后一位校验不对，请逐位核对', typed: '990123198001010012' }, { row: 11, column: '健康状况', error: false, says: '按“高血压病”录入', typed: '高血压' }] },
  { row: 31, state: 'BAD', name: '样示乙', people: 2, findings: [{ row: 32, column: '姓名', error: true, says: '不能空着', typed: null }, { row: 31, column: '家庭年度总收入', error: true, says: '填以元为单位的金额，最多两位小数，如 1062.50', typed: '两万' }] },
  { row: 49, state: 'BAD', name: null, people: 1, findings: [{ row: 49, column: null, error: true, says: '写上家庭序号，同一户的人写同一个', typed: null }] },
]
const page = (items: Schema<'ImportHousehold'>[]) => ok({ items, next: null })
const choose = async (tab: Page) => tab.getByLabel('填好的表格').setInputFiles({ name: '档案表.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK') })
const at = '/imports/12'
const api = (over: Partial<Import>, found = rows) => ({ [ONE]: ok(one(over)), [ROWS]: page(found) })

const scenes: Scene[] = [
  { name: 'imports-empty', path: '/imports', as: checker, api: { [LIST]: ok({ items: [], next: null }) }, shows: '还没有上传过' },
  { name: 'imports', path: '/imports', as: checker, api: { [LIST]: ok({ items: [one({}), one({ importId: 11, state: 'DONE' }), one({ importId: 10, state: 'REFUSED', households: 0 })], next: null }) }, shows: '检查完了，等您决定' },
  { name: 'imports-no-file', path: '/imports', as: checker, api: { [LIST]: ok({ items: [], next: null }) }, act: (tab) => tab.getByRole('button', { name: '上传并检查' }).click(), shows: '请先选一个文件' },
  { name: 'imports-sending', path: '/imports', as: checker, api: { [LIST]: ok({ items: [], next: null }), [START]: 'never' }, act: async (tab) => { await choose(tab); await tab.getByRole('button', { name: '上传并检查' }).click() }, shows: '已上传 0 / 1 部分' },
  { name: 'imports-too-many', path: '/imports', as: checker, api: { [LIST]: ok({ items: [], next: null }), [START]: problem(409, 'imports-left', '还有几份表格没有导入完，请先导入或取消，再上传新的') }, act: async (tab) => { await choose(tab); await tab.getByRole('button', { name: '上传并检查' }).click() }, shows: '还有几份表格没有导入完' },
  { name: 'imports-offline', path: '/imports', as: checker, api: { [LIST]: 'offline' }, shows: '请检查网络' },
  { name: 'import-checking', path: at, as: checker, api: api({ state: 'CHECKING', done: 131, notes: [], households: 0 }), shows: '已检查 131 户' },
  { name: 'import-errors', path: at, as: checker, api: api({}), shows: '身份证号最后一位校验不对' },
  { name: 'import-clean', path: at, as: checker, api: api({ bad: 0, notes: [] }, [{ row: 11, state: 'NEW', name: '样示丙', people: 2, findings: [{ row: 11, column: '困难类别', error: false, says: '按“深度困难”录入', typed: '低保户' }] }]), shows: '没有要改的地方，可以整份导入' },
  { name: 'import-asked', path: at, as: checker, api: api({ bad: 0, notes: [] }, []), act: (tab) => tab.getByRole('button', { name: '整份导入' }).click(), shows: '要么全部导入，要么一户也不写' },
  { name: 'import-same', path: at, as: checker, api: api({ bad: 0, fresh: 0, changed: 0, same: 200, notes: ['这个文件在2026年11月24日10:05导入过；没有变化的户不会再写'] }, []), shows: '不用导入' },
  { name: 'import-applying', path: at, as: checker, api: api({ state: 'APPLYING', mode: 'ALL', bad: 0, done: 60, notes: [] }), shows: '已导入 60 / 177 户' },
  { name: 'import-done', path: at, as: checker, api: api({ state: 'DONE', mode: 'ALL', bad: 0, done: 177, emptied: true, notes: [] }), shows: '没有剩下的' },
  { name: 'import-done-in-part', path: at, as: checker, api: api({ state: 'DONE', mode: 'GOOD', done: 177, notes: [] }), shows: '有问题的 3 户没有导入' },
  { name: 'import-refused', path: at, as: checker, api: api({ state: 'REFUSED', households: 0, notes: [], problem: '这不是 .xlsx 表格，请用表格软件另存为 .xlsx 再传' }), shows: '这不是 .xlsx 表格' },
  { name: 'import-cancelled', path: at, as: checker, api: api({ state: 'CANCELLED', emptied: true, notes: [] }), shows: '上传的表格已经删除' },
  { name: 'import-not-found', path: at, as: checker, api: { [ONE]: problem(404, 'not-found', '没有找到'), [ROWS]: page([]) }, shows: '没有找到' },
]

gallery('spreadsheet', scenes)
