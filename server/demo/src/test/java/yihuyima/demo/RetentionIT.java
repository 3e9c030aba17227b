package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;
import yihuyima.api.retention.PurgeStatements;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.SealedTable;

/** What is over goes, nothing else does, and it can be shown. */
class RetentionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration ELEVEN_YEARS = Duration.ofDays(4020);

  /** Tables whose rows belong to one household. */
  private static final List<String> OF_A_HOUSEHOLD =
      List.of(
          "household_version",
          "household_view",
          "household_file",
          "household_code",
          "membership",
          "entitlement",
          "household_answer",
          "policy_task",
          "household_message",
          "visit",
          "pairing",
          "application",
          "material",
          "payment",
          "missing_report",
          "binding",
          "proxy");

  /** A whole installation. */
  private record Place(Fixtures.Org country, Fixtures.Org county, Fixtures.Org station) {}

  private static Place place(Fixtures given) {
    Fixtures.Org country = given.organisation(null, "COUNTRY", "990000", "样例总工会");
    Fixtures.Org county = given.organisation(country, "COUNTY", "990120", "安和县总工会");
    given.livingAid(county);
    return new Place(country, county, given.station(county, "样例厂工会"));
  }

  /** The topmost administrator, signed in with a second factor at this moment. */
  private static String topmost(Fixtures given, Place place) {
    Fixtures.StaffMember who = given.staff(place.country(), Role.ADMINISTRATOR);
    given.run("UPDATE session SET strength = 'SECOND_FACTOR' WHERE id = ?", who.session());
    return who.token();
  }

  /** A family with all that a family can have. */
  private static Fixtures.Family family(Fixtures given, Place place, Fixtures.StaffMember cadre) {
    Fixtures.Family family = given.household(place.station());
    given.pair(family, cadre);
    given.entitle(family, "LIVING_AID", "ENTITLED");
    long payment = given.payment(family, "PAID", 120_000);
    long paid = SweptThings.anApplication(given, family, place.county());
    given.run("UPDATE application SET state = 'APPROVED', amount_fen = 1000 WHERE id = ?", paid);
    given.run("UPDATE payment SET application_id = ? WHERE id = ?", paid, payment);
    SweptThings.aMaterial(given, family, paid);
    event(given, paid, "APPROVED");
    long refused = SweptThings.anApplication(given, family, place.county());
    given.run("UPDATE application SET state = 'REFUSED' WHERE id = ?", refused);
    SweptThings.aMaterial(given, family, refused);
    event(given, refused, "REFUSED");
    long visit = given.nextId("visit");
    given.run(
        "INSERT INTO visit (id, household_id, staff_id, visited_at, recorded_at, note_enc) VALUES (?,?,?,now(),now(),?)",
        visit,
        family.id(),
        cadre.id(),
        given.cipher().seal(Column.VISIT_NOTE, visit, "来过"));
    return family;
  }

  private static void event(Fixtures given, long application, String state) {
    long id = given.nextId("application_event");
    given.run(
        "INSERT INTO application_event (id, application_id, version, state, at, actor, actor_words, reason_enc) VALUES (?,?,2,?,now(),'STAFF:1','样例干部',?)",
        id,
        application,
        state,
        given.cipher().seal(Column.APPLICATION_EVENT_REASON, id, "理由"));
  }

  private static void close(Fixtures given, Fixtures.Family family) {
    given.run(
        "UPDATE household_file SET closed_on = ? WHERE household_id = ?",
        given.today(),
        family.id());
  }

  private static long begin(TestServer server, String token, Long dryRun) {
    JsonObject body = new JsonObject();
    if (dryRun != null) {
      body.put("dryRunId", dryRun);
    }
    TestServer.Answer started = server.post("/v1/purges", token, body);
    assertThat(started.status()).as(started.text()).isEqualTo(202);
    return started.json().getLong("purgeId");
  }

  private static JsonObject get(TestServer server, String token, long id) {
    TestServer.Answer answer = server.get("/v1/purges/" + id, token);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static Map<String, JsonObject> until(TestServer server, String token, long id) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      JsonObject seen = get(server, token, id);
      if (!seen.getJsonObject("purge").getString("state").equals("RUNNING")) {
        assertThat(seen.getJsonObject("purge").getString("state")).isEqualTo("DONE");
        return byRule(seen);
      }
      Polling.pause();
      assertThat(Instant.now()).as("the purge is at " + seen).isBefore(deadline);
    }
  }

  private static Map<String, JsonObject> byRule(JsonObject detail) {
    Map<String, JsonObject> parts = new TreeMap<>();
    for (Object part : detail.getJsonArray("parts")) {
      parts.put(((JsonObject) part).getString("ruleCode"), (JsonObject) part);
    }
    return parts;
  }

  /** A dry run, and then the purge that it shows. */
  private static Map<String, JsonObject> purge(TestServer server, String token) {
    long dry = begin(server, token, null);
    Map<String, JsonObject> shown = until(server, token, dry);
    Map<String, JsonObject> done = until(server, token, begin(server, token, dry));
    done.forEach(
        (rule, part) -> {
          assertThat(part.getLong("before"))
              .as("what the dry run of %s said", rule)
              .isEqualTo(shown.get(rule).getLong("before"));
          assertThat(part.getLong("purged")).as(rule).isEqualTo(part.getLong("before"));
          assertThat(part.getLong("left")).as(rule).isZero();
        });
    return done;
  }

  private static Map<String, Long> counts(JsonArray from, String name) {
    Map<String, Long> counts = new TreeMap<>();
    from.forEach(
        each ->
            counts.put(((JsonObject) each).getString(name), ((JsonObject) each).getLong("rows")));
    return counts;
  }

  /** Every row of a family, as text. */
  private static Map<String, List<String>> rows(Fixtures given, long household) {
    Map<String, List<String>> all = new TreeMap<>();
    for (String table : OF_A_HOUSEHOLD) {
      all.put(
          table,
          given.texts(
              "SELECT t::text FROM %s AS t WHERE household_id = ? ORDER BY 1".formatted(table),
              household));
    }
    String people = "(SELECT person_id FROM membership WHERE household_id = ?)";
    all.put(
        "person", given.texts("SELECT t::text FROM person AS t WHERE id IN " + people, household));
    all.put(
        "person_version",
        given.texts(
            "SELECT (to_jsonb(t) - 'name_tokens' - 'name_key')::text FROM person_version AS t WHERE person_id IN "
                + people,
            household));
    all.put("household", given.texts("SELECT t::text FROM household AS t WHERE id = ?", household));
    return all;
  }

  @Test
  void everyTableIsCoveredByARuleOrExemptWithAReason() {
    try (TestServer server = TestServer.start()) {
      Fixtures given = server.fixtures();
      Set<String> tables =
          new TreeSet<>(
              given.texts(
                  """
                  SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                   WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                  """));

      assertThat(new TreeSet<>(given.texts("SELECT DISTINCT table_name FROM retention_cover")))
          .as(
              "give each new table a line in retention_cover: the rule that says how long its rows stay, or why it needs none")
          .isEqualTo(tables);
      Set<String> exempt =
          new TreeSet<>(
              given.texts("SELECT table_name FROM retention_cover WHERE exempt IS NOT NULL"));
      for (SealedTable sealed : SealedTable.values()) {
        assertThat(exempt).as("what is sealed is personal").doesNotContain(sealed.table());
      }
      assertThat(given.texts("SELECT rule_code FROM retention_cover WHERE rule_code IS NOT NULL"))
          .allMatch(
              rule -> given.scalar("SELECT count(*) FROM retention_rule WHERE code = ?", rule) > 0);
    }
  }

  @Test
  void theDocumentedTableIsTheData() throws IOException {
    try (TestServer server = TestServer.start()) {
      Set<String> rules =
          new TreeSet<>(
              server
                  .fixtures()
                  .texts(
                      """
                      SELECT concat_ws(' | ', '`' || code || '`', CASE WHEN months IS NULL THEN days || CASE days WHEN 1 THEN ' day' ELSE ' days' END
                             ELSE months || ' months' END, CASE mode WHEN 'DELETE' THEN 'deleted' WHEN 'EMPTY' THEN 'emptied' ELSE 'kept' END)
                        FROM retention_rule AS r
                       WHERE version = (SELECT max(n.version) FROM retention_rule AS n WHERE n.code = r.code)
                      """));
      Set<String> written = new TreeSet<>();
      for (String line : Files.readAllLines(Path.of("../../docs/retention.md"))) {
        String[] cells = line.split(" *\\| *", -1);
        if (line.startsWith("| `") && cells.length == 6) {
          written.add(cells[1] + " | " + cells[3] + " | " + cells[4]);
        }
      }

      assertThat(written).isEqualTo(rules);
    }
  }

  /** With sequential scans made dear, one that remains has no index to use. */
  @Test
  void noPurgeReadsATableFromEndToEnd() throws SQLException {
    EmbeddedPostgres postgres = TestStores.get().postgres();
    try (Connection connection =
            DriverManager.getConnection(
                postgres.jdbcUrl(TestStores.get().newDatabase()) + "?preferQueryMode=simple",
                postgres.user(),
                postgres.password());
        Statement statement = connection.createStatement()) {
      statement.execute("SET enable_seqscan = off");
      assertThat(PurgeStatements.all()).hasSizeGreaterThan(60);
      for (String sql : PurgeStatements.all()) {
        StringBuilder plan = new StringBuilder();
        try (ResultSet rows = statement.executeQuery("EXPLAIN (GENERIC_PLAN) " + sql)) {
          while (rows.next()) {
            plan.append(rows.getString(1)).append('\n');
          }
        }
        assertThat(plan.toString().replace("Seq Scan on revocation_counter", ""))
            .as(sql)
            .doesNotContain("Seq Scan");
      }
    }
  }

  @Test
  void rulesAreForAnyoneToRead() {
    try (TestServer server = TestServer.start()) {
      JsonArray rules = server.get("/v1/retention-rules", null).json().getJsonArray("items");

      assertThat(rules).hasSizeGreaterThan(10);
      JsonObject file = rules.getJsonObject(0);
      assertThat(file.getString("code")).isEqualTo("HOUSEHOLD_FILE");
      assertThat(file.getInteger("months")).isEqualTo(120);
      assertThat(file.getString("source")).contains("个人信息保护法");
    }
  }

  @Test
  void aFamilyWhoseTimeIsOverGoesAndNobodyElseDoes() {
    AdjustableClock clock = new AdjustableClock(Instant.now());
    try (TestServer server = TestServer.start(config -> config, clock)) {
      Fixtures given = server.fixtures();
      Place place = place(given);
      Fixtures.StaffMember cadre = given.staff(place.station(), Role.CADRE);
      Fixtures.Family gone = family(given, place, cadre);
      Fixtures.Family open = family(given, place, cadre);
      Fixtures.Family owed = family(given, place, cadre);
      Fixtures.Family applying = family(given, place, cadre);
      Fixtures.Family investigated = family(given, place, cadre);
      List.of(gone, owed, applying, investigated).forEach(each -> close(given, each));
      given.payment(owed, "SENT", 5000);
      SweptThings.anApplication(given, applying, place.county());
      clock.advance(ELEVEN_YEARS);
      Fixtures.Family recent = family(given, place, cadre);
      close(given, recent);
      investigate(given, place, investigated);
      String token = topmost(given, place);
      // Applications that were refused go by a rule of their own: first, so that the rest is one
      // rule's.
      List<Fixtures.Family> others = List.of(open, owed, applying, investigated, recent);
      given.run(
          "DELETE FROM material WHERE application_id IN (SELECT id FROM application WHERE state = 'REFUSED') AND household_id <> ?",
          gone.id());
      given.run(
          "DELETE FROM application_event WHERE application_id IN (SELECT id FROM application WHERE state = 'REFUSED' AND household_id <> ?)",
          gone.id());
      given.run("DELETE FROM application WHERE state = 'REFUSED' AND household_id <> ?", gone.id());
      Map<Long, Map<String, List<String>>> before = new TreeMap<>();
      others.forEach(each -> before.put(each.id(), rows(given, each.id())));

      JsonObject part = purge(server, token).get("HOUSEHOLD_FILE");

      assertThat(part.getLong("purged")).isEqualTo(1);
      assertThat(counts(part.getJsonArray("held"), "reason"))
          .isEqualTo(Map.of("PAYMENT_OPEN", 1L, "APPLICATION_OPEN", 1L, "INVESTIGATION", 1L));
      others.forEach(each -> assertThat(rows(given, each.id())).isEqualTo(before.get(each.id())));
      Map<String, List<String>> left = rows(given, gone.id());
      assertThat(
              left.entrySet().stream()
                  .filter(table -> !table.getValue().isEmpty())
                  .map(Map.Entry::getKey))
          .containsExactlyInAnyOrder(
              "household", "household_view", "household_code", "payment", "application");
      assertThat(
              given.scalar(
                  "SELECT count(*) FROM person WHERE id = ? AND num_nonnulls(id_number_enc, id_number_bidx, id_number_bidx2) = 0 AND purged_at IS NOT NULL",
                  gone.workerId()))
          .isEqualTo(1);
      assertThat(
              given.scalar(
                  "SELECT count(*) FROM person_version WHERE person_id = ?", gone.workerId()))
          .isZero();
      assertThat(
              given.scalar(
                  """
                  SELECT count(*) FROM application AS a LEFT JOIN application_event AS e ON e.application_id = a.id
                   WHERE a.household_id = ? AND (a.reason_enc IS NOT NULL OR e.reason_enc IS NOT NULL)
                  """,
                  gone.id()))
          .isZero();
      assertThat(
              given.scalar(
                  "SELECT count(*) FROM household_view WHERE household_id = ? AND body_enc IS NOT NULL",
                  gone.id()))
          .isZero();
      // Whoever has the card still finds nobody, and the office is told that there is none.
      String administrator = given.staff(place.county(), Role.ADMINISTRATOR).token();
      assertThat(server.resolve(gone.printed(), administrator).text())
          .contains("\"viewer\":\"anyone\"");
      assertThat(server.get("/v1/households/" + gone.id(), administrator).status()).isEqualTo(404);
      assertThat(
              server
                  .post("/v1/households/" + gone.id() + "/code", administrator, new JsonObject())
                  .status())
          .isEqualTo(404);
      assertThat(server.get("/v1/households/" + open.id(), administrator).status()).isEqualTo(200);
      // The money stays: its clerk sees the payment without a name.
      String clerk = given.staff(place.county(), Role.FUND_CLERK).token();
      assertThat(server.get("/v1/payments", clerk).text())
          .contains("（档案已清除）", "\"householdId\":" + gone.id());
    }
  }

  private static void investigate(Fixtures given, Place place, Fixtures.Family of) {
    Fixtures.StaffMember auditor = given.staff(place.country(), Role.AUDITOR);
    long id = given.nextId("leak_investigation");
    OffsetDateTime now =
        OffsetDateTime.of(given.today().atStartOfDay(), ZoneOffset.UTC).minusDays(1);
    given.run(
        "INSERT INTO leak_investigation (id, opened_by, organisation_id, household_id, reason_enc, from_at, until_at, opened_at) VALUES (?,?,?,?,?,?,?,?)",
        id,
        auditor.id(),
        place.country().id(),
        of.id(),
        given.cipher().seal(Column.LEAK_INVESTIGATION_REASON, id, "怀疑泄露"),
        now,
        now.plusDays(30),
        now);
  }

  @Test
  void whoLivesOnInAnotherHouseholdKeepsTheirOwnData() {
    AdjustableClock clock = new AdjustableClock(Instant.now());
    try (TestServer server = TestServer.start(config -> config, clock)) {
      Fixtures given = server.fixtures();
      Place place = place(given);
      Fixtures.Family gone = given.household(place.station());
      close(given, gone);
      long child = given.member(gone.id(), "CHILD", given.today().minusYears(20));
      given.run("UPDATE membership SET to_on = ? WHERE person_id = ?", given.today(), child);
      clock.advance(ELEVEN_YEARS);
      Fixtures.Family own = given.household(place.station());
      given.run(
          "INSERT INTO membership (household_id, person_id, relation, from_on) VALUES (?,?,'OTHER',?)",
          own.id(),
          child,
          given.today());

      JsonObject part = purge(server, topmost(given, place)).get("HOUSEHOLD_FILE");

      assertThat(part.getLong("purged")).isEqualTo(1);
      assertThat(
              given.scalar(
                  "SELECT count(*) FROM person AS p JOIN person_version AS v ON v.person_id = p.id WHERE p.id = ? AND p.id_number_enc IS NOT NULL",
                  child))
          .isEqualTo(1);
      assertThat(given.scalar("SELECT count(*) FROM membership WHERE person_id = ?", child))
          .isEqualTo(1);
    }
  }

  @Test
  void everyOtherRulePurgesWhatIsOverAndLeavesWhatIsNot() {
    AdjustableClock clock = new AdjustableClock(Instant.now());
    try (TestServer server = TestServer.start(config -> config, clock)) {
      Fixtures given = server.fixtures();
      Place place = place(given);
      smallThings(given, place, "old");
      clock.advance(Duration.ofDays(1200));
      // Sessions of the old families are over by now, and their accounts unused but bound.
      smallThings(given, place, "new");

      String token = topmost(given, place);
      Map<String, JsonObject> parts = purge(server, token);

      Map<String, Long> purged = new TreeMap<>();
      parts.forEach((rule, part) -> purged.put(rule, part.getLong("purged")));
      assertThat(purged)
          .containsEntry("HOUSEHOLD_FILE", 0L)
          .containsEntry("APPLICATION_OVER", 1L)
          .containsEntry("PROXY_OVER", 1L)
          .containsEntry("BINDING_ENDED", 1L)
          .containsEntry("LEAK_INVESTIGATION", 1L)
          .containsEntry("STAFF_LEFT", 1L);
      assertThat(purged.get("SESSION_OVER")).isPositive();
      assertThat(purged.get("ACCOUNT_UNUSED")).isPositive();
      assertThat(given.scalar("SELECT count(*) FROM application WHERE state = 'REFUSED'"))
          .isEqualTo(1);
      assertThat(given.scalar("SELECT count(*) FROM proxy")).isEqualTo(1);
      assertThat(given.scalar("SELECT count(*) FROM binding WHERE to_at IS NOT NULL")).isEqualTo(1);
      assertThat(given.scalar("SELECT count(*) FROM leak_investigation")).isEqualTo(1);
      assertThat(
              given.scalar(
                  "SELECT count(*) FROM staff WHERE left_at IS NOT NULL AND phone_enc IS NULL AND password_hash = '!'"))
          .isEqualTo(1);
      assertThat(
              given.scalar(
                  "SELECT count(*) FROM staff WHERE left_at IS NOT NULL AND phone_enc IS NOT NULL"))
          .isEqualTo(1);
      assertThat(given.scalar("SELECT count(*) FROM second_factor")).isEqualTo(1);
      OffsetDateTime cutoff =
          OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).minusMonths(6);
      assertThat(given.scalar("SELECT count(*) FROM session WHERE expires_at < ?", cutoff))
          .isZero();
      assertThat(given.scalar("SELECT count(*) FROM session")).isPositive();
      // Whose last binding has just gone is due the next night.
      assertThat(purge(server, token).get("ACCOUNT_UNUSED").getLong("purged")).isEqualTo(1);
      assertThat(
              given.scalar(
                  "SELECT count(*) FROM account AS a WHERE NOT EXISTS (SELECT 1 FROM binding AS b WHERE b.account_id = a.id)"))
          .isEqualTo(1);
    }
  }

  /** One of each, whose time begins now. */
  private static void smallThings(Fixtures given, Place place, String word) {
    OffsetDateTime now = OffsetDateTime.of(given.today().atStartOfDay(), ZoneOffset.UTC);
    Fixtures.Family family = given.household(place.station());
    long refused = SweptThings.anApplication(given, family, place.county());
    given.run(
        "UPDATE application SET state = 'REFUSED', submitted_at = ? WHERE id = ?", now, refused);
    SweptThings.aMaterial(given, family, refused);
    given.run(
        "INSERT INTO proxy (household_id, person_id, invited_by, phone_bidx, phone_ending, invited_at, answer_by, invited_on, until_on) VALUES (?,?,(SELECT account_id FROM binding WHERE household_id = ?),decode(md5(?),'hex'),'0000',?,?,?,?)",
        family.id(),
        family.workerId(),
        family.id(),
        word,
        now,
        now.plusDays(1),
        given.today(),
        given.today().plusDays(30));
    given.tokenOfHousehold(family.id(), family.workerId());
    given.run(
        "UPDATE binding SET to_at = ? WHERE id = (SELECT max(id) FROM binding)", now.plusDays(2));
    given.tokenOfUnbound();
    Fixtures.StaffMember left = given.staff(place.station(), Role.CADRE);
    given.run("UPDATE staff SET left_at = ? WHERE id = ?", now, left.id());
    given.run(
        "INSERT INTO second_factor (staff_id, secret_enc, confirmed_at) VALUES (?,?,?)",
        left.id(),
        given.cipher().seal(Column.STAFF_TOTP, left.id(), "secret"),
        now);
    investigate(given, place, family);
    given.run("UPDATE leak_investigation SET ended_at = ? WHERE ended_at IS NULL", now);
  }

  @Test
  void twoServersAndASecondPurgeActOnce() throws SQLException {
    AdjustableClock clock = new AdjustableClock(Instant.now());
    try (TestServer server = TestServer.start(config -> config, clock);
        TestServer second = server.another()) {
      Fixtures given = server.fixtures();
      Place place = place(given);
      Fixtures.StaffMember cadre = given.staff(place.station(), Role.CADRE);
      for (int i = 0; i < 5; i++) {
        close(given, family(given, place, cadre));
      }
      clock.advance(ELEVEN_YEARS);
      String token = topmost(given, place);

      long dry;
      // The first waits for a table that it counts, so it is not over when the second is asked for.
      try (Connection counting = given.locked("material")) {
        dry = begin(server, token, null);
        assertThat(second.post("/v1/purges", token, new JsonObject()).problem())
            .isEqualTo("purge-running");
        counting.rollback();
      }
      until(second, token, dry);
      long id = begin(server, token, dry);
      Map<String, JsonObject> done = until(second, token, id);

      assertThat(done.get("HOUSEHOLD_FILE").getLong("purged")).isEqualTo(5);
      assertThat(counts(done.get("HOUSEHOLD_FILE").getJsonArray("tables"), "table"))
          .containsEntry("household", 5L)
          .containsEntry("person", 5L)
          .containsEntry("visit", 5L);
      // A dry run is acted on once.
      assertThat(server.post("/v1/purges", token, new JsonObject().put("dryRunId", dry)).problem())
          .isEqualTo("dry-run-first");
      Map<String, JsonObject> again = purge(second, token);
      assertThat(again.get("HOUSEHOLD_FILE").getLong("purged")).isZero();
      assertThat(again.get("HOUSEHOLD_FILE").getJsonArray("tables")).isEmpty();
    }
  }

  @Test
  void aPurgeThatIsTornAwayGoesOnWhereItWas() {
    TestServer first =
        TestServer.start(config -> config.with("rotationRowsPerSecond", "4000"), Clock.systemUTC());
    Fixtures given = first.fixtures();
    String token;
    long id;
    int torn;
    try (first) {
      token = topmost(given, place(given));
      overSessions(given, 4000);
      long dry = begin(first, token, null);
      assertThat(until(first, token, dry).get("SESSION_OVER").getLong("before")).isEqualTo(4000);
      id = begin(first, token, dry);
      torn = tear(given, id, 2500);
    }
    // The server has ended in the middle; another goes on.
    assertThat(purgedSessions(given, id)).isBetween(500L, 3999L);
    try (TestServer next = first.another()) {
      JsonObject done = until(next, token, id).get("SESSION_OVER");

      assertThat(torn).isPositive();
      assertThat(done.getLong("purged")).isEqualTo(4000);
      assertThat(done.getLong("left")).isZero();
      assertThat(done.getJsonObject("proof").getString("standing")).isEqualTo("GENUINE");
      assertThat(given.scalar("SELECT count(*) FROM session WHERE expires_at < now()")).isZero();
    }
  }

  private static void overSessions(Fixtures given, int many) {
    given.tokenOfUnbound();
    given.run(
        """
        INSERT INTO session (id, kind, account_id, started_at, expires_at, refreshed_at)
        SELECT gen_random_uuid(), 'ACCOUNT', (SELECT max(id) FROM account), now() - interval '1 year',
               now() - interval '300 days', now() - interval '1 year'
          FROM generate_series(1, ?)
        """,
        many);
  }

  private static long purgedSessions(Fixtures given, long id) {
    return given.scalar(
        "SELECT purged FROM purge_part WHERE purge_id = ? AND rule_code = 'SESSION_OVER'", id);
  }

  /** Tears every connection to the database, again and again, until so many rows are gone. */
  private static int tear(Fixtures given, long id, long until) {
    Instant deadline = Instant.now().plus(PATIENCE);
    int torn = 0;
    long seen = 0;
    while (seen < until) {
      long purged = purgedSessions(given, id);
      if (purged != seen) {
        seen = purged;
        torn++;
        given.scalar(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
      }
      assertThat(Instant.now()).isBefore(deadline);
      Thread.onSpinWait();
    }
    return torn;
  }

  @Test
  void proofsAreGenuineAndATamperedOneIsFound() {
    AdjustableClock clock = new AdjustableClock(Instant.now());
    try (TestServer server = TestServer.start(config -> config, clock)) {
      Fixtures given = server.fixtures();
      Place place = place(given);
      close(given, given.household(place.station()));
      clock.advance(ELEVEN_YEARS);
      String token = topmost(given, place);
      long dry = begin(server, token, null);
      until(server, token, dry);
      long id = begin(server, token, dry);
      until(server, token, id);

      assertThat(standings(server, token, id)).containsOnly("GENUINE").hasSize(12);
      String recorded =
          given
              .texts(
                  "SELECT detail FROM access_record WHERE actor = 'SYSTEM:purge' AND request_id = ?",
                  "purge-" + id + "-HOUSEHOLD_FILE")
              .getFirst();
      assertThat(recorded)
          .contains("HOUSEHOLD_FILE/1 before 1 purged 1 left 0 proof ")
          .endsWith(
              given
                  .texts(
                      "SELECT encode(digest, 'hex') FROM purge_proof WHERE purge_id = ? AND rule_code = 'HOUSEHOLD_FILE'",
                      id)
                  .getFirst());

      given.run(
          "UPDATE purge_part SET purged = purged + 1 WHERE purge_id = ? AND rule_code = 'HOUSEHOLD_FILE'",
          id);
      assertThat(standingOf(server, token, id, "HOUSEHOLD_FILE")).isEqualTo("CHANGED");
      given.run(
          "UPDATE purge_part SET purged = purged - 1 WHERE purge_id = ? AND rule_code = 'HOUSEHOLD_FILE'",
          id);
      assertThat(standingOf(server, token, id, "HOUSEHOLD_FILE")).isEqualTo("GENUINE");

      // Somebody who owns the database writes a whole proof anew: the sealed record does not know
      // it.
      given.run("ALTER TABLE purge_proof DISABLE TRIGGER purge_proof_only_added");
      given.run(
          """
          UPDATE purge_proof AS p
             SET body = b.body, digest = sha256(p.previous_digest || convert_to(b.body, 'UTF8'))
            FROM (SELECT number, replace(body, 'purged 0', 'purged 7') AS body FROM purge_proof WHERE rule_code = 'PARTNER_MESSAGE' AND purge_id = ?) AS b
           WHERE p.number = b.number
          """,
          id);
      given.run(
          "UPDATE purge_part SET purged = 7 WHERE purge_id = ? AND rule_code = 'PARTNER_MESSAGE'",
          id);
      assertThat(standingOf(server, token, id, "PARTNER_MESSAGE")).isEqualTo("NOT_RECORDED");
      given.run(
          "UPDATE purge_proof SET body = body || ' ' WHERE purge_id = ? AND rule_code = 'SESSION_OVER'",
          id);
      assertThat(standingOf(server, token, id, "SESSION_OVER")).isEqualTo("CHANGED");
    }
  }

  private static List<String> standings(TestServer server, String token, long id) {
    return byRule(get(server, token, id)).values().stream()
        .map(part -> part.getJsonObject("proof").getString("standing"))
        .toList();
  }

  private static String standingOf(TestServer server, String token, long id, String rule) {
    return byRule(get(server, token, id)).get(rule).getJsonObject("proof").getString("standing");
  }

  @Test
  void onlyTheTopmostAdministratorWithASecondFactorBeginsOne() {
    try (TestServer server = TestServer.start()) {
      Fixtures given = server.fixtures();
      Place place = place(given);
      String county = given.staff(place.county(), Role.ADMINISTRATOR).token();
      Fixtures.StaffMember top = given.staff(place.country(), Role.ADMINISTRATOR);
      JsonObject dry = new JsonObject();

      assertThat(server.post("/v1/purges", county, dry).problem()).isEqualTo("not-allowed");
      assertThat(server.get("/v1/purges", county).json().getBoolean("mayStart")).isFalse();
      assertThat(server.get("/v1/purges", top.token()).json().getBoolean("mayStart")).isTrue();
      assertThat(server.post("/v1/purges", top.token(), dry).problem())
          .isEqualTo("second-factor-required");
      given.run("UPDATE session SET strength = 'SECOND_FACTOR' WHERE id = ?", top.session());
      assertThat(
              server.post("/v1/purges", top.token(), new JsonObject().put("dryRunId", 1)).problem())
          .isEqualTo("dry-run-first");
      String key = UUID.randomUUID().toString();
      TestServer.Answer first = server.post("/v1/purges", top.token(), dry, key);
      assertThat(server.post("/v1/purges", top.token(), dry, key).text()).isEqualTo(first.text());
      assertThat(given.scalar("SELECT count(*) FROM purge")).isEqualTo(1);
    }
  }

  @Test
  void onceANightByItselfHoweverManyServersThereAre() {
    AdjustableClock clock = new AdjustableClock(Instant.now());
    try (TestServer server = TestServer.start(config -> config.with("purgeAtHour", "2"), clock);
        TestServer second = server.another()) {
      Fixtures given = server.fixtures();
      Place place = place(given);
      assertThat(second.url()).isNotEqualTo(server.url());
      ZonedDateTime night =
          clock.instant().atZone(ZoneId.of("Asia/Shanghai")).plusDays(1).withHour(2).withMinute(30);
      clock.advance(Duration.between(clock.instant(), night.toInstant()));
      String token = topmost(given, place);
      Instant deadline = Instant.now().plus(PATIENCE);
      while (given.scalar("SELECT count(*) FROM purge WHERE state = 'DONE' AND night IS NOT NULL")
          == 0) {
        Polling.pause();
        assertThat(Instant.now()).isBefore(deadline);
      }
      JsonArray listed = server.get("/v1/purges", token).json().getJsonArray("items");

      assertThat(listed).hasSize(1);
      assertThat(listed.getJsonObject(0).getString("startedBy")).isEqualTo("SYSTEM:nightly");
      assertThat(listed.getJsonObject(0).getBoolean("dry")).isFalse();
    }
  }
}
