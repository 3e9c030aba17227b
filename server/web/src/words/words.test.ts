import { describe, expect, test } from 'vitest'
import * as contract from '../api/contract'
import * as words from './index'

/** Which words stand for which enum of the contract, by the name under which its values are generated. */
const spoken: Record<string, object> = {
  applicationStateValues: words.applicationStates,
  applicationActionsValues: words.applicationActions,
  checkDecisionDecisionValues: words.checkDecisions,
  approvalDecisionDecisionValues: words.approvalDecisions,
  inboxPageItemsActionValues: words.applicationActions,
  paymentStateValues: words.paymentStates,
  returnReasonValues: words.returnReasons,
  benefitEntitlementValues: words.entitlements,
  benefitKindValues: words.benefitKinds,
  deliveryStateValues: words.deliveryStates,
  tierValues: words.tiers,
  hardshipOutcomeValues: words.hardshipOutcomes,
  hardshipAmountPeriodValues: words.hardshipPeriods,
  hardshipChangeLeverValues: words.hardshipLevers,
  hardshipLineSideValues: words.hardshipSides,
  hardshipMissingAboutValues: words.hardshipMissing,
  threeValuedValues: words.threeValued,
  causeValues: words.causes,
  fileSummaryFileStateValues: words.fileStates,
  householdPageItemsFileStateValues: words.fileStates,
  officeSummaryFileStateValues: words.fileStates,
  ownSummaryFileStateValues: words.fileStates,
  partnerViewFieldsFileStateValues: words.fileStates,
  codeStateNameValues: words.codeStates,
  householdSearchCodeStateValues: words.codeSearches,
  codeIssueJobStateValues: words.jobStates,
  accessRecordOutcomeValues: words.accessOutcomes,
  auditRecordPageItemsOutcomeValues: words.accessOutcomes,
  pathsV1AccessRecordsGetParametersQueryOutcomeValues: words.accessOutcomes,
  principalKindValues: words.principalKinds,
  principalRolesValues: words.roles,
  rolesValues: words.roles,
  staffAccountRolesValues: words.roles,
  anyoneViewViewerValues: words.viewers,
  householdViewViewerValues: words.viewers,
  cadreViewViewerValues: words.viewers,
  officeViewViewerValues: words.viewers,
  partnerViewViewerValues: words.viewers,
  verificationKeysKeysStateValues: words.keyStates,
  pathsV1HouseholdsHouseholdIdBindingsPostRequestBodyContentApplicationJsonRelationValues: words.relations,
  memberRelationValues: words.relations,
  relationToWorkerValues: words.relations,
  leavingReasonValues: words.leavingReasons,
  deedSourceValues: words.factSources,
  factSourceValues: words.factSources,
  factsDraftSourceValues: words.factSources,
  policySectorValues: words.policySectors,
  policyFactSourceValues: words.policyFactSources,
  policyLevelValues: words.policyLevels,
  policyKindValues: words.policyKinds,
  clauseTruthValues: words.clauseTruths,
  entitlementStateValues: words.entitlements,
  factKindValues: words.factKinds,
  fileExportCutShortValues: words.exportParts,
  consentPurposeValues: words.consentPurposes,
  consentChoiceValues: words.consentChoices,
  consentChannelValues: words.consentChannels,
  privateFieldValues: words.privateFields,
  unmaskingRequestReasonValues: words.unmaskingReasons,
  disputedFieldValues: words.disputedFields,
  rightsRequestStateValues: words.rightsStates,
  keyRotationStateValues: words.rotationStates,
  keyPurposeValues: words.keyPurposes,
  keyInUseAlgorithmValues: words.keyAlgorithms,
  partnerFieldValues: words.partnerFields,
  partnerKeyStateValues: words.partnerKeyStates,
  partnerAgreementStateValues: words.partnerAgreementStates,
  partnerChangeKindValues: words.partnerChanges,
  organisationLevelValues: words.organisationLevels,
  organisationChangeKindValues: words.organisationChanges,
  staffChangeKindValues: words.staffChanges,
  roleValues: words.roles,
  purgeHoldValues: words.purgeHolds,
  purgePartStateValues: words.purgePartStates,
  purgeProofStandingValues: words.proofStandings,
  purgeStateValues: words.purgeStates,
  retentionRuleModeValues: words.retentionModes,
  resetKindValues: words.requestKinds,
  accountRequestKindValues: words.requestKinds,
  leakInvestigationStateValues: words.investigationStates,
  listedLeakInvestigationStateValues: words.investigationStates,
  recordCheckStateValues: words.checkStates,
  importStateValues: words.importStates,
  importHouseholdStateValues: words.importHouseholds,
  pathsV1ImportsImportIdApplicationPostRequestBodyContentApplicationJsonModeValues: words.importModes,
  recordCheckPlacesKindValues: words.checkFindings,
  policyTaskOutcomeValues: words.policyTaskOutcomes,
  recomputationCauseValues: words.recomputationCauses,
  householdMessagePageItemsKindValues: words.householdMessages,
}
/** Never shown to a person, or not yet by any page. */
const unspoken = [
  // The server says the amount in words; the page lays out the tree.
  'benefitUnitValues',
  'benefitEveryValues',
  'policyClauseJointValues',
  'pathsV1ImportsImportIdFindingsGetParametersQueryOnlyValues',
  // What a field is called comes with the form itself.
  'formFieldsKindValues',
  'formFieldsOfValues',
  'formFieldNameValues',
  'householdFieldValues',
  'personFieldValues',
  'pathsV1MyRightsRequestsPostRequestBodyContentApplicationJsonKindValues',
  'pathsV1RightsRequestsRequestIdAnswerPostRequestBodyContentApplicationJsonDecisionValues',
  'rightsRequestKindValues',
  'waitingRightsRequestKindValues',
  'pathsV1HouseholdsHouseholdIdBindingsPostRequestBodyContentApplicationJsonCapacityValues',
  'pathsV1HouseholdsHouseholdIdBindingsPostResponses201ContentApplicationJsonCapacityValues',
  'principalCapacityOneOf0Values',
  'principalNextOneOf0Values',
  'pathsV1HouseholdsHouseholdIdCodePictureGetParametersQueryFormatValues',
  'pathsV1HouseholdsHouseholdIdCodePictureGetParametersQueryShapeValues',
  'policySimulationStateValues',
  'transportValues',
  'verificationKeysKeysAlgValues',
]
const enums = Object.entries(contract as unknown as Record<string, readonly string[]>).filter(([name]) => name.endsWith('Values'))

