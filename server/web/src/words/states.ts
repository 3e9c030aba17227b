import type {
  ApplicationAction,
  ApplicationState,
  ApplicationSummary,
  Benefit,
  Cause,
  CodeStateName,
  DeliveryState,
  FileState,
  Payment,
  PaymentState,
  Principal,
  ReturnReason,
  Role,
  Schema,
  Tier,
} from '../api/types'
import { day, dayNear, month, todayInChina } from './format'

/** good: done, in your favour. busy: somebody is at it. bad: needs you, or failed. calm: nothing is going on. */
export type Tone = 'good' | 'busy' | 'bad' | 'calm'

/** What a state is called, and how its mark looks; every enum of the contract has one for each of its values. */
export interface StateWords {
  word: string
  tone: Tone
}

export const applicationStates: Record<ApplicationState, StateWords> = {
  SUBMITTED: { word: '待初审', tone: 'busy' },
  RETURNED: { word: '需要补充', tone: 'bad' },
  CHECKED: { word: '待审批', tone: 'busy' },
  APPROVED: { word: '已批准', tone: 'good' },
  REFUSED: { word: '未批准', tone: 'bad' },
  WITHDRAWN: { word: '已撤回', tone: 'calm' },
}

/** What was done to bring an application into a state, for its history. */
export const applicationEvents: Record<ApplicationState, string> = {
  SUBMITTED: '提交申请',
  RETURNED: '请您补充',
  CHECKED: '初审通过',
  APPROVED: '批准',
  REFUSED: '没有批准',
  WITHDRAWN: '撤回申请',
}

/** The course of an application that goes well. */
export const courseSteps = ['提交', '初审', '审批', '发放'] as const

/** At which of {@link courseSteps} an application is; null when it has left the course. */
export const applicationCourse: Record<ApplicationState, number | null> = {
  SUBMITTED: 1,
  RETURNED: 0,
  CHECKED: 2,
  APPROVED: 3,
  REFUSED: null,
  WITHDRAWN: null,
}

/** What happens next with an application, told to the family. */
export function applicationNext(application: Pick<ApplicationSummary, 'state' | 'holder' | 'dueOn'>, today = todayInChina()): string {
  const holder = application.holder ?? '工会'
  const by =
    application.dueOn == null
      ? '。您不用做什么。'
      : application.dueOn < today
        ? `，已经过了${dayNear(application.dueOn, today)}的期限，可以打电话催问。`
        : `，最晚${dayNear(application.dueOn, today)}前答复。您不用做什么。`
  switch (application.state) {
    case 'SUBMITTED':
      return `现在由${holder}初审${by}`
    case 'CHECKED':
      return `初审已通过，现在由${holder}审批${by}`
    case 'RETURNED':
      return '工作人员写明了要补什么，补好交上来就会接着办。'
    case 'APPROVED':
      return '已经批准，接下来安排打款，到账后这里会显示。'
    case 'REFUSED':
      return '工作人员写明了原因。不明白或不同意，可以打电话问，也可以以后再申请。'
    case 'WITHDRAWN':
      return '您撤回了这次申请。需要时可以重新申请。'
  }
}

export const applicationActions: Record<ApplicationAction, string> = {
  CHECK: '初审',
  APPROVE: '审批',
  SUPPLEMENT: '补充材料',
  WITHDRAW: '撤回申请',
}

export const checkDecisions: Record<Schema<'CheckDecision'>['decision'], string> = { PASS: '通过，送审批', RETURN: '退回补充' }
export const approvalDecisions: Record<Schema<'ApprovalDecision'>['decision'], string> = { APPROVE: '批准', REFUSE: '不批准' }

export const paymentStates: Record<PaymentState, StateWords> = {
  APPROVED: { word: '已批准，待发放', tone: 'busy' },
  IN_BATCH: { word: '已排入发放', tone: 'busy' },
  SENT: { word: '银行办理中', tone: 'busy' },
  PAID: { word: '已到账', tone: 'good' },
  RETURNED: { word: '被银行退回', tone: 'bad' },
}

