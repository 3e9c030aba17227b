package yihuyima.demo;

import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yihuyima.api.identity.Role;
import yihuyima.api.secret.Column;

/**
 * One of each thing that an operation can be asked of, for the authorisation sweep.
 *
 * @param family whose they are; null for what lies nowhere
 * @param names what stands for {@code {name}} in a path of the contract
 */
record SweptThings(
    SweptRelation relation,
    String code,
    Fixtures.@Nullable Family family,
    Map<String, Object> names) {
  private static final long NOWHERE = 999_999_999;

  /**
   * The things of a family. A new {@code {name}} in the contract gets its line here, and one in
   * {@link #nowhere}.
   *
   * @param county where the things that belong to no family lie
   * @param offering whose programme the application is for
   * @param auditor who opened the investigation
   */
  static SweptThings of(
      Fixtures given,
      SweptRelation relation,
      Fixtures.Family family,
      Fixtures.Org county,
      Fixtures.Org offering,
      Fixtures.StaffMember auditor) {
    SweptPrivate.giveOwnWords(given, family);
    long application = anApplication(given, family, offering);
    Map<String, Object> names = common();
    names.put("householdId", family.id());
    names.put("personId", family.workerId());
    names.put("organisationId", county.id());
    names.put(
        "{organisation}",
        given.texts("SELECT name FROM organisation WHERE id = ?", county.id()).getFirst());
    names.put("regionCode", aRegion(given, county));
    names.put("requestId", aWish(given, family));
    names.put("jobId", aJob(given, county));
    names.put("taskId", aTask(given, family));
    names.put("simulationId", aSimulation(given, county));
    names.put("importId", anImport(given, county));
    names.put("paymentId", given.payment(family, "APPROVED", 1000));
    names.put("applicationId", application);
    names.put("materialId", aMaterial(given, family, application));
    names.put("staffId", given.staff(county, Role.CADRE).id());
    names.put("checkId", aCheck(given, auditor));
    names.put("investigationId", anInvestigation(given, family, county, auditor));
    names.put("proxyId", aProxy(given, family));
    names.put("sessionId", aSession(given, family));
    names.put("rotationId", aRotation(given));
    names.put("purgeId", aPurge(given));
    names.put("accountRequestId", anAccountRequest(given, county));
    names.put("partnerId", aPartner(given, county));
    return new SweptThings(relation, family.printed(), family, names);
  }

  /**
   * Of nowhere.
   *
   * @param code well made, and of no household
   */
  static SweptThings nowhere(String code) {
    Map<String, Object> names = common();
    for (String name :
        List.of(
            "householdId",
            "personId",
            "organisationId",
            "requestId",
            "jobId",
            "importId",
            "paymentId",
            "taskId",
            "simulationId",
            "applicationId",
            "materialId",
            "staffId",
            "checkId",
            "investigationId",
            "proxyId",
            "rotationId",
            "purgeId",
            "accountRequestId",
            "partnerId")) {
      names.put(name, NOWHERE);
    }
    names.put("sessionId", UUID.randomUUID());
    names.put("regionCode", "970000");
    return new SweptThings(SweptRelation.ABSENT, code, null, names);
  }

  /** Something to be done about a policy. */
  static long aTask(Fixtures given, Fixtures.Family family) {
    given.run("INSERT INTO policy_number (code) VALUES ('SWEPT') ON CONFLICT DO NOTHING");
    // Everybody may enjoy it, so that the task does not go by itself.
    if (given.scalar("SELECT count(*) FROM policy WHERE code = 'SWEPT'") == 0) {
      given.policyTakenOver(
          """
          INSERT INTO policy (code, version, name, department, region_code, kind, gives, source, sort_order, valid_from,
                 status, origin, approved_at, condition)
          VALUES ('SWEPT', 1, '样例政策', '样例局', '000000', 'SERVICE', '样例', '样例', 99, DATE '2024-01-01',
                 'APPROVED', 'TAKEN_OVER', TIMESTAMPTZ '2024-01-01', 'true')
          """);
    }
    long id = given.nextId("policy_task");
    given.run(
        """
        INSERT INTO policy_task (id, household_id, policies, found_on, due_on, state)
        SELECT ?, ?, ARRAY[number], ?, ?, 'OPEN' FROM policy_number WHERE code = 'SWEPT'
        """,
        id,
        family.id(),
        given.today(),
        given.today());
    return id;
  }

  /** One that is over. */
  private static long aSimulation(Fixtures given, Fixtures.Org county) {
    return given.scalar(
        """
        INSERT INTO policy_simulation (organisation_id, policy_code, policy_version, edition, asked_by, asked_at, on_day, state, last_id, finished_at)
        SELECT ?, 'SWEPT', 1, 1, min(id), now(), current_date, 'DONE', 0, now() FROM staff RETURNING id
        """,
        county.id());
  }

  /** The same for everybody. */
  private static Map<String, Object> common() {
    Map<String, Object> names = new LinkedHashMap<>();
    names.put("handle", "0000000000000000");
    names.put("policyCode", "LIVING_AID");
    names.put("purpose", "SWEPT");
    names.put("field", "HOUSING");
    names.put("part", 1);
    return names;
  }

  /** What the organisation is called; anything where there is none. */
  String organisation() {
    return String.valueOf(names.getOrDefault("{organisation}", "样例"));
  }

  long id(String name) {
    return (Long) names.get(name);
  }

  /** A path of the contract, filled in. */
  String path(String template) {
    String path = template.replace("{code}", code);
    for (Map.Entry<String, Object> name : names.entrySet()) {
      path = path.replace("{" + name.getKey() + "}", String.valueOf(name.getValue()));
    }
    if (path.contains("{")) {
      throw new AssertionError("SweptThings does not know what to ask for: " + path);
    }
    return path;
  }

  /** Everything about the family and its county that an operation could change, as text. */
  String state(Fixtures given) {
    return given
        .texts(
            """
            SELECT concat_ws(' ',
                     (SELECT string_agg(generation || state, ',' ORDER BY generation) FROM household_code WHERE household_id = h.id),
                     (SELECT string_agg(state, ',' ORDER BY id) FROM payment WHERE household_id = h.id),
                     (SELECT string_agg(state || version, ',' ORDER BY id) FROM application WHERE household_id = h.id),
                     (SELECT count(*) FROM material WHERE household_id = h.id),
                     (SELECT count(*) FROM consent WHERE household_id = h.id),
                     (SELECT count(*) FROM visit WHERE household_id = h.id),
                     (SELECT string_agg(concat(relation, to_on), ',' ORDER BY id) FROM membership WHERE household_id = h.id),
                     (SELECT count(*) FROM binding WHERE household_id = h.id AND to_at IS NULL),
                     (SELECT count(*) FROM proxy WHERE household_id = h.id AND ended_at IS NULL),
                     (SELECT s.ended_at IS NULL FROM session AS s WHERE s.id = ?),
                     (SELECT concat(organisation_id, version, roles, left_at) FROM staff WHERE id = ?),
                     (SELECT concat(parent_id, path) FROM organisation WHERE id = ?),
                     (SELECT outcome FROM account_request WHERE id = ?),
                     (SELECT concat(version, ended_at, (SELECT count(*) FROM partner_key AS k WHERE k.partner_id = p.id),
                                    (SELECT sum(g.version) FROM partner_purpose AS g WHERE g.partner_id = p.id))
                        FROM partner AS p WHERE p.id = ?),
                     (SELECT ended_at IS NULL FROM leak_investigation WHERE id = ?))
              FROM household AS h
             WHERE h.id = ?
            """,
            names.get("sessionId"),
            id("staffId"),
            id("organisationId"),
            id("accountRequestId"),
            id("partnerId"),
            id("investigationId"),
            id("householdId"))
        .getFirst();
  }

  private static long aPartner(Fixtures given, Fixtures.Org county) {
    long id = given.nextId("partner");
    given.run(
        "INSERT INTO partner (id, code, name, organisation_id) VALUES (?,?,'样例部门',?)",
        id,
        "swept-" + id,
        county.id());
    given.run(
        "INSERT INTO partner_purpose (partner_id, purpose, title, legal_ground, fields, until_on) VALUES (?,'SWEPT','核对样例','样例协议','{tier}',?)",
        id,
        given.today().plusYears(1));
    return id;
  }

  /** A region of the county's own: counties of the sweep share theirs. */
  private static String aRegion(Fixtures given, Fixtures.Org county) {
    String code = "98%04d".formatted(county.id() % 10_000);
    given.organisation(county, "COUNTY", code, "样例区总工会");
    return code;
  }

  /** Over: whoever may, is told that nothing of it is left. */
  private static long anImport(Fixtures given, Fixtures.Org county) {
    return given.scalar(
        "INSERT INTO import_job (organisation_id, staff_id, reach, state, size_bytes, started_at, emptied_at) VALUES (?,?,?,'CANCELLED',1,now(),now()) RETURNING id",
        county.id(),
        given.staff(county, Role.CHECKER).id(),
        county.path());
  }

  private static long aJob(Fixtures given, Fixtures.Org county) {
    return given.scalar(
        "INSERT INTO code_issue_job (organisation_id, started_by, state, total, done, started_at, beat_at, finished_at) VALUES (?,'SYSTEM','DONE',0,0,now(),now(),now()) RETURNING id",
        county.id());
  }

  /** One that ended a moment ago, so that the sweep's own calls begin none. */
  private static long aCheck(Fixtures given, Fixtures.StaffMember auditor) {
    return given.scalar(
        "INSERT INTO record_check (asked_by, from_on, to_on, state, asked_at, ended_at) VALUES (?, '2020-01-01', '2020-01-01', 'EMPTY', now(), now()) RETURNING id",
        auditor.id());
  }

  /** Answered already: nobody's answer changes it. */
  private static long aWish(Fixtures given, Fixtures.Family family) {
    long id = given.scalar("SELECT nextval(pg_get_serial_sequence('rights_request', 'id'))");
    return given.scalar(
        "INSERT INTO rights_request (id, household_id, kind, field, ought_enc, state, asked_at, answer_by, answered_at)"
            + " VALUES (?, ?, 'CORRECTION', 'OTHER', ?, 'REFUSED', now(), current_date, now()) RETURNING id",
        id,
        family.id(),
        given.cipher().seal(Column.RIGHTS_REQUEST_OUGHT, id, "样例"));
  }

  private static long aRotation(Fixtures given) {
    return given.scalar(
        "INSERT INTO key_rotation (new_key_id, state, started_by, started_at, beat_at, finished_at) VALUES (1,'DONE','SYSTEM',now(),now(),now()) RETURNING id");
  }

  private static long aPurge(Fixtures given) {
    return given.scalar(
        "INSERT INTO purge (dry, state, started_by, started_at, beat_at, finished_at) VALUES (true,'DONE','SYSTEM',now(),now(),now()) RETURNING id");
  }

  private static long anAccountRequest(Fixtures given, Fixtures.Org county) {
    return given.scalar(
        "INSERT INTO account_request (staff_id, kind, asked_by, asked_at, expires_at) VALUES (?,'SECOND_FACTOR',?,now(),now() + interval '1 day') RETURNING id",
        given.staff(county, Role.APPROVER).id(),
        given.staff(county, Role.ADMINISTRATOR).id());
  }

  private static long anInvestigation(
      Fixtures given, Fixtures.Family of, Fixtures.Org county, Fixtures.StaffMember auditor) {
    long id = given.scalar("SELECT nextval(pg_get_serial_sequence('leak_investigation', 'id'))");
    return given.scalar(
        "INSERT INTO leak_investigation (id, opened_by, organisation_id, household_id, reason_enc, from_at, until_at, opened_at) VALUES (?,?,?,?,?,now(),now() + interval '1 day',now()) RETURNING id",
        id,
        auditor.id(),
        county.id(),
        of.id(),
        given.cipher().seal(Column.LEAK_INVESTIGATION_REASON, id, "样例"));
  }

  private static long accountOf(Fixtures given, Fixtures.Family family) {
    return given.scalar("SELECT account_id FROM binding WHERE household_id = ?", family.id());
  }

  private static long aProxy(Fixtures given, Fixtures.Family of) {
    return given.scalar(
        "INSERT INTO proxy (household_id, person_id, invited_by, phone_bidx, phone_ending, invited_at, answer_by, invited_on, until_on) VALUES (?,?,?,'\\x01','0000',now(),now() + interval '1 day',?,?) RETURNING id",
        of.id(),
        of.workerId(),
        accountOf(given, of),
        given.today(),
        given.today().plusDays(30));
  }

  /** A second device of the family. */
  private static UUID aSession(Fixtures given, Fixtures.Family of) {
    UUID id = UUID.randomUUID();
    given.run(
        "INSERT INTO session (id, kind, account_id, started_at, expires_at, refreshed_at) VALUES (?,'ACCOUNT',?,now(),?,now())",
        id,
        accountOf(given, of),
        java.time.OffsetDateTime.now(ZoneOffset.UTC).plusDays(1));
    return id;
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
        given
            .cipher()
            .seal(Column.APPLICATION_REASON, id, "家里有困难：" + SweptPrivate.DIAGNOSIS.of(of)));
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
        given.cipher().seal(Column.MATERIAL_CONTENT, id, new byte[] {1, 2, 3}));
    return id;
  }
}