describe('words', () => {
  test('every enum of the contract is spoken, or known to be unspoken', () => {
    expect(enums.map(([name]) => name).filter((name) => !(name in spoken) && !unspoken.includes(name))).toEqual([])
  })

  test.each(enums.filter(([name]) => name in spoken))('%s has Chinese words for each value', (name, values) => {
    for (const value of values) {
      const found = (spoken[name] as Record<string, string | { word: string }>)[value]
      expect(typeof found === 'string' ? found : found?.word, value).toMatch(/^[^A-Z_]*[\u4e00-\u9fff]/)
    }
  })

  test('every application state says what happens next and what brought it there', () => {
    for (const state of contract.applicationStateValues) {
      expect(words.applicationNext({ state, holder: null, dueOn: null })).toMatch(/。$/)
      expect(words.applicationEvents[state]).toMatch(/[\u4e00-\u9fff]/)
    }
  })

  test('a deadline that has passed is told, and nobody is told to do nothing about it', () => {
    const waiting = { state: 'SUBMITTED', holder: '帮扶干部李明', dueOn: '2026-11-18' } as const
    expect(words.applicationNext(waiting, '2026-11-18')).toBe('现在由帮扶干部李明初审，最晚11月18日前答复。您不用做什么。')
    expect(words.applicationNext(waiting, '2026-11-19')).toBe('现在由帮扶干部李明初审，已经过了11月18日的期限，可以打电话催问。')
  })

  test('a payment says where it is, and a returned one how to mend it', () => {
    const payment = { paymentId: 1, programme: '医疗救助', payer: '总工会', amountFen: 1, cardEnding: '1234', expectedOn: '2026-12-05' }
    expect(words.paymentNext({ ...payment, state: 'SENT', sentOn: '2026-11-18' }, '2026-11-20')).toBe(
      '11月18日已送银行，发到尾号1234的银行卡，预计12月5日前到账。',
    )
    expect(words.paymentNext({ ...payment, state: 'SENT' }, '2026-12-06')).toContain('已经晚了')
    expect(words.paymentNext({ ...payment, state: 'PAID', paidOn: '2026-12-01' }, '2026-12-06')).toBe('12月1日到了尾号1234的银行卡。')
    for (const returnReason of contract.returnReasonValues) {
      expect(words.paymentNext({ ...payment, state: 'RETURNED', returnReason })).toContain(words.returnReasons[returnReason].mend)
    }
    expect(words.paymentNext({ ...payment, state: 'RETURNED', returnReason: null })).toContain('请打电话')
  })

  test('what would change a computation is said to the fen', () => {
    expect(words.hardshipChange({ lever: 'EXPENSES_MORE', yearFen: 120_001, to: 'DEEP' })).toBe('一年里能算的支出再多 ¥1,200.01，就算“深度困难”。')
    expect(words.hardshipChange({ lever: 'INCOME_MORE', yearFen: 100, to: 'NONE' })).toBe('一年里收入再多 ¥1.00，就不在困难类别内了。')
  })

  test('a period is said in years where it is years', () => {
    expect(words.period({ months: 120, days: null })).toBe('10年')
    expect(words.period({ months: 6, days: null })).toBe('6个月')
    expect(words.period({ months: null, days: 7 })).toBe('7天')
  })

  test('what others carry out is told with its month', () => {
    expect(words.deliveryWords({ delivery: 'APPLIED', appliedFrom: '2026-03', until: null }).word).toBe('2026年3月起执行')
    expect(words.deliveryWords({ delivery: 'APPLIED', appliedFrom: null, until: null }).word).toBe('已执行')
    expect(words.deliveryWords({ delivery: 'ENDED', appliedFrom: null, until: '2026-09-30' }).word).toBe('2026年9月30日已结束')
    expect(words.deliveryWords({ delivery: 'CONFIRMED', appliedFrom: null, until: null }).word).toBe('部门已确认')
  })
})