/** Why the bank sent it back, and how to mend it. */
export const returnReasons: Record<ReturnReason, { word: string; mend: string }> = {
  ACCOUNT_WRONG: { word: '卡号不对', mend: '请带上银行卡，让工作人员重新登记卡号。' },
  ACCOUNT_CLOSED: { word: '银行卡已注销', mend: '请换一张在用的银行卡，让工作人员重新登记。' },
  NAME_MISMATCH: { word: '户名对不上', mend: '请用登记人本人名下的银行卡，让工作人员重新登记。' },
  OTHER: { word: '银行没有办成', mend: '请打电话问一问，工作人员会和银行核对。' },
}

/** What happens next with a payment, told to the family. */
export function paymentNext(payment: Payment, today = todayInChina()): string {
  const card = payment.cardEnding ? `尾号${payment.cardEnding}的银行卡` : '您家的银行卡'
  const expected =
    payment.expectedOn == null
      ? ''
      : payment.expectedOn < today
        ? `，原定${dayNear(payment.expectedOn, today)}前到账，已经晚了`
        : `，预计${dayNear(payment.expectedOn, today)}前到账`
  switch (payment.state) {
    case 'APPROVED':
      return `等待发放到${card}${expected}。`
    case 'IN_BATCH':
      return `已排入最近一批发放，发到${card}${expected}。`
    case 'SENT':
      return `${payment.sentOn ? `${dayNear(payment.sentOn, today)}已送银行` : '已送银行'}，发到${card}${expected}。`
    case 'PAID':
      return `${payment.paidOn ? dayNear(payment.paidOn, today) : ''}到了${card}。`
    case 'RETURNED': {
      const reason = returnReasons[payment.returnReason ?? 'OTHER']
      return `${reason.word}，钱没有到${card}。${reason.mend}改好后会重新发放，钱不会少。`
    }
  }
}

export const policySectors: Record<Schema<'PolicySector'>, string> = {
  UNION: '工会',
  CIVIL_AFFAIRS: '民政',
  EDUCATION: '教育',
  MEDICAL_INSURANCE: '医保',
  LABOUR: '人社',
  HOUSING: '住建',
  JUSTICE: '司法',
  DISABLED: '残联',
}

export const policyFactSources: Record<Schema<'PolicyFactSource'>, string> = {
  SELF: '家庭自己说的',
  VISIT: '走访看到的',
  PARTNER: '部门提供的',
  IMPORT: '导入的档案',
  SAMPLE: '示例数据',
  UNION: '工会登记',
  STANDARD: '低保标准文件',
  COMPUTED: '算出来的',
}

export const policyLevels: Record<Schema<'PolicyLevel'>, string> = { COUNTRY: '国家', PROVINCE: '省', CITY: '市', COUNTY: '县区' }

export const policyKinds: Record<Schema<'PolicyKind'>, string> = { MONEY: '发钱', REDUCTION: '减免', SERVICE: '服务' }

export const clauseTruths: Record<Schema<'ClauseTruth'>, StateWords> = {
  MET: { word: '符合', tone: 'good' },
  NOT_MET: { word: '不符合', tone: 'calm' },
  UNKNOWN: { word: '还不知道', tone: 'busy' },
}

export const entitlements: Record<Benefit['entitlement'], StateWords> = {
  ENTITLED: { word: '可以享受', tone: 'good' },
  NOT_ENTITLED: { word: '不符合条件', tone: 'calm' },
  UNKNOWN: { word: '还缺信息', tone: 'busy' },
}

export const benefitKinds: Record<Benefit['kind'], string> = { MONEY: '发钱', REDUCTION: '减免', SERVICE: '服务' }

export const deliveryStates: Record<DeliveryState, StateWords> = {
  NONE: { word: '尚未申请', tone: 'calm' },
  REQUESTED: { word: '已申请', tone: 'busy' },
  CONFIRMED: { word: '部门已确认', tone: 'busy' },
  APPLIED: { word: '已执行', tone: 'good' },
  ENDED: { word: '已结束', tone: 'calm' },
}

