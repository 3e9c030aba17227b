package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
  private static long payment;
  private static long application;
  private static long material;
  private static long job;
  private static long investigation;
  private static long rotation;
  private static long closedAccount;
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
    payment = given.payment(family, "APPROVED", 1000);
    application = anApplication(given, family, county);
    material = aMaterial(given, family, application);
    job =
        given.scalar(
            "INSERT INTO code_issue_job (organisation_id, started_by, state, total, done, started_at, beat_at, finished_at) VALUES (?,'SYSTEM','DONE',0,0,now(),now(),now()) RETURNING id",
            county.id());
    // One that ended a moment ago: the sweep's own calls begin none.
    rotation =
        given.scalar(
            "INSERT INTO key_rotation (new_key_id, state, started_by, started_at, beat_at, finished_at) VALUES (1,'DONE','SYSTEM',now(),now(),now()) RETURNING id");
    principals.put(NOBODY_SIGNED_IN, null);
    principals.put("unbound", given.tokenOfUnbound());
    principals.put("household", family.token());
    principals.put("neighbour", neighbour.token());
    principals.put("cadre", cadre.token());
    principals.put("otherCadre", given.staff(station, Role.CADRE).token());
    closedAccount = given.staff(county, Role.CADRE).id();
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
    investigation =
        given.scalar(
            "INSERT INTO leak_investigation (opened_by, organisation_id, household_id, reason_enc, from_at, until_at, opened_at) VALUES (?,?,?,'\\x00',now(),now() + interval '1 day',now()) RETURNING id",
            auditor.id(),
            county.id(),
            family.id());
    principals.put("foreignClerk", given.staff(foreign, Role.CODE_CLERK).token());
    principals.put("foreignApprover", given.staff(foreign, Role.APPROVER).token());
    principals.put("outsider", outsider.token());
    principals.put("otherOutsider", given.outsider(county).token());
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
        TestServer.Answer answer = ask(operation, principal.getValue());
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

  private static TestServer.Answer ask(ContractCheck.Operation operation, String token) {
    String path =
        operation
            .template()
            .replace("{code}", family.printed())
            .replace("{householdId}", String.valueOf(family.id()))
            .replace("{organisationId}", String.valueOf(county.id()))
            .replace("{jobId}", String.valueOf(job))
            .replace("{rotationId}", String.valueOf(rotation))
            .replace("{proxyId}", "999999999")
            .replace("{staffId}", String.valueOf(closedAccount))
            .replace("{sessionId}", "00000000-0000-4000-8000-000000000000")
            .replace("{handle}", "0000000000000000")
            .replace("{paymentId}", String.valueOf(payment))
            .replace("{applicationId}", String.valueOf(application))
            .replace("{investigationId}", String.valueOf(investigation))
            .replace("{materialId}", String.valueOf(material));
    byte[] body = body(operation.id());
    String key = operation.method().equals("POST") ? UUID.randomUUID().toString() : null;
    String type =
        operation.id().equals("uploadMaterial") ? "application/octet-stream" : "application/json";
    return server.send(operation.method(), path, token, body, key, "Content-Type", type);
  }

  /**
   * Bodies that the contract takes and the state refuses, so that no cell changes what the next one
   * finds.
   */
  private static byte[] body(String operation) {
    JsonObject json =
        switch (operation) {
          case "revokeHouseholdCode" -> new JsonObject().put("reason", "迁出");
          case "unmaskHousehold" ->
              new JsonObject().put("fields", new JsonArray().add("NAME")).put("reason", "CONTACT");
          case "searchHouseholds" -> new JsonObject();
          case "submitApplication" ->
              new JsonObject().put("programmeCode", "NO_SUCH").put("reason", "家里有困难");
          case "supplementApplication" -> new JsonObject().put("reason", "补充一下");
          case "checkApplication" -> new JsonObject().put("decision", "PASS").put("version", 999);
          case "approveApplication" ->
              new JsonObject().put("decision", "APPROVE").put("version", 999).put("amountFen", 1);
          case "settlePayment" -> new JsonObject().put("paidOn", "2020-01-01");
          case "returnPayment" -> new JsonObject().put("reason", "OTHER");
          case "logVisit" -> new JsonObject().put("note", "来过");
          case "openLeakInvestigation" ->
              new JsonObject()
                  .put("householdId", family.id())
                  .put("until", "2020-01-01T00:00:00Z")
                  .put("reason", "怀疑有人向外泄露该户资料");
          case "publishNews" -> new JsonObject().put("title", "消息").put("body", "内容");
          case "inviteProxy" ->
              new JsonObject().put("phone", "10000000000").put("untilOn", "2020-01-01");
          case "bindAtDoor" ->
              new JsonObject().put("doorCode", "00000000").put("relation", "WORKER");
          case "moveOrganisation" ->
              new JsonObject().put("parentId", county.id()).put("reason", "样例");
          case "mergeOrganisations" ->
              new JsonObject().put("intoId", county.id()).put("reason", "样例");
          case "openStaffAccount" ->
              new JsonObject()
                  .put("organisationId", county.id())
                  .put("loginName", "staff" + closedAccount)
                  .put("name", "样示例")
                  .put("roles", new io.vertx.core.json.JsonArray().add("CADRE"));
          case "changeStaffRoles" ->
              new JsonObject()
                  .put("roles", new io.vertx.core.json.JsonArray().add("CADRE"))
                  .put("version", 1);
          case "moveStaff" -> new JsonObject().put("organisationId", county.id()).put("version", 1);
          case "closeStaffAccount" -> new JsonObject().put("version", 1);
          case "startTotp" -> new JsonObject().put("password", "wrong");
          case "confirmTotp", "confirmSecondFactor" -> new JsonObject().put("code", "000000");
          case "changePassword" ->
              new JsonObject().put("current", "wrong").put("next", "wrong too");
          case "signInByWechat" -> new JsonObject().put("jsCode", "x");
          case "requestSmsCode" -> new JsonObject().put("phone", "0");
          case "signInBySms" -> new JsonObject().put("phone", "0").put("smsCode", "0");
          case "signInStaff" -> new JsonObject().put("loginName", "nobody").put("password", "x");
          case "signInPartner" -> new JsonObject().put("clientAssertion", "x");
          case "refreshSession" -> new JsonObject().put("refreshToken", "x");
          case "bindHousehold" ->
              new JsonObject().put("code", family.printed()).put("idLastSix", "000000");
          default -> null;
        };
    if (operation.equals("uploadMaterial")) {
      return "no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
    return json == null ? null : json.toBuffer().getBytes();
  }

  private static long anApplication(Fixtures given, Fixtures.Family of, Fixtures.Org county) {
    long id = given.nextId("application");
    given.run(
        """
        INSERT INTO application (id, household_id, person_id, programme_id, state, version, reason_enc, ceiling_fen, submitted_at, submitted_by, due_on)
        VALUES (?,?,?,(SELECT id FROM programme WHERE organisation_id = ?),'SUBMITTED',1,?,100000,now(),'HOUSEHOLD',current_date)
        """,
        id,
        of.id(),
        of.workerId(),
        county.id(),
        given.cipher().seal(yihuyima.api.secret.Column.APPLICATION_REASON, id, "家里有困难"));
    return id;
  }

  private static long aMaterial(Fixtures given, Fixtures.Family of, long application) {
    long id = given.nextId("material");
    given.run(
        """
        INSERT INTO material (id, household_id, application_id, content_enc, size_bytes, uploaded_at, uploaded_by)
        VALUES (?,?,?,?,3,now(),'HOUSEHOLD')
        """,
        id,
        of.id(),
        application,
        given.cipher().seal(yihuyima.api.secret.Column.MATERIAL_CONTENT, id, new byte[] {1, 2, 3}));
    return id;
  }
}
