package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/**
 * Every operation of the contract, asked by every kind of caller, of one family's things. Who may
 * is the table {@link #MAY}; whoever is not named there must get nothing. A new operation without a
 * line in the table fails here: add one, and think about each name in it.
 */
class AuthorisationSweepIT {
  private static final String NOBODY_SIGNED_IN = "anyone";

  /**
   * Open to all: signing in, public keys, news; a scan by the wrong viewer shows the neutral
   * answer.
   */
  private static final Set<String> EVERYBODY =
      Set.of(
          "resolveHouseholdCode",
          "listVerificationKeys",
          "listNews",
          "signInByWechat",
          "requestSmsCode",
          "signInBySms",
          "signInStaff",
          "signInPartner",
          "refreshSession");

  /** Open to all who are signed in: they concern the caller alone. */
  private static final Set<String> SIGNED_IN =
      Set.of(
          "getSession",
          "endSession",
          "takeDynamicCode",
          "listMySessions",
          "endMySession",
          "endMyOtherSessions");

  /** What would change what the next cell finds: tried by their own tests. */
  private static final Set<String> NOT_SWEPT =
      Set.of("endSession", "unbindHousehold", "endHouseholdSessions");

  private static final Set<String> STAFF =
      Set.of(
          "cadre",
          "otherCadre",
          "foreignCadre",
          "codeClerk",
          "checker",
          "approver",
          "fundClerk",
          "noticeClerk",
          "administrator",
          "foreignClerk",
          "foreignApprover",
          "auditor",
          "outsider",
          "otherOutsider");

  /** Operation, and who may do it to the family's things. */
  private static final Map<String, Set<String>> MAY = new LinkedHashMap<>();

