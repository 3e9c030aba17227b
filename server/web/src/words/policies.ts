import type { Schema } from '../api/types'

/** What a cadre did about policies that were found. */
export const policyTaskOutcomes: Record<Schema<'PolicyTaskOutcome'>, string> = {
  APPLIED: '已帮着申请',
  TOLD: '已告诉这家人',
  DECLINED: '这家人不要',
  NOT_FOUND: '没有找到人',
}

/** Why all answers are computed anew. */
export const recomputationCauses: Record<Schema<'RecomputationCause'>, string> = {
  FIRST: '第一次计算',
  CATALOGUE: '政策或标准有变化',
  FACTS: '很多户的资料有变化',
  DAY: '新的一天',
  ASKED: '有人要求',
}

/** What a family is told. */
export const householdMessages: Record<Schema<'HouseholdMessagePage'>['items'][number]['kind'], { word: string; next: string }> = {
  POLICIES_FOUND: { word: '您家现在可以享受', next: '在“我家”里有怎么办的说明，也可以请联系您家的干部帮忙。' },
  POLICIES_ENDED: { word: '您家不再符合', next: '资料或政策有了变化。觉得不对，可以打电话问工会，或在“我家的档案”里更正。' },
}
