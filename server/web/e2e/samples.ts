import type {
  AccessRecord,
  Application,
  ApplicationSummary,
  Benefit,
  Device,
  HouseholdView,
  News,
  Payment,
  Principal,
  Programme,
  Schema,
} from '../src/api/types'

/** Invented people and places for the gallery; the types are the contract's. */

export const CODE = '1K7Q9M2XJ4T8WZJN'
export const ISSUER = '安和市总工会'
export const HOTLINE = '0999-555-1234'

export const family: Principal = { kind: 'HOUSEHOLD', name: '王**', householdId: 7, organisation: '安和市临江区总工会', organisationId: 3, capacity: 'ADULT' }
export const unbound: Principal = { kind: 'SIGNED_IN', name: '用户0042' }
export const cadre: Principal = { kind: 'STAFF', name: '李明', organisation: '安和市临江区总工会', organisationId: 3, roles: ['CADRE', 'CHECKER'] }

export function payment(over: Partial<Payment> = {}): Payment {
  return {
    paymentId: 31,
    programme: '医疗救助',
    payer: '安和市总工会',
    amountFen: 300000,
    state: 'SENT',
    approvedOn: '2026-11-12',
    expectedOn: '2026-12-05',
    sentOn: '2026-11-18',
    paidOn: null,
    cardEnding: '1234',
    returnReason: null,
    missingReported: false,
    ...over,
  }
}

export const paid = payment({ paymentId: 30, programme: '生活救助', amountFen: 120000, state: 'PAID', expectedOn: '2026-10-30', sentOn: '2026-10-26', paidOn: '2026-10-28' })
export const returned = payment({ paymentId: 29, programme: '子女助学', amountFen: 500000, state: 'RETURNED', returnReason: 'NAME_MISMATCH' })

export function benefit(over: Partial<Benefit> = {}): Benefit {
  return {
    policyCode: 'MEDICAL_AID',
    name: '医疗救助',
    department: '安和市总工会',
    kind: 'MONEY',
    gives: '看病自己花的钱，报销以后再帮一部分，一年最多 2 万元。',
    entitlement: 'ENTITLED',
    reason: '已建档，今年自付医药费超过 5,000 元',
    nextAction: null,
    delivery: 'NONE',
    appliedFrom: null,
    until: null,
    programmeCode: 'MEDICAL_AID',
    ...over,
  }
}

export const benefits: Benefit[] = [
  benefit(),
  benefit({ policyCode: 'STUDY', name: '金秋助学', gives: '孩子上大学，一年最多帮 1 万元。', programmeCode: 'STUDY' }),
  benefit({ policyCode: 'POWER', name: '每月 15 度免费用电', department: '供电公司', kind: 'REDUCTION', gives: '每月电费里减去 15 度的钱。', delivery: 'APPLIED', appliedFrom: '2026-03', programmeCode: null, until: '2027-03-31' }),
  benefit({ policyCode: 'RENT', name: '公共租赁住房', department: '住房保障中心', kind: 'SERVICE', gives: '按低收入家庭的条件申请公租房，租金便宜。', delivery: 'REQUESTED', programmeCode: null }),
  benefit({ policyCode: 'HEAT', name: '取暖补贴', department: '民政局', gives: '冬天取暖按户补一笔钱。', entitlement: 'ENTITLED', nextAction: '带身份证和服务卡到街道办事处登记，11月底截止。', programmeCode: null }),
  benefit({ policyCode: 'MUTUAL', name: '职工医疗互助', department: '职工互助保障会', gives: '住院后按自付部分再给一笔互助金。', entitlement: 'UNKNOWN', reason: '今年有没有参加医疗互助', nextAction: '问一下单位工会，或者请帮扶干部帮您查。', programmeCode: null }),
  benefit({ policyCode: 'LOAN', name: '小额贷款贴息', department: '人力资源和社会保障局', gives: '创业贷款的利息由政府出。', entitlement: 'NOT_ENTITLED', reason: '家里没有人在创业', programmeCode: null }),
]

export function summary(over: Partial<ApplicationSummary> = {}): ApplicationSummary {
  return {
    applicationId: 501,
    programme: '医疗救助',
    state: 'CHECKED',
    submittedAt: '2026-11-12T09:20:00+08:00',
    dueOn: '2026-11-28',
    holder: '临江区总工会',
    amountFen: null,
    ...over,
  }
}

export function household(over: Partial<HouseholdView> = {}): HouseholdView {
  return {
    viewer: 'household',
    householdId: 7,
    household: {
      headName: '王**',
      organisation: '安和市临江区总工会',
      hotline: HOTLINE,
      fileState: 'OPEN',
      fileNumber: '990101-2024-00071',
      openedOn: '2024-04-16',
      tier: 'RELATIVE',
      mainCause: 'SERIOUS_ILLNESS',
      peopleCount: 3,
      pairedCadre: { name: '李明', unit: '临江区总工会', phone: '19900001234' },
    },
    benefits,
    payments: [payment(), paid],
    applications: [summary()],
    ...over,
  }
}

export function programme(over: Partial<Programme> = {}): Programme {
  return {
    programmeCode: 'MEDICAL_AID',
    name: '医疗救助',
    gives: '看病自己花的钱，报销以后再帮一部分。',
    material: ['住院或门诊的结算单', '诊断证明', '本人的银行卡'],
    ceilingFen: 2000000,
    answerWithinWorkingDays: 20,
    open: true,
    reason: null,
    ...over,
  }
}