  static {
    Set<String> clerks = Set.of("codeClerk", "administrator");
    MAY.put(
        "getHousehold",
        Set.of(
            "cadre",
            "outsider",
            "codeClerk",
            "checker",
            "approver",
            "fundClerk",
            "administrator",
            "auditor"));
    MAY.put("unmaskHousehold", Set.of("cadre", "codeClerk", "checker", "approver", "fundClerk"));
    MAY.put("getHouseholdCode", clerks);
    MAY.put("issueHouseholdCode", clerks);
    MAY.put("drawHouseholdCode", clerks);
    MAY.put("reportCodeLost", Set.of("codeClerk", "administrator", "household"));
    MAY.put("replaceHouseholdCode", clerks);
    MAY.put("revokeHouseholdCode", clerks);
    MAY.put("startCodeIssue", clerks);
    MAY.put("getCodeIssueJob", clerks);
    MAY.put(
        "searchHouseholds",
        Set.of(
            "codeClerk",
            "administrator",
            "checker",
            "approver",
            "fundClerk",
            "foreignClerk",
            "foreignApprover"));
    MAY.put("listRevocations", STAFF);
    MAY.put("startTotp", STAFF);
    MAY.put("confirmTotp", STAFF);
    MAY.put("confirmSecondFactor", STAFF);
    MAY.put("changePassword", STAFF);
    // Of an account that is closed: whoever may is told that it is.
    Set<String> administrator = Set.of("administrator");
    MAY.put("listStaff", administrator);
    MAY.put("openStaffAccount", administrator);
    MAY.put("changeStaffRoles", administrator);
    MAY.put("moveStaff", administrator);
    MAY.put("closeStaffAccount", administrator);
    MAY.put("resetStaffPassword", administrator);
    MAY.put("resetSecondFactor", administrator);
    MAY.put("endStaffSessions", administrator);
    MAY.put("startKeyRotation", administrator);
    MAY.put("getKeyRotation", administrator);
    Set<String> households = Set.of("household", "neighbour");
    MAY.put("unbindHousehold", households);
    MAY.put("listMyProxies", households);
    MAY.put("inviteProxy", households);
    // Of a proxy that there is not: for all alike.
    MAY.put("endProxy", Set.of());
    MAY.put("acceptInvitation", Set.of());
    MAY.put("listMyInvitations", Set.of("unbound", "household", "neighbour"));
    MAY.put("showDoorCode", Set.of("unbound", "household", "neighbour"));
    MAY.put("bindAtDoor", Set.of("cadre"));
    MAY.put("endHouseholdSessions", Set.of("cadre"));
    // Nobody moves the ground they stand on: this takes an administrator above the county.
    MAY.put("moveOrganisation", Set.of());
    MAY.put("mergeOrganisations", Set.of());
    MAY.put("getMyHousehold", households);
    MAY.put("createDynamicCode", households);
    MAY.put("listMyAccessRecords", households);
    MAY.put("listMyProgrammes", households);
    MAY.put("uploadMaterial", households);
    MAY.put("listMyApplications", households);
    MAY.put("submitApplication", households);
    MAY.put("bindHousehold", Set.of("unbound", "household", "neighbour"));
    MAY.put("readMaterial", Set.of("household", "cadre", "checker", "approver"));
    MAY.put("getApplication", Set.of("household", "cadre", "checker", "approver", "outsider"));
    MAY.put("supplementApplication", Set.of("household"));
    MAY.put("withdrawApplication", Set.of("household"));
    MAY.put("checkApplication", Set.of("cadre", "checker"));
    MAY.put("approveApplication", Set.of("approver"));
    MAY.put(
        "listInbox",
        Set.of("cadre", "otherCadre", "foreignCadre", "checker", "approver", "foreignApprover"));
    MAY.put(
        "listPairedHouseholds",
        Set.of("cadre", "otherCadre", "foreignCadre", "outsider", "otherOutsider"));
    MAY.put("listPayments", Set.of("fundClerk"));
    MAY.put("sendPayment", Set.of("fundClerk"));
    MAY.put("settlePayment", Set.of("fundClerk"));
    MAY.put("returnPayment", Set.of("fundClerk"));
    MAY.put("reportMissingPayment", Set.of("household", "cadre", "outsider"));
    MAY.put("logVisit", Set.of("cadre", "outsider"));
    Set<String> auditors = Set.of("auditor");
    MAY.put("listAccessRecords", auditors);
    MAY.put("openLeakInvestigation", auditors);
    MAY.put("endLeakInvestigation", auditors);
    MAY.put("publishNews", Set.of("noticeClerk", "administrator"));
  }

  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Family family;
  private static Fixtures.Org county;
  private static SweptThings ours;
  private static SweptThings foreigners;
  private static final Map<String, String> principals = new LinkedHashMap<>();

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    Fixtures.Org city = given.city();
    county = given.county(city, "安和县总工会");
    Fixtures.Org station = given.station(county, "样例厂工会");
    Fixtures.Org foreign = given.county(city, "别县总工会");
    given.livingAid(county);
    family = given.household(station);
    Fixtures.Family neighbour = given.household(station);
    given.entitle(family, "LIVING_AID", "ENTITLED");
    Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
    given.pair(family, cadre);
    Fixtures.StaffMember outsider = given.outsider(county);
    given.pair(family, outsider);
    long payment = given.payment(family, "APPROVED", 1000);
    long application = SweptThings.anApplication(given, family, county);
    long material = SweptThings.aMaterial(given, family, application);
    long job =
        given.scalar(
            "INSERT INTO code_issue_job (organisation_id, started_by, state, total, done, started_at, beat_at, finished_at) VALUES (?,'SYSTEM','DONE',0,0,now(),now(),now()) RETURNING id",
            county.id());
    // One that ended a moment ago: the sweep's own calls begin none.
    long rotation =
        given.scalar(
            "INSERT INTO key_rotation (new_key_id, state, started_by, started_at, beat_at, finished_at) VALUES (1,'DONE','SYSTEM',now(),now(),now()) RETURNING id");
    principals.put(NOBODY_SIGNED_IN, null);
    principals.put("unbound", given.tokenOfUnbound());
    principals.put("household", family.token());
    principals.put("neighbour", neighbour.token());
    principals.put("cadre", cadre.token());
    principals.put("otherCadre", given.staff(station, Role.CADRE).token());
    long closedAccount = given.staff(county, Role.CADRE).id();
    given.run("UPDATE staff SET left_at = now() WHERE id = ?", closedAccount);
    principals.put("foreignCadre", given.staff(foreign, Role.CADRE).token());
    principals.put("codeClerk", given.staff(county, Role.CODE_CLERK).token());
    principals.put("checker", given.staff(county, Role.CHECKER).token());
    principals.put("approver", given.staff(county, Role.APPROVER).token());
    principals.put("fundClerk", given.staff(county, Role.FUND_CLERK).token());
    principals.put("noticeClerk", given.staff(county, Role.NOTICE_CLERK).token());
    principals.put("administrator", given.staff(county, Role.ADMINISTRATOR).token());
    Fixtures.StaffMember auditor = given.staff(county, Role.AUDITOR);
    principals.put("auditor", auditor.token());
    long investigation =
        given.scalar(
            "INSERT INTO leak_investigation (opened_by, organisation_id, household_id, reason_enc, from_at, until_at, opened_at) VALUES (?,?,?,'\\x00',now(),now() + interval '1 day',now()) RETURNING id",
            auditor.id(),
            county.id(),
            family.id());
    principals.put("foreignClerk", given.staff(foreign, Role.CODE_CLERK).token());
    principals.put("foreignApprover", given.staff(foreign, Role.APPROVER).token());
    principals.put("outsider", outsider.token());
    principals.put("otherOutsider", given.outsider(county).token());
    ours =
        new SweptThings(
            family.printed(),
            family.id(),
            county.id(),
            job,
            payment,
            application,
            material,
            closedAccount,
            investigation,
            rotation);
    foreigners = SweptThings.of(given, foreign, county);
    Fixtures.Family gone = given.household(station);
    given.run(
        "UPDATE session SET ended_at = now(), end_reason = 'test' WHERE account_id IN (SELECT account_id FROM binding WHERE household_id = ?)",
        gone.id());
    principals.put("revokedSession", gone.token());
    principals.put("forgedToken", family.token().replaceFirst("\\.[^.]+$", ".forged"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyOperationHasALine() {
    Set<String> published = new TreeSet<>();
    ContractCheck.all().forEach(operation -> published.add(operation.id()));
    Set<String> known = new TreeSet<>(MAY.keySet());
    known.addAll(EVERYBODY);
    known.addAll(SIGNED_IN);

    assertThat(known).as("say in this test who may use the new operation").isEqualTo(published);
  }

  @Test
  void nobodyGetsMoreThanTheTableSays() {
    List<String> wrong = new ArrayList<>();
    int cells = 0;
    for (ContractCheck.Operation operation : ContractCheck.all()) {
      // Everything lives through the sweep, so that each cell finds it as the one before did.
      if (NOT_SWEPT.contains(operation.id())) {
        continue;
      }
      for (Map.Entry<String, String> principal : principals.entrySet()) {
        cells++;
        TestServer.Answer answer = ask(operation, principal.getValue(), ours);
        String verdict = judge(operation.id(), principal.getKey(), answer);
        if (!verdict.isEmpty()) {
          wrong.add(
              operation.id()
                  + " by "
                  + principal.getKey()
                  + ": "
                  + answer.status()
                  + " "
                  + answer.problem()
                  + ", "
                  + verdict);
        }
      }
    }
    System.out.println("authorisation sweep: " + cells + " cells");
    assertThat(wrong).isEmpty();
    assertThat(cells).isGreaterThan(800);
  }

  /**
   * What lies in another county, and what lies nowhere, by those who have no right there: both are
   * refused, and with the same words.
   */
  @Test
  void whatIsNotTheirsLooksAsIfItWereNotThere() {
    List<String> wrong = new ArrayList<>();
    int cells = 0;
    for (ContractCheck.Operation operation : ContractCheck.all()) {
      boolean ofAThing =
          operation.template().contains("{")
              && !operation.template().contains("{code}")
              && !operation.template().contains("{handle}")
              && !operation.template().contains("{rotationId}");
      if (!ofAThing || SIGNED_IN.contains(operation.id())) {
        continue;
      }
      for (Map.Entry<String, String> principal : principals.entrySet()) {
        if (principal.getKey().startsWith("foreign")) {
          continue;
        }
        cells += 2;
        TestServer.Answer foreign = ask(operation, principal.getValue(), foreigners);
        TestServer.Answer absent = ask(operation, principal.getValue(), SweptThings.absent(family));
        boolean alike =
            foreign.status() == absent.status() && foreign.problem().equals(absent.problem());
        if (!alike || !Set.of(401, 403, 404).contains(foreign.status())) {
          wrong.add(
              "%s by %s: foreign %d %s, absent %d %s"
                  .formatted(
                      operation.id(),
                      principal.getKey(),
                      foreign.status(),
                      foreign.problem(),
                      absent.status(),
                      absent.problem()));
        }
      }
    }
    System.out.println("authorisation sweep: " + cells + " cells over what is not theirs");
    assertThat(wrong).isEmpty();
    assertThat(cells).isGreaterThan(800);
  }

  private static String judge(String operation, String principal, TestServer.Answer answer) {
    boolean refused = Set.of(401, 403, 404).contains(answer.status());
    // WeChat login is off in this server: the one answer of its kind.
    if (answer.status() >= 500 && !answer.problem().equals("wechat-unavailable")) {
      return "no answer may be 5xx";
    }
    if (principal.equals("revokedSession") || principal.equals("forgedToken")) {
      boolean signsIn =
          operation.startsWith("signIn")
              || operation.equals("refreshSession")
              || operation.equals("requestSmsCode");
      return signsIn || answer.status() == 401
          ? ""
          : "an ended or forged session counts for nothing";
    }
    if (operation.equals("resolveHouseholdCode")) {
      return viewer(principal).equals(answer.json().getString("viewer"))
          ? ""
          : "must see as " + viewer(principal);
    }
    if (EVERYBODY.contains(operation)) {
      return "";
    }
    if (principal.equals(NOBODY_SIGNED_IN)) {
      return answer.status() == 401 ? "" : "must sign in";
    }
    if (SIGNED_IN.contains(operation)) {
      return "";
    }
    boolean may = MAY.getOrDefault(operation, Set.of()).contains(principal);
    if (may && refused) {
      return "must not be refused";
    }
    return may || refused ? "" : "must be refused";
  }

  private static String viewer(String principal) {
    return switch (principal) {
      case "household" -> "household";
      case "cadre", "outsider" -> "cadre";
      case "codeClerk", "checker", "approver", "fundClerk", "administrator", "auditor" -> "office";
      default -> "anyone";
    };
  }

  private static TestServer.Answer ask(
      ContractCheck.Operation operation, String token, SweptThings things) {
    String key = operation.method().equals("POST") ? UUID.randomUUID().toString() : null;
    String type =
        operation.id().equals("uploadMaterial") ? "application/octet-stream" : "application/json";
    return server.send(
        operation.method(),
        things.path(operation.template()),
        token,
        things.body(operation.id()),
        key,
        "Content-Type",
        type);
  }
}
