import type { Schema } from '../api/types'
import type { StateWords } from './states'

/** What administrators read about partner departments. */

export const partnerFields: Record<Schema<'PartnerField'>, string> = {
  headName: '户主姓名',
  tier: '困难类别',
  fileState: '是否在档',
  organisation: '所属工会',
  regionCode: '行政区划代码',
  peopleCount: '家庭人数',
  mainCause: '主要致困原因',
  entitledPolicies: '可享受的政策',
  deliveries: '各项政策落实到哪一步',
  paidThisYearFen: '今年已发金额',
}

export const partnerKeyStates: Record<Schema<'PartnerKeyState'>, StateWords> = {
  IN_FORCE: { word: '使用中', tone: 'good' },
  EXPIRED: { word: '已到期', tone: 'calm' },
  REVOKED: { word: '已停用', tone: 'calm' },
}

export const partnerAgreementStates: Record<Schema<'PartnerAgreementState'>, StateWords> = {
  IN_FORCE: { word: '有效', tone: 'good' },
  EXPIRED: { word: '已到期', tone: 'calm' },
  ENDED: { word: '已终止', tone: 'calm' },
}

export const partnerChanges: Record<Schema<'PartnerChangeKind'>, string> = {
  OPENED: '登记部门',
  LIMITS_CHANGED: '更改地址名单和额度',
  KEY_REGISTERED: '登记密钥',
  KEY_REVOKED: '停用密钥',
  AGREED: '约定用途',
  AGREEMENT_CHANGED: '更改约定',
  AGREEMENT_ENDED: '终止约定',
  CLOSED: '停止查询',
}
