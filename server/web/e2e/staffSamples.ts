import type { Application, CadreView, OfficeView, Principal, Schema } from '../src/api/types'
import { application, benefits, HOTLINE, paid, payment, returned, summary } from './samples'

/** Invented staff, households and desks for the gallery; the types are the contract's. */

const organisation = '安和市临江区总工会'
export const door: Principal = { kind: 'STAFF', name: '李明', organisation, organisationId: 3, roles: ['CADRE', 'CHECKER'] }
export const approver: Principal = { kind: 'STAFF', name: '赵主任', organisation, organisationId: 3, roles: ['APPROVER'] }
export const fundClerk: Principal = { kind: 'STAFF', name: '孙会计', organisation, organisationId: 3, roles: ['FUND_CLERK'] }
export const administrator: Principal = { kind: 'STAFF', name: '吴桂花', organisation, organisationId: 3, roles: ['ADMINISTRATOR'] }
export const codeClerk: Principal = { kind: 'STAFF', name: '周敏', organisation, organisationId: 3, roles: ['CODE_CLERK', 'NOTICE_CLERK'] }

type Household = Schema<'HouseholdPage'>['items'][number]
type ToDo = Schema<'InboxPage'>['items'][number]
type Paying = Schema<'PaymentPage'>['items'][number]

export function aHousehold(over: Partial<Household> = {}): Household {
  return {
    householdId: 7,
    headName: '王建国',
    organisation: '临江区纺织二厂工会',
    fileState: 'OPEN',
    tier: 'RELATIVE',
    peopleCount: 3,
    codeState: 'LIVE',
    generation: 1,
    lastVisitOn: '2026-11-02',
    ...over,
  }
}

const names = ['陈玉兰', '刘大海', '赵秀英', '欧阳文静', '孙福', '买买提·艾力', '周小燕', '吴桂花', '郑红旗', '钱多福', '冯春生', '褚敏']
const works = ['临江区纺织二厂工会', '安和市公共交通集团有限责任公司第三分公司工会', '临江街道工会', '安和机床厂工会']

export function masked(name: string): string {
  return name[0] + '*'.repeat(Math.min(2, name.length - 1))
}

export const paired: Household[] = [
  aHousehold(),
  aHousehold({ householdId: 8, headName: '陈玉兰', tier: 'DEEP', peopleCount: 2, lastVisitOn: null, codeState: null }),
  aHousehold({ householdId: 9, headName: '刘大海', tier: 'ACCIDENT', peopleCount: 4, lastVisitOn: '2026-03-11' }),
  aHousehold({ householdId: 10, headName: '买买提·艾力', peopleCount: 5, lastVisitOn: '2026-09-01', codeState: 'LOST' }),
  aHousehold({ householdId: 11, headName: '周小燕', tier: null, fileState: 'NONE', peopleCount: 1, lastVisitOn: '2026-11-19' }),
]

export function aToDo(over: Partial<ToDo> = {}): ToDo {
  return {
    application: summary({ state: 'SUBMITTED', holder: '帮扶干部李明', dueOn: '2026-11-23', submittedAt: '2026-11-16T09:20:00+08:00' }),
    householdId: 7,
    headName: '王建国',
    organisation: '临江区纺织二厂工会',
    action: 'CHECK',
    late: false,
    ...over,
  }
}

export const toDos: ToDo[] = [
  aToDo({ householdId: 9, headName: '刘大海', application: summary({ applicationId: 502, programme: '临时救助', state: 'SUBMITTED', dueOn: '2026-11-17', submittedAt: '2026-11-10T18:02:00+08:00' }), late: true }),
  aToDo({ householdId: 8, headName: '陈玉兰', application: summary({ applicationId: 503, programme: '子女助学', state: 'SUBMITTED', dueOn: '2026-11-20', submittedAt: '2026-11-13T08:00:00+08:00' }) }),
  aToDo(),
]

/** An office's pile: forty cases, both steps. */
export const pile: ToDo[] = Array.from({ length: 40 }, (_, index) => {
  const check = index % 3 === 0
  const dueOn = `2026-${index < 12 ? '11' : '12'}-${String(index < 12 ? 14 + index : index - 10).padStart(2, '0')}`
  return aToDo({
    application: summary({
      applicationId: 600 + index,
      programme: ['医疗救助', '生活救助', '金秋助学', '临时救助'][index % 4]!,
      state: check ? 'SUBMITTED' : 'CHECKED',
      dueOn,
      submittedAt: `2026-11-${String(2 + (index % 17)).padStart(2, '0')}T09:${String(10 + index).padStart(2, '0')}:00+08:00`,
    }),
    householdId: 100 + index,
    headName: masked(names[index % names.length]!),
    organisation: works[index % works.length]!,
    action: check ? 'CHECK' : 'APPROVE',
    late: dueOn < '2026-11-20',
  })
})

export function anApplication(over: Partial<Application> = {}): Application {
  return application({ headName: '王建国', organisation: '临江区纺织二厂工会', tier: 'RELATIVE', ...over })
}

export const toCheck = anApplication({
  state: 'SUBMITTED',
  holder: '帮扶干部李明',
  dueOn: '2026-11-23',
  version: 1,
  actions: ['CHECK'],
  history: [{ at: '2026-11-16T09:20:00+08:00', state: 'SUBMITTED', by: '本人家庭', reason: null }],
})
export const toApprove = anApplication({ headName: '王**', actions: ['APPROVE'] })