/** How far a benefit that another department carries out has come: 已申请 · 部门已确认 · 2026年3月起执行. */
export function deliveryWords(benefit: Pick<Benefit, 'delivery' | 'appliedFrom' | 'until'>): StateWords {
  const known = deliveryStates[benefit.delivery]
  if (benefit.delivery === 'APPLIED' && benefit.appliedFrom) return { ...known, word: `${month(benefit.appliedFrom)}起执行` }
  if (benefit.delivery === 'ENDED' && benefit.until) return { ...known, word: `${day(benefit.until)}已结束` }
  return known
}

export const tiers: Record<Tier, string> = { DEEP: '深度困难', RELATIVE: '相对困难', ACCIDENT: '意外致困' }

export const causes: Record<Cause, string> = {
  NO_WORK_CAPACITY: '无劳动能力',
  UNEMPLOYED: '有劳动能力而未就业',
  LAID_OFF: '下岗失业',
  NO_SOCIAL_INSURANCE: '未参加社会保险',
  INSURANCE_NOT_PAID: '社会保险待遇落实不到位',
  SERIOUS_ILLNESS: '患重特大疾病',
  NATURAL_DISASTER: '遭受自然灾害',
  ACCIDENT: '遭受意外事故',
  CHILD_SCHOOLING: '子女上学',
  LOW_INCOME: '收入低',
  OTHER: '其他',
}

export const fileStates: Record<FileState, StateWords> = {
  OPEN: { word: '已建档', tone: 'good' },
  CLOSED: { word: '档案已关闭', tone: 'calm' },
  NONE: { word: '未建档', tone: 'calm' },
}

export const codeStates: Record<CodeStateName, StateWords> = {
  LIVE: { word: '使用中', tone: 'good' },
  LOST: { word: '已挂失', tone: 'bad' },
  REPLACED: { word: '已换新码', tone: 'calm' },
  REVOKED: { word: '已作废', tone: 'bad' },
}

/** What the office can look for. */
export const codeSearches: Record<NonNullable<Schema<'HouseholdSearch'>['codeState']>, string> = {
  LIVE: '有有效的码',
  NONE: '还没有码',
  DEAD: '只有失效的码',
}

export const jobStates: Record<Schema<'CodeIssueJob'>['state'], StateWords> = {
  RUNNING: { word: '正在生成', tone: 'busy' },
  DONE: { word: '已完成', tone: 'good' },
  FAILED: { word: '中断了', tone: 'bad' },
}

export const accessOutcomes: Record<Schema<'AccessRecordPage'>['items'][number]['outcome'], StateWords> = {
  GRANTED: { word: '看到了内容', tone: 'calm' },
  REFUSED: { word: '没有看到内容', tone: 'good' },
}

export const checkStates: Record<Schema<'RecordCheck'>['state'], StateWords> = {
  WAITING: { word: '等着核验', tone: 'busy' },
  RUNNING: { word: '正在核验', tone: 'busy' },
  DONE: { word: '核验完了', tone: 'good' },
  EMPTY: { word: '这几天没有封条', tone: 'calm' },
  FAILED: { word: '没有核验成，请再试', tone: 'bad' },
}

export const importStates: Record<Schema<'Import'>['state'], StateWords> = {
  UPLOADING: { word: '没有传完', tone: 'busy' },
  CHECKING: { word: '正在检查', tone: 'busy' },
  REFUSED: { word: '不能导入', tone: 'bad' },
  CHECKED: { word: '检查完了，等您决定', tone: 'calm' },
  APPLYING: { word: '正在导入', tone: 'busy' },
  DONE: { word: '导入完了', tone: 'good' },
  CANCELLED: { word: '取消了', tone: 'calm' },
}

export const importModes: Record<'ALL' | 'GOOD', string> = {
  ALL: '整份导入',
  GOOD: '只导入没有问题的户',
}

