package yihuyima.api.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Grant.Audit;
import yihuyima.api.access.Grant.CadreInCharge;
import yihuyima.api.access.Grant.Everybody;
import yihuyima.api.access.Grant.Family;
import yihuyima.api.access.Grant.Office;
import yihuyima.api.access.Grant.Official;
import yihuyima.api.access.Grant.Own;
import yihuyima.api.access.Grant.PairedFromOutside;
import yihuyima.api.access.Grant.Person;
import yihuyima.api.access.Grant.SignedIn;
import yihuyima.api.access.Grant.StaffAccount;
import yihuyima.api.access.Grant.Topmost;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;

/**
 * Everything that can be done, and the rights that open it; any one of them is enough.
 *
 * <p>Most are operations of the contract, by their operationId. Who may not do a thing but may know
 * of it is told so; all others are told that it does not exist.
 */
public enum Action {
  // Open to all: a scan by the wrong viewer shows the neutral answer, see Reading.
  RESOLVE_HOUSEHOLD_CODE("resolveHouseholdCode", new Everybody()),
  LIST_VERIFICATION_KEYS("listVerificationKeys", new Everybody()),
  LIST_NEWS("listNews", new Everybody()),
  LIST_HARDSHIP_REGIONS("listHardshipRegions", new Everybody()),
  GET_HARDSHIP_RULE("getHardshipRule", new Everybody()),
  LIST_HARDSHIP_STANDARDS("listHardshipStandards", new Everybody()),
  COMPUTE_HARDSHIP("computeHardship", new Everybody()),
  LIST_POLICIES("listPolicies", new Everybody()),
  GET_POLICY("getPolicy", new Everybody()),
  LIST_NOTICES("listNotices", new Everybody()),
  SIGN_IN_BY_WECHAT("signInByWechat", new Everybody()),
  REQUEST_SMS_CODE("requestSmsCode", new Everybody()),
  SIGN_IN_BY_SMS("signInBySms", new Everybody()),
  SIGN_IN_BY_WECOM("signInByWecom", new Everybody()),
  SIGN_IN_STAFF("signInStaff", new Everybody()),
  SIGN_IN_PARTNER("signInPartner", new Everybody()),
  REFRESH_SESSION("refreshSession", new Everybody()),

  // The caller's own session.
  GET_SESSION("getSession", new SignedIn()),
  END_SESSION("endSession", new SignedIn()),
  TAKE_DYNAMIC_CODE("takeDynamicCode", new SignedIn()),
  BIND_HOUSEHOLD("bindHousehold", new Person()),

  // The household's own things; what is a child's is its guardian's too.
  GET_MY_HOUSEHOLD("getMyHousehold", new Family()),
  CREATE_DYNAMIC_CODE("createDynamicCode", new Family()),
  LIST_MY_ACCESS_RECORDS("listMyAccessRecords", new Own()),
  LIST_MY_PROGRAMMES("listMyProgrammes", new Family()),
  LIST_MY_APPLICATIONS("listMyApplications", new Own()),
  SUBMIT_APPLICATION("submitApplication", new Family()),
  UPLOAD_MATERIAL("uploadMaterial", new Family()),
  EXPORT_MY_FILE("exportMyFile", new Own()),
  LIST_MY_CONSENTS("listMyConsents", new Own()),
  GIVE_CONSENT("giveConsent", new Own()),
  WITHDRAW_CONSENT("withdrawConsent", new Own()),
  RECORD_PAPER_CONSENT(
      "recordPaperConsent",
      List.of(new CadreInCharge()),
      List.of(new Own(), new PairedFromOutside(), Rights.OFFICE)),

  ASK_FOR_RIGHT("askForRight", new Own()),
  LIST_MY_RIGHTS_REQUESTS("listMyRightsRequests", new Own()),
  WITHDRAW_RIGHTS_REQUEST("withdrawRightsRequest", new Own()),
  RESUME_PROCESSING("resumeProcessing", new Family()),

  // Families' wishes about their data, as they are answered.
  LIST_RIGHTS_REQUESTS(
      "listRightsRequests", new CadreInCharge(), Office.of(Role.CHECKER, Role.ADMINISTRATOR)),
  ANSWER_RIGHTS_REQUEST(
      "answerRightsRequest", new CadreInCharge(), Office.of(Role.CHECKER, Role.ADMINISTRATOR)),
  LIST_CONSENT_WITHDRAWALS(
      "listConsentWithdrawals", new CadreInCharge(), Office.of(Role.CHECKER, Role.ADMINISTRATOR)),
  ANSWER_CORRECTION(null, new CadreInCharge(), Office.of(Role.CHECKER)),
  /** Whoever keeps the system ends the use of a household's data, and answers for it. */
  ANSWER_STOP(null, Office.of(Role.ADMINISTRATOR)),

