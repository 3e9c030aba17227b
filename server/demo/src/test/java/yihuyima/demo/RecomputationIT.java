package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** Policies look for people: what changes is computed, told and given to the paired cadre. */
class RecomputationIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember cadre;
  private static Fixtures.StaffMember checker;
  private static Fixtures.StaffMember fundClerk;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    county = given.county(given.city(), "安和县总工会");
    station = given.station(county, "样例厂工会");
    cadre = given.staff(station, Role.CADRE);
    checker = given.staff(county, Role.CHECKER);
    fundClerk = given.staff(county, Role.FUND_CLERK);
    given.livingAid(county);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Fixtures.Family answered() {
    Fixtures.Family family = given.household(station);
    given.pair(family, cadre);
    until(family, "computed_at IS NOT NULL");
    return family;
  }

  /** Until the answer of a family is so; whoever waits for it sees the job at its own pace. */
  private static void until(Fixtures.Family family, String is) {
    assertThat(
            Polling.until(
                () ->
                    given.scalar(
                            "SELECT count(*) FROM household_answer WHERE household_id = ? AND "
                                + is,
                            family.id())
                        == 1,
                PATIENCE))
        .as("%s of household %d", is, family.id())
        .isTrue();
  }

  private static void policy(String code, String condition, String region) {
    given.policyTakenOver(
        """
        INSERT INTO policy (code, version, name, department, region_code, kind, gives, source, sort_order, valid_from,
               status, origin, approved_at, condition)
        VALUES ('%s', 1, '样例政策%s', '样例局', '%s', 'SERVICE', '样例', '样例', 9, DATE '2024-01-01',
               'APPROVED', 'TAKEN_OVER', TIMESTAMPTZ '2024-01-01', '%s')
        """
            .formatted(code, code, region, condition));
  }

  private static String holds(String list, String code) {
    return "EXISTS (SELECT 1 FROM policy_number AS n WHERE n.code = '%s' AND n.number = ANY (%s))"
        .formatted(code, list);
  }

  private static JsonArray tasks() {
    return server.get("/v1/policy-tasks?limit=100", cadre.token()).json().getJsonArray("items");
  }

  private static List<JsonObject> tasksOf(Fixtures.Family family) {
    return tasks().stream()
        .map(JsonObject.class::cast)
        .filter(task -> task.getLong("householdId") == family.id())
        .toList();
  }

  private static JsonObject messages(Fixtures.Family family) {
    return server.get("/v1/my/messages", family.token()).json();
  }

  private static List<String> codes(JsonObject of) {
    return of.getJsonArray("policies").stream()
        .map(policy -> ((JsonObject) policy).getString("policyCode"))
        .toList();
  }

  @Test
  void theFirstAnswerIsToldToNobodyAndStandsInTheGaps() {
    Fixtures.Family family = answered();
    until(family, holds("entitled", "LIVING_AID") + " AND " + holds("gaps", "LIVING_AID"));
    assertThat(tasksOf(family)).isEmpty();
    assertThat(messages(family).getInteger("unread")).isZero();
    JsonArray gaps =
        server
            .get("/v1/policy-gaps?policyCode=LIVING_AID&limit=100", checker.token())
            .json()
            .getJsonArray("items");
    JsonObject own =
        gaps.stream()
            .map(JsonObject.class::cast)
            .filter(gap -> gap.getLong("householdId") == family.id())
            .findFirst()
            .orElseThrow();
    assertThat(codes(own)).contains("LIVING_AID");
    assertThat(own.getString("headName")).as("masked").startsWith("样").contains("*");
    assertThat(
            given.scalar(
                "SELECT count(*) FROM access_record WHERE operation = 'listPolicyGaps' AND household_id = ?",
                family.id()))
        .isEqualTo(1);
  }

  @Test
  void aNewPolicyFindsWhoMayEnjoyItAndNobodyElse() {
    Fixtures.Family deep = answered();
    Fixtures.Family other = given.household(station, "RELATIVE");
    given.pair(other, cadre);
    until(other, "computed_at IS NOT NULL");
    policy("FOR_DEEP", "tier == \"DEEP\"", "990100");
    policy("ELSEWHERE", "true", "980000");
    until(deep, holds("entitled", "FOR_DEEP"));
    until(other, "NOT " + holds("entitled", "FOR_DEEP"));
    until(deep, "NOT " + holds("entitled", "ELSEWHERE"));

    JsonObject told = messages(deep).getJsonArray("items").getJsonObject(0);
    assertThat(told.getString("kind")).isEqualTo("POLICIES_FOUND");
    assertThat(codes(told)).containsExactly("FOR_DEEP");
    assertThat(messages(other).getJsonArray("items")).isEmpty();
    JsonObject task = tasksOf(deep).getFirst();
    assertThat(codes(task)).containsExactly("FOR_DEEP");
    assertThat(tasksOf(other)).isEmpty();

    TestServer.Answer settled =
        server.post(
            "/v1/policy-tasks/" + task.getLong("taskId") + "/settlement",
            cadre.token(),
            new JsonObject().put("outcome", "TOLD"));
    assertThat(settled.status()).as(settled.text()).isEqualTo(200);
    assertThat(tasksOf(deep)).isEmpty();
    TestServer.Answer again =
        server.post(
            "/v1/policy-tasks/" + task.getLong("taskId") + "/settlement",
            cadre.token(),
            new JsonObject().put("outcome", "DECLINED"),
            UUID.randomUUID().toString());
    assertThat(again.problem()).isEqualTo("state-changed");

    long last = told.getLong("messageId");
    JsonObject read =
        server
            .post("/v1/my/messages/reading", deep.token(), new JsonObject().put("upTo", last))
            .json();
    assertThat(read.getInteger("unread")).isZero();
    assertThat(messages(deep).getJsonArray("items").getJsonObject(0).getBoolean("read")).isTrue();
  }

  @Test
  void changedFactsAreComputedAtOnceAndWhatIsOverIsTold() {
    policy("FOR_RENTERS", "housing == \"RENTED\"", "990000");
    Fixtures.Family family = answered();
    until(family, "NOT " + holds("entitled", "FOR_RENTERS"));
    given.run(
        "UPDATE household_version SET housing = 'RENTED' WHERE household_id = ?", family.id());
    until(family, holds("gaps", "FOR_RENTERS"));
    assertThat(codes(tasksOf(family).getFirst())).containsExactly("FOR_RENTERS");

    given.run("UPDATE household_version SET housing = 'OWN' WHERE household_id = ?", family.id());
    until(family, "NOT " + holds("entitled", "FOR_RENTERS"));
    assertThat(tasksOf(family)).as("nothing is left to do").isEmpty();
    assertThat(messages(family).getJsonArray("items").getJsonObject(0).getString("kind"))
        .isEqualTo("POLICIES_ENDED");
  }

  @Test
  void whatIsAppliedForIsNoGap() {
    Fixtures.Family family = answered();
    until(family, holds("gaps", "LIVING_AID"));
    SweptThings.anApplication(given, family, county);
    until(family, holds("entitled", "LIVING_AID") + " AND NOT " + holds("gaps", "LIVING_AID"));
  }

  @Test
  void whatRestsOnAConsentThatWasTakenBackIsNeitherFoundNorLeftToDo() {
    given.policyTakenOver(
        """
        INSERT INTO policy (code, version, name, department, region_code, kind, gives, source, sort_order, valid_from, rests_on,
               status, origin, approved_at, condition)
        VALUES ('FOR_ILL', 1, '样例', '样例局', '990000', 'SERVICE', '样例', '样例', 9, DATE '2024-01-01', 'HEALTH',
               'APPROVED', 'TAKEN_OVER', TIMESTAMPTZ '2024-01-01', 'true')
        """);
    Fixtures.Family family = answered();
    until(family, holds("gaps", "FOR_ILL"));
    given.run(
        "UPDATE household SET withdrawn = '{HEALTH}', withdrawn_at = now() WHERE id = ?",
        family.id());
    until(family, "NOT " + holds("entitled", "FOR_ILL") + " AND NOT " + holds("gaps", "FOR_ILL"));
  }

  @Test
  void countsAreThoseOfTheHouseholds() {
    Fixtures.Family family = answered();
    until(family, holds("gaps", "LIVING_AID"));
    long households =
        given.scalar(
            "SELECT count(*) FROM household_answer AS a WHERE a.organisation_id = ? AND "
                + holds("a.entitled", "LIVING_AID"),
            station.id());
    JsonObject coverage = server.get("/v1/policy-coverage", fundClerk.token()).json();
    JsonObject living =
        coverage.getJsonArray("policies").stream()
            .map(JsonObject.class::cast)
            .filter(policy -> policy.getString("policyCode").equals("LIVING_AID"))
            .findFirst()
            .orElseThrow();
    assertThat(living.getLong("entitled")).isEqualTo(households);
    assertThat(coverage.getJsonObject("recomputation").getDouble("progress")).isEqualTo(1.0);
    Fixtures.Org beside = given.county(given.city(), "旁边县总工会");
    Fixtures.StaffMember elsewhere = given.staff(beside, Role.CHECKER);
    assertThat(server.get("/v1/policy-coverage", elsewhere.token()).json().getJsonArray("policies"))
        .isEmpty();
    assertThat(server.get("/v1/policy-gaps", elsewhere.token()).json().getJsonArray("items"))
        .isEmpty();
  }

  @Test
  void aDraftIsSimulatedAmongTheOwnHouseholds() {
    Fixtures.Org other = given.county(given.city(), "试算县总工会");
    Fixtures.Org place = given.station(other, "试算厂工会");
    Fixtures.StaffMember writer = given.staff(other, Role.ADMINISTRATOR);
    given.run(
        "INSERT INTO living_standard (region_code, valid_from, month_fen, source) VALUES ('990120', DATE '2023-01-01', 100000, '样例') ON CONFLICT DO NOTHING");
    Fixtures.Family deep = given.household(place, "DEEP");
    given.household(place, "DEEP");
    given.household(place, "RELATIVE");
    policy("SIMULATED", "tier == \"RELATIVE\"", "990000");
    given.run(
        """
        INSERT INTO policy (code, version, name, department, region_code, kind, gives, source, sort_order, valid_from,
               condition, organisation_id, acted_by, acted_at, benefit_form, benefit_fen, benefit_every)
        VALUES ('SIMULATED', 2, '样例', '样例局', '990000', 'MONEY', '样例', '样例', 9, DATE '2024-06-01',
                'tier == "DEEP"', ?, ?, now(), 'FIXED', 1000, 'MONTH')
        """,
        other.id(),
        writer.id());
    JsonObject asked = new JsonObject().put("policyCode", "SIMULATED").put("version", 2);
    TestServer.Answer begun =
        server.post(
            "/v1/organisations/" + other.id() + "/policy-simulations", writer.token(), asked);
    assertThat(begun.status()).as(begun.text()).isEqualTo(202);
    String path = "/v1/policy-simulations/" + begun.json().getLong("simulationId");
    assertThat(
            Polling.until(
                () -> server.get(path, writer.token()).json().getString("state").equals("DONE"),
                PATIENCE))
        .isTrue();
    JsonObject totals = server.get(path, writer.token()).json().getJsonObject("totals");
    assertThat(totals.getLong("households")).isEqualTo(3);
    assertThat(totals.getLong("before")).isEqualTo(1);
    assertThat(totals.getLong("after")).isEqualTo(2);
    assertThat(totals.getLong("gained")).isEqualTo(2);
    assertThat(totals.getLong("lost")).isEqualTo(1);
    assertThat(totals.getLong("yearFenAfter")).isEqualTo(2 * 12 * 1000);
    assertThat(totals.getLong("unpricedBefore")).as("in words only").isEqualTo(1);
    assertThat(
            given.scalar(
                "SELECT count(*) FROM household_answer AS a WHERE a.household_id = ? AND "
                    + holds("a.entitled", "SIMULATED"),
                deep.id()))
        .as("nothing follows from a simulation")
        .isZero();
    assertThat(server.get(path, given.staff(county, Role.ADMINISTRATOR).token()).status())
        .isEqualTo(404);
  }

  @Test
  void twoServersComputeOnce() {
    try (TestServer second = server.another()) {
      assertThat(second.url()).isNotEqualTo(server.url());
      Fixtures.Family family = answered();
      policy("FOR_TWO", "tier == \"DEEP\"", "990000");
      until(family, holds("entitled", "FOR_TWO"));
      assertThat(
              given.scalar(
                  "SELECT count(*) FROM household_message AS m WHERE m.household_id = ? AND "
                      + holds("m.policies", "FOR_TWO"),
                  family.id()))
          .isEqualTo(1);
    }
  }
}