export const importHouseholds: Record<Schema<'ImportHousehold'>['state'], StateWords> = {
  BAD: { word: '要改', tone: 'bad' },
  SAME: { word: '没有变化', tone: 'calm' },
  NEW: { word: '新建档', tone: 'good' },
  CHANGED: { word: '有更新', tone: 'busy' },
}

export const checkFindings: Record<Schema<'RecordCheck'>['places'][number]['kind'], string> = {
  RECORD_EDITED: '一条记录被改过',
  RECORD_DELETED: '一条记录不见了',
  RECORD_INSERTED: '插进了一条记录',
  SEAL_CHANGED: '封条被改过',
  SEAL_MISSING: '缺了封条',
  CHAIN_FORKED: '封条接不上',
  TAIL_CUT: '末尾被截掉了',
  HEAD_CHANGED: '库外存的封条被改过',
}

export const investigationStates: Record<Schema<'LeakInvestigation'>['state'], StateWords> = {
  WAITING: { word: '还没开始', tone: 'calm' },
  OPEN: { word: '正在调查', tone: 'busy' },
  ENDED: { word: '已结束', tone: 'good' },
}

export const disputedFields: Record<Schema<'DisputedField'>, string> = {
  NAME: '姓名',
  ID_NUMBER: '身份证号',
  PHONE: '手机号',
  ADDRESS: '住址',
  CARD: '银行卡',
  MEMBERS: '家庭成员',
  INCOME: '收入',
  ILLNESS: '患病情况',
  CAUSE: '致困原因',
  TIER: '困难类别',
  EMPLOYER: '工作单位',
  PAYMENT: '发的钱',
  OTHER: '别的',
}

export const rightsStates: Record<Schema<'RightsRequestState'>, StateWords> = {
  OPEN: { word: '等答复', tone: 'busy' },
  ACCEPTED: { word: '已采纳', tone: 'good' },
  REFUSED: { word: '没有采纳', tone: 'bad' },
  WITHDRAWN: { word: '已撤回', tone: 'calm' },
  LIFTED: { word: '已恢复', tone: 'calm' },
}

export const stopStates: Record<Schema<'RightsRequestState'>, StateWords> = {
  ...rightsStates,
  ACCEPTED: { word: '已停止使用', tone: 'calm' },
  REFUSED: { word: '没有同意', tone: 'bad' },
}

export const principalKinds: Record<Principal['kind'], string> = {
  SIGNED_IN: '已登录',
  HOUSEHOLD: '本人家庭',
  STAFF: '工作人员',
  PAIRED: '结对责任人',
  PARTNER: '协同部门',
}

export const roles: Record<Role, string> = {
  CADRE: '帮扶干部',
  CHECKER: '初审',
  REVIEWER: '复核',
  APPROVER: '审批',
  FUND_CLERK: '资金管理',
  CODE_CLERK: '编码管理',
  NOTICE_CLERK: '公示与动态',
  AUDITOR: '审计',
  ADMINISTRATOR: '系统管理',
}

export const viewers: Record<Schema<'CodeView'>['viewer'], string> = {
  anyone: '未登录',
  household: '本人家庭',
  cadre: '帮扶干部',
  office: '工会机关',
  partner: '协同部门',
}

export const keyStates: Record<Schema<'VerificationKeys'>['keys'][number]['state'], string> = {
  ACTIVE: '使用中',
  RETIRED: '已停用',
  REVOKED: '已作废',
}

/** A member of a family, as the file knows them by the worker. */
export const relations: Record<Schema<'MemberRelation'>, string> = {
  WORKER: '职工本人',
  SPOUSE: '配偶',
  CHILD: '子女',
  PARENT: '父母',
  PARENT_IN_LAW: '配偶的父母',
  CHILD_IN_LAW: '子女的配偶',
  GRANDPARENT: '祖父母',
  GRANDCHILD: '孙子女',
  SIBLING: '兄弟姐妹',
  OTHER: '其他家人',
}

/** Who said so, for facts of the file. */
export const factSources: Record<Schema<'FactSource'>, string> = {
  SELF: '本人说的',
  VISIT: '走访看到的',
  PARTNER: '部门提供的',
  IMPORT: '表格导入的',
  SAMPLE: '样例',
}