  // Codes.
  GET_HOUSEHOLD_CODE("getHouseholdCode", Rights.CODE_CLERKS),
  DRAW_HOUSEHOLD_CODE("drawHouseholdCode", Rights.CODE_CLERKS),
  ISSUE_HOUSEHOLD_CODE("issueHouseholdCode", Rights.CODE_CLERKS),
  REPORT_CODE_LOST("reportCodeLost", Rights.CODE_CLERKS, new Family()),
  REPLACE_HOUSEHOLD_CODE("replaceHouseholdCode", Rights.CODE_CLERKS),
  REVOKE_HOUSEHOLD_CODE("revokeHouseholdCode", Rights.CODE_CLERKS),
  START_CODE_ISSUE("startCodeIssue", Rights.CODE_CLERKS),
  GET_CODE_ISSUE_JOB("getCodeIssueJob", Rights.CODE_CLERKS),
  LIST_REVOCATIONS("listRevocations", new Official()),

  // Households.
  GET_HOUSEHOLD(
      "getHousehold", new CadreInCharge(), new PairedFromOutside(), Rights.OFFICE, new Audit()),
  GET_FORM("getForm", new SignedIn()),
  GET_HOUSEHOLD_FILE(
      "getHouseholdFile", new Family(), new CadreInCharge(), Rights.FILE_READERS, new Audit()),
  GET_HOUSEHOLD_POLICIES(
      "getHouseholdPolicies", new Family(), new CadreInCharge(), Rights.FILE_READERS, new Audit()),
  LIST_FACT_HISTORY(
      "listFactHistory", new Family(), new CadreInCharge(), Rights.FILE_READERS, new Audit()),
  RECORD_FACTS("recordFacts", Rights.RECORDERS, Rights.KNOW_THE_HOUSEHOLD),
  JOIN_MEMBER("joinMember", Rights.RECORDERS, Rights.KNOW_THE_HOUSEHOLD),
  END_MEMBERSHIP("endMembership", Rights.RECORDERS, Rights.KNOW_THE_HOUSEHOLD),
  CHANGE_RELATIONS("changeRelations", Rights.RECORDERS, Rights.KNOW_THE_HOUSEHOLD),
  UNMASK_HOUSEHOLD(
      "unmaskHousehold",
      List.of(
          new CadreInCharge(),
          Office.of(Role.CODE_CLERK, Role.CHECKER, Role.APPROVER, Role.FUND_CLERK)),
      List.of(new PairedFromOutside(), Rights.OFFICE)),
  // The national form as a spreadsheet: whose work is with a household's facts brings it in.
  GET_FORM_TEMPLATE("getFormTemplate", new SignedIn()),
  START_IMPORT("startImport", Office.of(Role.CHECKER)),
  SEND_IMPORT_PART("sendImportPart", Office.of(Role.CHECKER)),
  CHECK_IMPORT("checkImport", Office.of(Role.CHECKER)),
  LIST_IMPORTS("listImports", Office.of(Role.CHECKER)),
  GET_IMPORT("getImport", Office.of(Role.CHECKER)),
  LIST_IMPORT_FINDINGS("listImportFindings", Office.of(Role.CHECKER)),
  GET_MARKED_WORKBOOK("getMarkedWorkbook", Office.of(Role.CHECKER)),
  APPLY_IMPORT("applyImport", Office.of(Role.CHECKER)),
  CANCEL_IMPORT("cancelImport", Office.of(Role.CHECKER)),
  SEARCH_HOUSEHOLDS("searchHouseholds", Rights.OFFICE),
  LIST_PAIRED_HOUSEHOLDS("listPairedHouseholds", new CadreInCharge(), new PairedFromOutside()),
  LIST_PAIRINGS(
      "listPairings", new CadreInCharge(), new PairedFromOutside(), Rights.OFFICE, new Audit()),
  CHANGE_PAIRING(
      "changePairing",
      List.of(Office.of(Role.ADMINISTRATOR)),
      List.of(new CadreInCharge(), new PairedFromOutside(), Rights.OFFICE)),
  HAND_OVER_PAIRINGS("handOverPairings", Office.of(Role.ADMINISTRATOR)),
  LOG_VISIT(
      "logVisit",
      List.of(new CadreInCharge(), new PairedFromOutside()),
      List.of(new Own(), Rights.OFFICE)),

