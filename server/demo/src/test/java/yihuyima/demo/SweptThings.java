package yihuyima.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import yihuyima.api.identity.Role;

/**
 * One of each thing that an operation can be asked of, for the authorisation sweep, and the
 * requests that ask.
 */
record SweptThings(
    String code,
    long householdId,
    long organisationId,
    long jobId,
    long paymentId,
    long applicationId,
    long materialId,
    long staffId,
    long investigationId,
    long rotationId) {
  private static final long NOWHERE = 999_999_999;

  /**
   * Of a county that none of the callers belongs to.
   *
   * @param offering whose programme the application is for
   */
  static SweptThings of(Fixtures given, Fixtures.Org county, Fixtures.Org offering) {
    Fixtures.Org station = given.station(county, "别县样例厂工会");
    Fixtures.Family family = given.household(station);
    long application = anApplication(given, family, offering);
    long auditor = given.staff(county, Role.AUDITOR).id();
    return new SweptThings(
        family.printed(),
        family.id(),
        county.id(),
        given.scalar(
            "INSERT INTO code_issue_job (organisation_id, started_by, state, total, done, started_at, beat_at, finished_at) VALUES (?,'SYSTEM','DONE',0,0,now(),now(),now()) RETURNING id",
            county.id()),
        given.payment(family, "APPROVED", 1000),
        application,
        aMaterial(given, family, application),
        given.staff(county, Role.CADRE).id(),
        given.scalar(
            "INSERT INTO leak_investigation (opened_by, organisation_id, household_id, reason_enc, from_at, until_at, opened_at) VALUES (?,?,?,'\\x00',now(),now() + interval '1 day',now()) RETURNING id",
            auditor,
            county.id(),
            family.id()),
        NOWHERE);
  }

  /** Of nowhere; bodies name things that are there, so that only the path differs. */
  static SweptThings absent(Fixtures.Family family) {
    return new SweptThings(
        family.printed(),
        NOWHERE,
        NOWHERE,
        NOWHERE,
        NOWHERE,
        NOWHERE,
        NOWHERE,
        NOWHERE,
        NOWHERE,
        NOWHERE);
  }

  /** A path of the contract, filled in. */
  String path(String template) {
    return template
        .replace("{code}", code)
        .replace("{householdId}", String.valueOf(householdId))
        .replace("{organisationId}", String.valueOf(organisationId))
        .replace("{jobId}", String.valueOf(jobId))
        .replace("{handle}", "0000000000000000")
        .replace("{paymentId}", String.valueOf(paymentId))
        .replace("{rotationId}", String.valueOf(rotationId))
        .replace("{proxyId}", "999999999")
        .replace("{staffId}", String.valueOf(staffId))
        .replace("{sessionId}", "00000000-0000-4000-8000-000000000000")
        .replace("{applicationId}", String.valueOf(applicationId))
        .replace("{investigationId}", String.valueOf(investigationId))
        .replace("{materialId}", String.valueOf(materialId));
  }

  /**
   * Bodies that the contract takes and the state refuses, so that no cell changes what the next one
   * finds.
   */
  byte[] body(String operation) {
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
                  .put("householdId", householdId)
                  .put("until", "2020-01-01T00:00:00Z")
                  .put("reason", "怀疑有人向外泄露该户资料");
          case "publishNews" -> new JsonObject().put("title", "消息").put("body", "内容");
          case "inviteProxy" ->
              new JsonObject().put("phone", "10000000000").put("untilOn", "2020-01-01");
          case "bindAtDoor" ->
              new JsonObject().put("doorCode", "00000000").put("relation", "WORKER");
          case "moveOrganisation" ->
              new JsonObject().put("parentId", organisationId).put("reason", "样例");
          case "mergeOrganisations" ->
              new JsonObject().put("intoId", organisationId).put("reason", "样例");
          case "openStaffAccount" ->
              new JsonObject()
                  .put("organisationId", organisationId)
                  .put("loginName", "staff" + staffId)
                  .put("name", "样示例")
                  .put("roles", new JsonArray().add("CADRE"));
          case "changeStaffRoles" ->
              new JsonObject().put("roles", new JsonArray().add("CADRE")).put("version", 1);
          case "moveStaff" ->
              new JsonObject().put("organisationId", organisationId).put("version", 1);
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
          case "bindHousehold" -> new JsonObject().put("code", code).put("idLastSix", "000000");
          default -> null;
        };
    if (operation.equals("uploadMaterial")) {
      return "no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
    return json == null ? null : json.toBuffer().getBytes();
  }

  static long anApplication(Fixtures given, Fixtures.Family of, Fixtures.Org county) {
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

  static long aMaterial(Fixtures given, Fixtures.Family of, long application) {
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