export const factKinds: Record<Schema<'FactKind'>, string> = { CHANGE: '情况变了', CORRECTION: '更正' }

/** 分层建档: whose file it is. */
export const fileLevels: Record<'NATIONAL' | 'PROVINCIAL' | 'CITY', string> = { NATIONAL: '全国级', PROVINCIAL: '省级', CITY: '市级' }

export const privateFields: Record<Schema<'PrivateField'>, string> = {
  NAME: '姓名',
  ID_NUMBER: '身份证号',
  PHONE: '手机号',
  CARD: '银行卡号',
  ADDRESS: '住址',
}

/** The lists of a family's own copy. */
export const exportParts: Record<Schema<'FileExport'>['cutShort'][number], string> = {
  members: '家庭成员',
  applications: '申请',
  payments: '发放',
  visits: '走访',
  consents: '知情同意',
  proxies: '代办人',
  devices: '登录的设备',
  looks: '谁看过我家',
}

/** For what personal data is used, as the notices are called. */
export const consentPurposes: Record<Schema<'ConsentPurpose'>, string> = {
  GENERAL: '个人信息',
  BANK_ACCOUNT: '银行账户',
  HEALTH: '健康医疗',
  MINORS: '孩子的信息',
}

/** What ends at once when a family takes its consent back, as the family reads it before it does. */
export const consentStops: Record<Schema<'ConsentPurpose'>, string[]> = {
  GENERAL: ['不能再提交新的申请。'],
  BANK_ACCOUNT: ['帮扶的钱不再发到您家的卡上，要和帮扶干部另外商量怎么领。'],
  HEALTH: [
    '致困原因和医疗类政策，工会的人和协同部门都看不到了。',
    '看病申请里写的话和交的照片，工会的人都打不开了。',
    '看病的申请不再往下办，也不能再提交新的；已经批准的照常发。',
  ],
  MINORS: ['用孩子（不满 14 岁）的名字、证件号、电话，工会的人查不到您家了。', '致困原因工会的人和协同部门都看不到了，因为它可能说到孩子上学的事。'],
}

/** The same as staff read it, on the page of the household. */
export const consentKept: Record<Schema<'ConsentPurpose'>, string> = {
  GENERAL: '不能再提交新的申请。',
  BANK_ACCOUNT: '帮扶资金不能发到这家的银行卡，请和这家人商量怎么领。',
  HEALTH: '致困原因、医疗类政策、看病申请的说明和照片都不再显示，看病的申请不能通过，也不能批准。',
  MINORS: '致困原因不再显示；用不满 14 岁孩子的姓名、证件号、电话查不到这家。',
}

export const consentChoices: Record<Schema<'ConsentChoice'>, string> = {
  GIVEN: '同意',
  WITHDRAWN: '撤回同意',
}

export const consentChannels: Record<Schema<'Consent'>['channel'], string> = {
  OWN_PHONE: '在手机上',
  PROXY: '由代办人',
  PAPER_AT_DOOR: '在纸上签字',
}

export const unmaskingReasons: Record<Schema<'UnmaskingRequest'>['reason'], string> = {
  CASE_CHECK: '核对申请材料',
  PAYMENT: '核对发放信息',
  CONTACT: '联系家庭',
  CORRECTION: '更正档案',
  COMPLAINT: '处理反映的问题',
}

/** Why somebody left a household. */
export const leavingReasons: Record<Schema<'LeavingReason'>, string> = {
  DEATH: '去世',
  DIVORCE: '离婚离开',
  LEFT: '搬出、不再同住',
  FOUNDED: '另立一户',
  MISTAKE: '登记错了，本来就不是这户的',
}
/** The same as it stands in a file, with what only other deeds bring about. */
export function leftBecause(reason: string | null | undefined): string {
  if (reason === 'MERGED') return '并户'
  return leavingReasons[reason as Schema<'LeavingReason'>] ?? '离开'
}