  // Policies look for people.
  LIST_POLICY_TASKS("listPolicyTasks", new CadreInCharge()),
  SETTLE_POLICY_TASK("settlePolicyTask", List.of(new CadreInCharge()), List.of(Rights.OFFICE)),
  LIST_POLICY_GAPS("listPolicyGaps", Rights.FILE_READERS),
  GET_POLICY_COVERAGE("getPolicyCoverage", Rights.OFFICE, new Audit()),
  START_POLICY_SIMULATION("startPolicySimulation", Office.of(Role.ADMINISTRATOR)),
  GET_POLICY_SIMULATION("getPolicySimulation", Office.of(Role.ADMINISTRATOR)),
  LIST_MY_MESSAGES("listMyMessages", new Family()),
  READ_MY_MESSAGES("readMyMessages", new Family()),

  // Micro-aid.
  LIST_INBOX("listInbox", new CadreInCharge(), Office.of(Role.CHECKER, Role.APPROVER)),
  GET_APPLICATION("getApplication", Rights.APPLICATION_READERS, List.of()),
  SUPPLEMENT_APPLICATION("supplementApplication", List.of(new Own()), Rights.APPLICATION_READERS),
  WITHDRAW_APPLICATION("withdrawApplication", List.of(new Own()), Rights.APPLICATION_READERS),
  CHECK_APPLICATION(
      "checkApplication",
      List.of(new CadreInCharge(), Office.of(Role.CHECKER)),
      Rights.APPLICATION_READERS),
  APPROVE_APPLICATION(
      "approveApplication", List.of(Office.of(Role.APPROVER)), Rights.APPLICATION_READERS),
  READ_MATERIAL(
      "readMaterial", new Own(), new CadreInCharge(), Office.of(Role.CHECKER, Role.APPROVER)),
  /** A photo that no application names yet is the household's own affair. */
  READ_LOOSE_MATERIAL(null, new Family()),

  // Money.
  LIST_PAYMENTS("listPayments", Office.of(Role.FUND_CLERK)),
  SEND_PAYMENT("sendPayment", List.of(Office.of(Role.FUND_CLERK)), Rights.FAMILY_AND_IN_CHARGE),
  SETTLE_PAYMENT("settlePayment", List.of(Office.of(Role.FUND_CLERK)), Rights.FAMILY_AND_IN_CHARGE),
  RETURN_PAYMENT("returnPayment", List.of(Office.of(Role.FUND_CLERK)), Rights.FAMILY_AND_IN_CHARGE),
  REPORT_MISSING_PAYMENT("reportMissingPayment", Rights.FAMILY_AND_IN_CHARGE, List.of()),

  // The record of looks.
  LIST_ACCESS_RECORDS("listAccessRecords", new Audit()),
  FIND_AUDITED_HOUSEHOLD("findAuditedHousehold", new Audit()),
  GET_SEAL_STATE("getSealState", new Audit()),
  START_RECORD_CHECK("startRecordCheck", new Audit()),
  LIST_RECORD_CHECKS("listRecordChecks", new Audit()),
  GET_RECORD_CHECK("getRecordCheck", new Audit()),
  LIST_LEAK_INVESTIGATIONS("listLeakInvestigations", new Audit()),
  GET_LEAK_INVESTIGATION("getLeakInvestigation", new Audit()),
  OPEN_LEAK_INVESTIGATION("openLeakInvestigation", new Audit()),
  END_LEAK_INVESTIGATION("endLeakInvestigation", new Audit()),