export const programmes: Schema<'ProgrammeList'> = {
  items: [
    programme(),
    programme({ programmeCode: 'STUDY', name: '金秋助学', gives: '孩子上大学，一年最多帮 1 万元。', material: ['录取通知书或学生证', '学费单据'], ceilingFen: 1000000 }),
    programme({ programmeCode: 'TEMPORARY', name: '临时救助', gives: '家里突然出了事，先给一笔应急的钱。', material: ['能说明情况的单据'], ceilingFen: 300000, answerWithinWorkingDays: 5 }),
    programme({ programmeCode: 'LIVING', name: '生活救助', gives: '按月补贴日常生活。', open: false, reason: '今年已经享受，明年 1 月可以再申请' }),
  ],
}

export function application(over: Partial<Application> = {}): Application {
  return {
    applicationId: 501,
    householdId: 7,
    programmeCode: 'MEDICAL_AID',
    programme: '医疗救助',
    state: 'CHECKED',
    version: 2,
    reason: '爱人 9 月住院做手术，报销以后自己还花了两万三千多，现在每月还要吃药。',
    materials: [
      { materialId: 11, sizeBytes: 412_000 },
      { materialId: 12, sizeBytes: 380_000 },
    ],
    submittedAt: '2026-11-12T09:20:00+08:00',
    dueOn: '2026-11-28',
    holder: '临江区总工会',
    amountFen: null,
    ceilingFen: 2000000,
    expectedOn: null,
    actions: [],
    withdrawn: null,
    history: [
      { at: '2026-11-12T09:20:00+08:00', state: 'SUBMITTED', by: '本人家庭', reason: null },
      { at: '2026-11-14T15:02:00+08:00', state: 'CHECKED', by: '帮扶干部李明', reason: null },
    ],
    ...over,
  }
}

export const returnedApplication = application({
  state: 'RETURNED',
  holder: '本人家庭',
  dueOn: null,
  actions: ['SUPPLEMENT', 'WITHDRAW'],
  history: [
    { at: '2026-11-12T09:20:00+08:00', state: 'SUBMITTED', by: '本人家庭', reason: null },
    { at: '2026-11-14T15:02:00+08:00', state: 'RETURNED', by: '帮扶干部李明', reason: '结算单拍得不清楚，请在亮的地方重拍，把“个人自付”那一行拍进去。' },
  ],
})

export const news: News[] = [
  { newsId: 3, organisation: '安和市临江区总工会', title: '金秋助学开始申请', body: '今年考上大学的孩子，12 月 10 日前可以申请。\n打开“我要申请”，选“金秋助学”，拍下录取通知书和学费单据就行。', publishedAt: '2026-11-18T08:30:00+08:00' },
  {
    newsId: 2,
    organisation: '安和市总工会',
    title: '第四季度生活救助 11 月底前发到卡上',
    body: '本次生活救助按户发放，发到登记的银行卡。'.padEnd(150, '请留意银行短信，有疑问请拨打服务热线。'),
    publishedAt: '2026-11-10T10:00:00+08:00',
  },
]

export const looks: AccessRecord[] = [
  { at: '2026-11-20T09:40:00+08:00', by: '本人家庭', action: '查看我家', outcome: 'GRANTED', purpose: null },
  { at: '2026-11-19T09:12:00+08:00', by: '临江区总工会 李明', action: '扫码查看', outcome: 'GRANTED', purpose: null },
  { at: '2026-11-19T08:50:00+08:00', by: '未登录的扫码人', action: '扫码查看', outcome: 'REFUSED', purpose: null },
  { at: '2026-11-18T16:20:00+08:00', by: '临江区总工会 陈晓', action: '在名单中查看', outcome: 'GRANTED', together: 20, purpose: null },
  { at: '2026-11-14T15:01:00+08:00', by: '临江区总工会 李明', action: '初审申请', outcome: 'GRANTED', purpose: null },
  { at: '2026-11-13T11:30:00+08:00', by: '医疗保障局', action: '扫码查看', outcome: 'GRANTED', purpose: 'MEDICAL_AID_CHECK', purposeTitle: '核对医疗救助' },
]

/** Looks like a code and reads as nothing. */
export function someCode(modules = 29): string {
  const squares: string[] = []
  let seed = 7
  for (let y = 0; y < modules; y++) {
    for (let x = 0; x < modules; x++) {
      seed = (seed * 1103515245 + 12345) % 2147483648
      if (seed % 5 < 2) squares.push(`M${x + 4} ${y + 4}h1v1h-1z`)
    }
  }
  const size = modules + 8
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><rect width="${size}" height="${size}" fill="#fff"/><path d="${squares.join('')}"/></svg>`
}

export const devices: Device[] = [
  { sessionId: '0193a1c2-0000-4000-8000-000000000001', device: '微信 · 安卓手机', since: '2026-11-18T08:12:00+08:00', lastSeenOn: '2026-11-20', isThisOne: true },
  { sessionId: '0193a1c2-0000-4000-8000-000000000002', device: '微信 · 苹果手机', since: '2026-11-02T19:40:00+08:00', lastSeenOn: '2026-11-19', isThisOne: false },
  { sessionId: '0193a1c2-0000-4000-8000-000000000003', device: '浏览器 · Windows 电脑', since: '2026-10-09T10:05:00+08:00', lastSeenOn: '2026-10-09', isThisOne: false },
  { sessionId: '0193a1c2-0000-4000-8000-000000000004', device: '未知设备', since: '2025-12-30T07:55:00+08:00', lastSeenOn: '2026-01-03', isThisOne: false },
]