export const atTheDoor: CadreView = {
  viewer: 'cadre',
  withdrawn: [],
  householdId: 7,
  household: {
    headName: '王建国',
    phone: '12000001234',
    address: '临江区织机路 18 号院 3 号楼 2 单元 501 室',
    organisation: '临江区纺织二厂工会',
    fileState: 'OPEN',
    fileNumber: '990101-2024-00071',
    openedOn: '2024-04-16',
    tier: 'RELATIVE',
    mainCause: 'SERIOUS_ILLNESS',
    peopleCount: 3,
    lastVisitOn: '2026-11-02',
  },
  benefits,
  payments: [payment(), paid, returned, payment({ paymentId: 28, programme: '送温暖', amountFen: 100000, state: 'PAID', paidOn: '2026-02-03', missingReported: true })],
  applications: [summary({ state: 'SUBMITTED', dueOn: '2026-11-23' }), summary({ applicationId: 480, programme: '生活救助', state: 'APPROVED', amountFen: 120000, dueOn: null, holder: null, submittedAt: '2026-09-30T10:00:00+08:00' })],
  visits: [
    { visitId: 4, visitedAt: '2026-11-02T15:30:00+08:00', by: '李明', note: '爱人出院在家休养，吃药每月八百多。孩子学费已经交了。' },
    { visitId: 3, visitedAt: '2026-06-18T10:00:00+08:00', by: '李明', note: null },
  ],
}

export const newAtTheDoor: CadreView = {
  ...atTheDoor,
  household: { ...atTheDoor.household, phone: null, address: null, tier: null, fileState: 'NONE', fileNumber: null, openedOn: null, mainCause: null, lastVisitOn: null, peopleCount: 1 },
  benefits: [],
  payments: [],
  applications: [],
  visits: [],
}

export function atTheOffice(state: Schema<'CodeStateName'> = 'LIVE'): OfficeView {
  const { phone: _phone, address: _address, lastVisitOn: _visit, ...file } = atTheDoor.household
  return {
    viewer: 'office',
    householdId: 7,
    code: { state, generation: 1, issuedOn: '2026-03-15', changedAt: state === 'LIVE' ? null : '2026-11-12T09:30:00+08:00' },
    household: { ...file, headName: '王**' },
    withdrawn: [],
  }
}

export function aPaying(over: Partial<Paying['payment']> = {}, index = 0): Paying {
  return {
    payment: payment(over),
    householdId: 100 + index,
    headName: masked(names[index % names.length]!),
    organisation: works[index % works.length]!,
  }
}

export const payments: Paying[] = Array.from({ length: 24 }, (_, index) => {
  const state = (['APPROVED', 'APPROVED', 'IN_BATCH', 'SENT', 'SENT', 'PAID', 'RETURNED'] as const)[index % 7]!
  return aPaying(
    {
      paymentId: 700 + index,
      programme: ['医疗救助', '生活救助', '金秋助学', '临时救助'][index % 4]!,
      amountFen: [300000, 120000, 500000, 85050, 1999999][index % 5]!,
      state,
      approvedOn: '2026-11-06',
      sentOn: state === 'APPROVED' || state === 'IN_BATCH' ? null : '2026-11-12',
      expectedOn: index % 4 === 0 ? '2026-11-15' : '2026-11-27',
      paidOn: state === 'PAID' ? '2026-11-16' : null,
      returnReason: state === 'RETURNED' ? 'ACCOUNT_CLOSED' : null,
      missingReported: index === 3 || index === 10,
    },
    index,
  )
})

export const searched: Household[] = [
  ...paired.map((row) => ({ ...row, headName: masked(row.headName) })),
  ...names.slice(3).map((name, index) =>
    aHousehold({
      householdId: 30 + index,
      headName: masked(name),
      organisation: works[index % works.length]!,
      tier: (['DEEP', 'RELATIVE', 'ACCIDENT'] as const)[index % 3]!,
      peopleCount: 1 + (index % 5),
      codeState: ([null, 'LIVE', 'LIVE', 'REVOKED', 'LOST'] as const)[index % 5]!,
      lastVisitOn: index % 4 === 0 ? null : '2026-10-08',
    }),
  ),
]

export function aCode(over: Partial<Schema<'HouseholdCodeDetail'>> = {}): Schema<'HouseholdCodeDetail'> {
  return {
    householdId: 7,
    headName: '王**',
    organisation: '临江区纺织二厂工会',
    hotline: HOTLINE,
    pairedCadre: { name: '李明', unit: '临江区总工会', phone: '12000005678' },
    live: {
      householdId: 7,
      code: '1A0D-JD9Y-N8Z6-DWDP',
      generation: 2,
      issuedOn: '2026-11-12',
      shortUrl: 'http://localhost:4173/h/1A0DJD9YN8Z6DWDP',
      signedUrl: 'http://localhost:4173/h/1A0DJD9YN8Z6DWDP-0',
    },
    history: [
      { state: 'LIVE', generation: 2, issuedOn: '2026-11-12', changedAt: null },
      { state: 'LOST', generation: 1, issuedOn: '2026-03-15', changedAt: '2026-11-11T16:40:00+08:00' },
    ],
    ...over,
  }
}