  // People and their powers.
  START_TOTP("startTotp", new StaffAccount()),
  CONFIRM_TOTP("confirmTotp", new StaffAccount()),
  CONFIRM_SECOND_FACTOR("confirmSecondFactor", new StaffAccount()),
  CHANGE_PASSWORD("changePassword", new StaffAccount()),
  LINK_WECOM("linkWecom", new StaffAccount()),
  UNLINK_WECOM("unlinkWecom", new StaffAccount()),
  LIST_STAFF("listStaff", Office.of(Role.ADMINISTRATOR)),
  SEARCH_STAFF("searchStaff", Office.of(Role.ADMINISTRATOR)),
  GET_STAFF_ACCOUNT("getStaffAccount", Office.of(Role.ADMINISTRATOR)),
  LIST_STAFF_HISTORY("listStaffHistory", Office.of(Role.ADMINISTRATOR)),
  LIST_ROLE_CONFLICTS("listRoleConflicts", Office.of(Role.ADMINISTRATOR)),
  GET_MY_ACCOUNT("getMyAccount", new StaffAccount()),
  OPEN_STAFF_ACCOUNT("openStaffAccount", Office.of(Role.ADMINISTRATOR)),
  CHANGE_STAFF_ROLES("changeStaffRoles", Office.of(Role.ADMINISTRATOR)),
  MOVE_STAFF("moveStaff", Office.of(Role.ADMINISTRATOR)),
  CLOSE_STAFF_ACCOUNT("closeStaffAccount", Office.of(Role.ADMINISTRATOR)),
  RESET_STAFF_PASSWORD("resetStaffPassword", Office.of(Role.ADMINISTRATOR)),
  RESET_SECOND_FACTOR("resetSecondFactor", Office.of(Role.ADMINISTRATOR)),
  ASK_STAFF_RESET("askStaffReset", Office.of(Role.ADMINISTRATOR)),
  LIST_ACCOUNT_REQUESTS("listAccountRequests", Office.of(Role.ADMINISTRATOR)),
  CONFIRM_ACCOUNT_REQUEST("confirmAccountRequest", Office.of(Role.ADMINISTRATOR)),
  REFUSE_ACCOUNT_REQUEST("refuseAccountRequest", Office.of(Role.ADMINISTRATOR)),
  END_STAFF_SESSIONS("endStaffSessions", Office.of(Role.ADMINISTRATOR)),
  LIST_MY_SESSIONS("listMySessions", new SignedIn()),
  END_MY_SESSION("endMySession", new SignedIn()),
  END_MY_OTHER_SESSIONS("endMyOtherSessions", new SignedIn()),
  SET_MY_PHONE("setMyPhone", new Person()),
  INVITE_PROXY("inviteProxy", new Family()),
  LIST_MY_PROXIES("listMyProxies", new Family()),
  END_PROXY("endProxy", new Person()),
  LIST_MY_INVITATIONS("listMyInvitations", new Person()),
  ACCEPT_INVITATION("acceptInvitation", new Person()),
  REFUSE_INVITATION("refuseInvitation", new Person()),
  UNBIND_HOUSEHOLD("unbindHousehold", new Own()),
  SHOW_DOOR_CODE("showDoorCode", new Person()),
  BIND_AT_DOOR("bindAtDoor", new CadreInCharge()),
  END_HOUSEHOLD_SESSIONS("endHouseholdSessions", new CadreInCharge()),
  // Partner departments: from where, how much, by which keys, for what.
  LIST_PARTNERS("listPartners", Office.of(Role.ADMINISTRATOR)),
  GET_PARTNER("getPartner", Office.of(Role.ADMINISTRATOR)),
  LIST_PARTNER_HISTORY("listPartnerHistory", Office.of(Role.ADMINISTRATOR)),
  OPEN_PARTNER("openPartner", Office.of(Role.ADMINISTRATOR)),
  CHANGE_PARTNER_LIMITS("changePartnerLimits", Office.of(Role.ADMINISTRATOR)),
  CLOSE_PARTNER("closePartner", Office.of(Role.ADMINISTRATOR)),
  REGISTER_PARTNER_KEY("registerPartnerKey", Office.of(Role.ADMINISTRATOR)),
  REVOKE_PARTNER_KEY("revokePartnerKey", Office.of(Role.ADMINISTRATOR)),
  PUT_PARTNER_AGREEMENT("putPartnerAgreement", Office.of(Role.ADMINISTRATOR)),
  END_PARTNER_AGREEMENT("endPartnerAgreement", Office.of(Role.ADMINISTRATOR)),

  SEARCH_ORGANISATIONS("searchOrganisations", Office.of(Role.ADMINISTRATOR), new Audit()),
  GET_ORGANISATION("getOrganisation", Office.of(Role.ADMINISTRATOR), new Audit()),
  LIST_ORGANISATIONS_BELOW("listOrganisationsBelow", Office.of(Role.ADMINISTRATOR)),
  LIST_ORGANISATION_HISTORY("listOrganisationHistory", Office.of(Role.ADMINISTRATOR)),
  OPEN_ORGANISATION("openOrganisation", Office.of(Role.ADMINISTRATOR)),
  RENAME_ORGANISATION("renameOrganisation", Office.of(Role.ADMINISTRATOR)),
  CLOSE_ORGANISATION("closeOrganisation", Office.of(Role.ADMINISTRATOR)),
  MOVE_ORGANISATION("moveOrganisation", Office.of(Role.ADMINISTRATOR)),
  MERGE_ORGANISATIONS("mergeOrganisations", Office.of(Role.ADMINISTRATOR)),
  PUT_HARDSHIP_STANDARD("putHardshipStandard", Office.of(Role.ADMINISTRATOR)),

