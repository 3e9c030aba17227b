package yihuyima.demo;

import static yihuyima.demo.SweptPrivate.ADDRESS;
import static yihuyima.demo.SweptPrivate.DIAGNOSIS;
import static yihuyima.demo.SweptPrivate.NAME;
import static yihuyima.demo.SweptPrivate.PHONE;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The authorisation table, written a second time: operation, and by which words of {@link
 * SweptPrincipal#as} (or by which name) it may be done to what lies under them. Who is not named
 * gets nothing. A new operation gets a line here; think about each word in it.
 */
final class SweepTable {
  /**
   * Open to all: signing in, public keys, news; a scan by the wrong viewer shows the neutral
   * answer.
   */
  static final Set<String> EVERYBODY =
      Set.of(
          "resolveHouseholdCode",
          "listVerificationKeys",
          "listNews",
          "listHardshipRegions",
          "listPolicies",
          "getPolicy",
          "getHardshipRule",
          "listHardshipStandards",
          "computeHardship",
          "listRetentionRules",
          "listNotices",
          "signInByWechat",
          "requestSmsCode",
          "signInBySms",
          "signInByWecom",
          "signInStaff",
          "signInPartner",
          "refreshSession");

  /** Open to all who are signed in: they concern the caller alone. */
  static final Set<String> SIGNED_IN =
      Set.of(
          "getSession",
          "endSession",
          "takeDynamicCode",
          "listMySessions",
          "endMySession",
          "endMyOtherSessions",
          "getForm",
          "getFormTemplate");

  /** What ends sessions that others of the sweep need: asked after everything else, in order. */
  static final List<String> LAST =
      List.of("endMyOtherSessions", "unbindHousehold", "endHouseholdSessions", "endSession");

  /** Things that a body names, where the path names none. */
  static final Set<String> OF_A_BODY =
      Set.of("findAuditedHousehold", "openLeakInvestigation", "openStaffAccount", "openPartner");

  /** Names in paths that lie in no household and no county. */
  static final Set<String> OF_THE_WHOLE =
      Set.of("{handle}", "{rotationId}", "{purgeId}", "{checkId}", "{policyCode}");

  private static final Map<String, Set<String>> MAY = new LinkedHashMap<>();
  private static final Map<String, Map<String, Set<SweptPrivate>>> SHOWS = new LinkedHashMap<>();

  static {
    codesAndHouseholds();
    policiesLookForPeople();
    aidAndMoney();
    people();
    privateWords();
  }

  private SweepTable() {}

  private static void codesAndHouseholds() {
    Set<String> clerks = Set.of("codeClerk", "administrator");
    Set<String> office =
        Set.of("codeClerk", "checker", "reviewer", "approver", "fundClerk", "administrator");
    may("getHousehold", with(office, "cadre", "outsider", "auditor"));
    may("unmaskHousehold", "cadre", "codeClerk", "checker", "approver", "fundClerk");
    may("getHouseholdFile", "adult", "cadre", "checker", "reviewer", "approver", "auditor");
    may("getHouseholdPolicies", "adult", "cadre", "checker", "reviewer", "approver", "auditor");
    may("listFactHistory", "adult", "cadre", "checker", "reviewer", "approver", "auditor");
    // The request of the sweep states what a household of another version would hold.
    may("recordFacts", "cadre", "checker");
    may("startImport", "checker");
    may("sendImportPart", "checker");
    may("checkImport", "checker");
    may("listImports", "checker");
    may("getImport", "checker");
    may("listImportFindings", "checker");
    may("getMarkedWorkbook", "checker");
    may("applyImport", "checker");
    may("cancelImport", "checker");
    // The worker stays the worker: nothing changes.
    may("joinMember", "cadre", "checker");
    may("endMembership", "cadre", "checker");
    may("changeRelations", "cadre", "checker");
    may("getHouseholdCode", clerks);
    may("issueHouseholdCode", clerks);
    may("drawHouseholdCode", clerks);
    may("reportCodeLost", with(clerks, "household"));
    may("replaceHouseholdCode", clerks);
    may("revokeHouseholdCode", clerks);
    may("startCodeIssue", clerks);
    may("getCodeIssueJob", clerks);
    may("searchHouseholds", office);
    may("listRevocations", "staff", "partner");
    may("getMyHousehold", "household");
    may("createDynamicCode", "household");
    may("listMyAccessRecords", "household", "guardian");
    may("askForRight", "household", "guardian");
    may("listMyRightsRequests", "household", "guardian");
    may("withdrawRightsRequest", "household");
    may("resumeProcessing", "adult");
    may("listRightsRequests", "cadre", "checker", "administrator");
    may("listConsentWithdrawals", "cadre", "checker", "administrator");
    // The request of the sweep is a correction.
    may("answerRightsRequest", "cadre", "checker");
    may("listPairedHouseholds", "cadre", "outsider");
    may("logVisit", "cadre", "outsider");
    may("listPairings", with(office, "cadre", "outsider", "auditor"));
    may("changePairing", "administrator");
    may("handOverPairings", "administrator");
  }

  private static void policiesLookForPeople() {
    may("listPolicyTasks", "cadre");
    may("settlePolicyTask", "cadre");
    may("listPolicyGaps", "checker", "reviewer", "approver");
    may(
        "getPolicyCoverage",
        "codeClerk",
        "checker",
        "reviewer",
        "approver",
        "fundClerk",
        "administrator",
        "auditor");
    may("startPolicySimulation", "administrator");
    may("getPolicySimulation", "administrator");
    may("listMyMessages", "household");
    may("readMyMessages", "household");
  }

  private static void aidAndMoney() {
    may("listMyProgrammes", "household");
    may("uploadMaterial", "household");
    may("listMyApplications", "household", "guardian");
    may("submitApplication", "household");
    may("readMaterial", "household", "cadre", "checker", "approver");
    may("getApplication", "household", "cadre", "checker", "approver", "outsider");
    may("supplementApplication", "household");
    may("withdrawApplication", "household");
    may("checkApplication", "cadre", "checker");
    may("approveApplication", "approver");
    may("listInbox", "cadre", "checker", "approver");
    may("listPayments", "fundClerk");
    may("sendPayment", "fundClerk");
    may("settlePayment", "fundClerk");
    may("returnPayment", "fundClerk");
    may("reportMissingPayment", "household", "cadre", "outsider");
  }

  private static void people() {
    may("startTotp", "staff");
    may("confirmTotp", "staff");
    may("confirmSecondFactor", "staff");
    may("changePassword", "staff");
    may("linkWecom", "staff");
    may("unlinkWecom", "staff");
    may("listStaff", "administrator");
    may("searchStaff", "administrator");
    may("getStaffAccount", "administrator");
    may("listStaffHistory", "administrator");
    may("listRoleConflicts", "administrator");
    may("getMyAccount", "staff");
    may("openStaffAccount", "administrator");
    may("changeStaffRoles", "administrator");
    may("moveStaff", "administrator");
    may("closeStaffAccount", "administrator");
    may("resetStaffPassword", "administrator");
    may("resetSecondFactor", "administrator");
    may("endStaffSessions", "administrator");
    may("askStaffReset", "administrator");
    may("listAccountRequests", "administrator");
    may("confirmAccountRequest", "administrator");
    may("refuseAccountRequest", "administrator");
    may("listKeys", "administrator");
    may("startKeyRotation", "topmost");
    may("getKeyRotation", "administrator");
    may("listPartners", "administrator");
    may("getPartner", "administrator");
    may("listPartnerHistory", "administrator");
    may("openPartner", "administrator");
    may("changePartnerLimits", "administrator");
    may("closePartner", "administrator");
    may("registerPartnerKey", "administrator");
    may("revokePartnerKey", "administrator");
    may("putPartnerAgreement", "administrator");
    may("endPartnerAgreement", "administrator");
    may("searchOrganisations", "administrator", "auditor");
    may("getOrganisation", "administrator", "auditor");
    may("listOrganisationsBelow", "administrator");
    may("listOrganisationHistory", "administrator");
    may("openOrganisation", "administrator");
    may("renameOrganisation", "administrator");
    may("putHardshipStandard", "administrator");
    may("listPurges", "administrator", "auditor");
    may("getPurge", "administrator", "auditor");
    // Asks for a second factor, which no session of the sweep has shown: RetentionIT has one.
    may("startPurge");
    // Nobody moves the ground they stand on.
    may("closeOrganisation", "administratorAbove");
    may("moveOrganisation", "administratorAbove");
    may("mergeOrganisations", "administratorAbove");
    may("setMyPhone", "person");
    may("unbindHousehold", "household", "guardian");
    // A whole family in one answer is for those who belong to it; to a guardian, the child.
    may("exportMyFile", "adult", "guardian");
    may("listMyConsents", "household", "guardian");
    // The sweep decides GENERAL, which no guardian does.
    may("giveConsent", "household");
    may("withdrawConsent", "household");
    // Somebody from outside the union brings no papers.
    may("recordPaperConsent", "cadre");
    may("listMyProxies", "household");
    // Who speaks for a family is the family's to say: no proxy, no guardian.
    may("inviteProxy", "adult");
    may("endProxy", "adult");
    // The invitations of the sweep are for somebody who never comes.
    may("acceptInvitation");
    may("refuseInvitation");
    may("listMyInvitations", "person");
    may("showDoorCode", "person");
    may("bindHousehold", "person");
    may("bindAtDoor", "cadre");
    may("endHouseholdSessions", "cadre");
    may("listAccessRecords", "auditor");
    may("findAuditedHousehold", "auditor");
    may("openLeakInvestigation", "auditor");
    may("listLeakInvestigations", "auditor");
    may("getLeakInvestigation", "auditor");
    may("getSealState", "auditor");
    may("startRecordCheck", "auditor");
    may("listRecordChecks", "auditor");
    may("getRecordCheck", "auditor");
    may("endLeakInvestigation", "opener");
    may("publishNews", "noticeClerk", "administrator");
  }

  private static void privateWords() {
    shows("resolveHouseholdCode", EnumSet.of(NAME, PHONE, ADDRESS), "cadre", "outsider");
    shows("getHousehold", EnumSet.of(NAME, PHONE, ADDRESS), "cadre", "outsider");
    shows("getHouseholdFile", EnumSet.of(NAME, PHONE, ADDRESS), "adult", "cadre");
    shows("getHouseholdPolicies", EnumSet.of(NAME), "adult", "cadre");
    shows("listPairedHouseholds", EnumSet.of(NAME), "cadre", "outsider");
    shows("listPolicyTasks", EnumSet.of(NAME), "cadre");
    shows("unmaskHousehold", EnumSet.of(NAME), "cadre", "codeClerk", "checker", "approver");
    shows("unmaskHousehold", EnumSet.of(NAME), "fundClerk");
    shows("getApplication", EnumSet.of(NAME, DIAGNOSIS), "household", "cadre", "outsider");
    shows("getApplication", EnumSet.of(DIAGNOSIS), "checker", "approver");
    shows("exportMyFile", EnumSet.of(NAME, PHONE, ADDRESS, DIAGNOSIS), "household");
    shows("withdrawApplication", EnumSet.of(NAME, DIAGNOSIS), "household");
  }

  private static void may(String operation, String... words) {
    MAY.put(operation, Set.of(words));
  }

  private static void may(String operation, Set<String> words) {
    MAY.put(operation, words);
  }

  private static void shows(String operation, Set<SweptPrivate> kinds, String... words) {
    for (String word : words) {
      SHOWS.computeIfAbsent(operation, made -> new LinkedHashMap<>()).put(word, kinds);
    }
  }

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(Set.of(more));
    return Set.copyOf(all);
  }

  /** Every operation that has a line. */
  static Set<String> operations() {
    Set<String> known = new TreeSet<>(MAY.keySet());
    known.addAll(EVERYBODY);
    known.addAll(SIGNED_IN);
    return known;
  }

  /** Whether the operation is done to something that lies somewhere. */
  static boolean isOfAThing(ContractCheck.Operation operation) {
    return OF_A_BODY.contains(operation.id())
        || (operation.template().contains("{")
            && OF_THE_WHOLE.stream().noneMatch(operation.template()::contains));
  }

  /** Whether that belongs to a county and to none of its families. */
  private static boolean isOfAnOffice(ContractCheck.Operation operation) {
    return operation.id().equals("openStaffAccount")
        || operation.id().equals("openPartner")
        || java.util.stream.Stream.of(
                "{organisationId}",
                "{regionCode}",
                "{jobId}",
                "{simulationId}",
                "{importId}",
                "{staffId}",
                "{partnerId}",
                "{investigationId}",
                "{accountRequestId}")
            .anyMatch(operation.template()::contains);
  }

  /** Whether it has any power at all where this lies. */
  static boolean reaches(
      SweptPrincipal principal, ContractCheck.Operation operation, SweptRelation relation) {
    return !isOfAThing(operation)
        || (isOfAnOffice(operation) ? principal.overOffices() : principal.over())
            .contains(relation);
  }

  /** Whether it may be done. */
  static boolean allows(
      SweptPrincipal principal, ContractCheck.Operation operation, SweptRelation relation) {
    return principal.goesBy(MAY.getOrDefault(operation.id(), Set.of()))
        && reaches(principal, operation, relation);
  }

  /** Every line of what is shown, as operation, word and kind. */
  static Set<String> promises() {
    Set<String> all = new TreeSet<>();
    SHOWS.forEach(
        (operation, words) ->
            words.forEach(
                (word, kinds) ->
                    kinds.forEach(kind -> all.add(operation + " " + word + " " + kind))));
    return all;
  }

  /** What an answer may hold of a family's private words. */
  static Set<SweptPrivate> shown(SweptPrincipal principal, String operation) {
    Set<SweptPrivate> kinds = EnumSet.noneOf(SweptPrivate.class);
    SHOWS
        .getOrDefault(operation, Map.of())
        .forEach(
            (word, some) -> {
              if (principal.goesBy(Set.of(word))) {
                kinds.addAll(some);
              }
            });
    return kinds;
  }
}