  // Keys of the whole system.
  LIST_KEYS("listKeys", Office.of(Role.ADMINISTRATOR)),
  START_KEY_ROTATION(
      "startKeyRotation",
      List.of(new Topmost(Role.ADMINISTRATOR)),
      List.of(Office.of(Role.ADMINISTRATOR))),
  GET_KEY_ROTATION("getKeyRotation", Office.of(Role.ADMINISTRATOR)),

  // How long what is kept: the rules are for anyone to read.
  LIST_RETENTION_RULES("listRetentionRules", new Everybody()),
  LIST_PURGES("listPurges", Office.of(Role.ADMINISTRATOR), new Audit()),
  GET_PURGE("getPurge", Office.of(Role.ADMINISTRATOR), new Audit()),
  START_PURGE("startPurge", new Topmost(Role.ADMINISTRATOR)),

  // News.
  PUBLISH_NEWS("publishNews", Office.of(Role.NOTICE_CLERK, Role.ADMINISTRATOR));

  /** Rights that several actions share. */
  private static final class Rights {
    /** Whose work is with a household's facts: codes and money go by the summary. */
    static final Office FILE_READERS = Office.of(Role.CHECKER, Role.REVIEWER, Role.APPROVER);

    static final Office CODE_CLERKS = Office.of(Role.CODE_CLERK, Role.ADMINISTRATOR);
    static final Office OFFICE =
        Office.of(
            Role.CODE_CLERK,
            Role.CHECKER,
            Role.REVIEWER,
            Role.APPROVER,
            Role.FUND_CLERK,
            Role.ADMINISTRATOR);
    static final List<Grant> RECORDERS = List.of(new CadreInCharge(), Office.of(Role.CHECKER));
    static final List<Grant> KNOW_THE_HOUSEHOLD =
        List.of(new Family(), new PairedFromOutside(), OFFICE, new Audit());
    static final List<Grant> FAMILY_AND_IN_CHARGE =
        List.of(new Own(), new CadreInCharge(), new PairedFromOutside());
    static final List<Grant> APPLICATION_READERS =
        List.of(
            new Own(),
            new CadreInCharge(),
            new PairedFromOutside(),
            Office.of(Role.CHECKER, Role.APPROVER));
  }

  private final @Nullable String operationId;

  // Made by List.of alone, of records.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Grant> doing;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Grant> knowing;

  Action(@Nullable String operationId, Grant... anyOf) {
    this(operationId, List.of(anyOf), List.of());
  }

  Action(@Nullable String operationId, List<Grant> doing, List<Grant> knowing) {
    this.operationId = operationId;
    this.doing = doing;
    this.knowing = knowing;
  }

  /**
   * The operationId in the contract.
   *
   * @throws IllegalStateException for what is no operation by itself
   */
  public String operationId() {
    if (operationId == null) {
      throw new IllegalStateException(name() + " is no operation of the contract");
    }
    return operationId;
  }

  /** Whether this kind of caller, with these roles, can ever do it. */
  boolean opensFor(Caller caller) {
    return doing.stream().anyMatch(grant -> grant.mayHold(caller));
  }

  /**
   * Whether it shows one thing and nothing besides, so that it is refused when what the thing tells
   * is kept. All other actions show a thing without what is kept.
   */
  boolean showsOneThing() {
    return this == READ_MATERIAL;
  }

  /** Whether some right that opens it ends somewhere: at a household, or at a part of the tree. */
  public boolean hangsOnThings() {
    return doing.stream().anyMatch(Grant::hangsOnThings);
  }

  boolean isGranted(Caller caller, Concern concern) {
    return doing.stream().anyMatch(grant -> holds(grant, caller, concern));
  }

  boolean isKnown(Caller caller, Concern concern) {
    return knowing.stream().anyMatch(grant -> holds(grant, caller, concern));
  }

  /**
   * What a family has stopped is there for itself and for whoever watches over the record alone.
   */
  private static boolean holds(Grant grant, Caller caller, Concern concern) {
    boolean uses =
        grant instanceof CadreInCharge
            || grant instanceof PairedFromOutside
            || grant instanceof Office;
    return !(uses && concern.stopped()) && grant.holds(caller, concern);
  }
}
