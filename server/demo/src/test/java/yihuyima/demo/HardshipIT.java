package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** Rules and standards by region and day, and the computation for anyone. */
class HardshipIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org city;
  private static Fixtures.StaffMember ofCity;
  private static Fixtures.StaffMember ofOwn;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    city = given.city();
    Fixtures.Org own = given.organisation(city, "COUNTY", "990121", "自定县总工会");
    given.organisation(city, "COUNTY", "990122", "随市县总工会");
    given.organisation(own, "GRASSROOTS", "990121", "样例厂工会");
    ofCity = given.staff(city, Role.ADMINISTRATOR);
    ofOwn = given.staff(own, Role.ADMINISTRATOR);
    standard("990100", "2024-01-01", 90_000);
    standard("990100", "2025-01-01", 100_000);
    standard("990121", "2025-07-01", 120_000);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void standard(String region, String from, long monthFen) {
    given.run(
        "INSERT INTO living_standard (region_code, valid_from, month_fen, source) VALUES (?, ?::date, ?, '样例')",
        region,
        from,
        monthFen);
  }

  private static JsonObject standardOf(String region, String day) {
    return server
        .get("/v1/hardship-regions/" + region + "/rule?on=" + day, null)
        .json()
        .getJsonObject("rule")
        .getJsonObject("standard");
  }

  @Test
  void aRegionHasItsOwnStandardOrThatOfTheNearestAbove() {
    assertThat(standardOf("990121", "2025-06-30").getLong("monthFen")).isEqualTo(100_000);
    assertThat(standardOf("990121", "2025-07-01").getLong("monthFen")).isEqualTo(120_000);
    assertThat(standardOf("990122", "2025-07-01"))
        .isEqualTo(
            new JsonObject()
                .put("regionCode", "990100")
                .put("validFrom", "2025-01-01")
                .put("version", 1)
                .put("monthFen", 100_000)
                .put("source", "样例"));
    assertThat(standardOf("990122", "2024-12-31").getLong("monthFen")).isEqualTo(90_000);
    assertThat(server.get("/v1/hardship-regions/990122/rule?on=2023-12-31", null).problem())
        .isEqualTo("not-found");
    assertThat(server.get("/v1/hardship-regions/990199/rule", null).problem())
        .isEqualTo("not-found");
    assertThat(server.get("/v1/hardship-regions/990122/rule?on=2025-02-30", null).problem())
        .isEqualTo("request-invalid");
  }

  @Test
  void theRuleOfTheCountryHoldsWhereNobodyWroteAnother() {
    JsonObject rule =
        server.get("/v1/hardship-regions/990122/rule", null).json().getJsonObject("rule");

    assertThat(rule.getString("regionCode")).isEqualTo("000000");
    assertThat(rule.getInteger("deepPercent")).isEqualTo(100);
    assertThat(rule.getInteger("relativePercent")).isEqualTo(200);
    assertThat(rule.getInteger("accidentPercent")).isEqualTo(80);
    assertThat(rule.getJsonArray("expenses")).hasSizeGreaterThan(3);
    assertThat(rule.getJsonArray("conditions")).hasSizeGreaterThan(3);
  }

  @Test
  void regionsAreFoundLevelByLevel() {
    JsonArray top = server.get("/v1/hardship-regions", null).json().getJsonArray("items");
    assertThat(top).hasSize(1);
    assertThat(top.getJsonObject(0).getString("regionCode")).isEqualTo("990000");
    assertThat(top.getJsonObject(0).getBoolean("hasStandard")).isFalse();
    assertThat(top.getJsonObject(0).getBoolean("hasBelow")).isTrue();

    JsonArray counties =
        server.get("/v1/hardship-regions?within=990100", null).json().getJsonArray("items");
    assertThat(counties)
        .extracting(each -> ((JsonObject) each).getString("regionCode"))
        .startsWith("990121", "990122")
        .isSorted();
    assertThat(counties)
        .allSatisfy(
            each -> {
              assertThat(((JsonObject) each).getBoolean("hasStandard")).isTrue();
              assertThat(((JsonObject) each).getBoolean("hasBelow")).isFalse();
            });
  }

  private static JsonObject amount(String kind, @Nullable Long fen, String period) {
    JsonObject amount = new JsonObject().put("kind", kind).put("period", period);
    return fen == null ? amount : amount.put("amountFen", fen);
  }

  /** Three people with one wage a month. */
  private static JsonObject question(long wageFen) {
    JsonArray members = new JsonArray();
    for (int i = 0; i < 3; i++) {
      members.add(new JsonObject().put("together", "YES"));
    }
    return new JsonObject()
        .put("regionCode", "990121")
        .put("on", "2025-08-01")
        .put(
            "facts",
            new JsonObject()
                .put("members", members)
                .put("incomes", new JsonArray().add(amount("WAGE", wageFen, "MONTH")))
                .put("accident", "NO")
                .put("migrant", "NO")
                .put(
                    "conditions",
                    new JsonArray()
                        .add(answer("PRIVATE_SCHOOL", "NO"))
                        .add(answer("STUDY_ABROAD", "NO"))));
  }

  private static JsonObject answer(String code, String answer) {
    return new JsonObject().put("code", code).put("answer", answer);
  }

  private static TestServer.Answer computed(JsonObject question) {
    return computed(server, question);
  }

  private static TestServer.Answer computed(TestServer at, JsonObject question) {
    return at.send(
        "POST",
        "/v1/hardship-computations",
        null,
        question.toBuffer().getBytes(),
        null,
        "Content-Type",
        "application/json");
  }

  /** 4,200 yuan for three with 5,000 for illness: 45,400 / 36 = 1,261.11; the standard is 1,200. */
  @Test
  void anyoneComputesByTheRuleOfTheRegionAndDay() {
    JsonObject question = question(420_000);
    question
        .getJsonObject("facts")
        .put("expenses", new JsonArray().add(amount("MEDICAL", 500_000L, "YEAR")));

    JsonObject result = computed(question).json();

    assertThat(result.getString("outcome")).isEqualTo("RELATIVE");
    assertThat(result.getLong("netYearFen")).isEqualTo(4_540_000);
    assertThat(result.getLong("netMonthFen")).isEqualTo(126_111);
    assertThat(result.getJsonObject("rule").getString("regionCode")).isEqualTo("000000");
    assertThat(result.getJsonObject("rule").getInteger("version")).isEqualTo(1);
    assertThat(result.getJsonObject("rule").getJsonObject("standard").getLong("monthFen"))
        .isEqualTo(120_000);
    assertThat(result.getJsonArray("lines")).hasSize(2);
    assertThat(result.getJsonArray("changes").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("lever", "EXPENSES_MORE")
                .put("yearFen", 4_540_000 - 4_320_000 + 1)
                .put("to", "DEEP"));
    assertThat(computed(question.copy().put("on", "2025-03-01")).json().getString("outcome"))
        .isEqualTo("RELATIVE");
    assertThat(
            computed(question.copy().put("regionCode", "990122").put("on", "2024-03-01"))
                .json()
                .getJsonArray("limits")
                .getJsonObject(0)
                .getLong("monthFen"))
        .isEqualTo(90_000);
  }

  @Test
  void whatIsMissingIsNamedAndWhatIsWrongIsPointedAt() {
    JsonObject open = question(420_000);
    open.getJsonObject("facts")
        .put("expenses", new JsonArray().add(amount("MEDICAL", null, "YEAR")))
        .remove("conditions");
    JsonObject result = computed(open).json();
    assertThat(result.getString("outcome")).as(result.encode()).isEqualTo("UNKNOWN");
    assertThat(result.getJsonArray("missing"))
        .extracting(each -> ((JsonObject) each).getString("name"))
        .containsExactly("MEDICAL", "PRIVATE_SCHOOL", "STUDY_ABROAD");

    JsonObject wrong = question(420_000);
    wrong
        .getJsonObject("facts")
        .put("expenses", new JsonArray().add(amount("HOLIDAY", 1L, "YEAR")));
    TestServer.Answer refused = computed(wrong);
    assertThat(refused.problem()).isEqualTo("request-invalid");
    assertThat(refused.json().getJsonArray("errors").getJsonObject(0).getString("pointer"))
        .isEqualTo("/facts/expenses/0/kind");
    assertThat(computed(question(10_000_000_001L)).problem()).isEqualTo("request-invalid");
    assertThat(computed(question(1).put("regionCode", "970000")).problem()).isEqualTo("not-found");
  }

  @Test
  void membersAndAmountsAreLimited() {
    JsonObject crowd = question(420_000);
    JsonArray members = crowd.getJsonObject("facts").getJsonArray("members");
    while (members.size() <= 12) {
      members.add(new JsonObject().put("together", "YES"));
    }
    assertThat(computed(crowd).problem()).isEqualTo("request-invalid");

    JsonObject long25 = question(420_000);
    JsonArray incomes = long25.getJsonObject("facts").getJsonArray("incomes");
    while (incomes.size() <= 24) {
      incomes.add(amount("WAGE", 1L, "YEAR"));
    }
    assertThat(computed(long25).problem()).isEqualTo("request-invalid");

    JsonObject unsure = question(420_000);
    for (int i = 0; i < 7; i++) {
      unsure
          .getJsonObject("facts")
          .getJsonArray("members")
          .add(new JsonObject().put("together", "UNKNOWN"));
    }
    assertThat(computed(unsure).problem()).isEqualTo("request-invalid");
  }

  /**
   * No table has a row more (seals come by themselves), and no line of the log, at its finest,
   * holds what was asked.
   */
  @Test
  void nothingIsKeptAndNothingIsLogged() {
    List<String> tables =
        given.texts(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'access_seal' ORDER BY 1");
    List<Long> before = tables.stream().map(HardshipIT::rows).toList();
    try (Leaks leaks = new Leaks()) {
      assertThat(computed(question(48_271_103)).status()).isEqualTo(200);
      JsonObject wrong = question(48_271_103);
      wrong
          .getJsonObject("facts")
          .put("expenses", new JsonArray().add(amount("CANARY_48271103", 1L, "YEAR")));
      assertThat(computed(wrong).status()).isEqualTo(400);
      leaks.assertNoneOf(List.of("48271103", "CANARY_48271103"));
    }
    assertThat(tables.stream().map(HardshipIT::rows).toList()).isEqualTo(before);
  }

  private static long rows(String table) {
    return given.scalar("SELECT count(*) FROM " + table);
  }

  @Test
  void whoeverComputesTooOftenIsToldToWait() {
    try (TestServer tight =
        TestServer.start(
            config -> config.with("computationsPerAddressMinute", "3"), Clock.systemUTC())) {
      tight.fixtures().city();
      tight
          .fixtures()
          .run(
              "INSERT INTO living_standard (region_code, valid_from, month_fen, source) VALUES ('990100', '2024-01-01', 100000, '样例')");
      JsonObject question = question(420_000).put("regionCode", "990100");
      String refused = "";
      for (int i = 0; i < 12 && refused.isEmpty(); i++) {
        refused = computed(tight, question).problem();
      }
      assertThat(refused).isEqualTo("too-many-requests");
    }
  }

  private static JsonObject draft(LocalDate from, long monthFen) {
    return new JsonObject()
        .put("monthFen", monthFen)
        .put("validFrom", from.toString())
        .put("source", " 安民发〔2026〕1号（样例） ");
  }

  @Test
  void administratorsOfTheRegionAndAboveAddVersions() {
    given.organisation(city, "COUNTY", "990125", "新定县总工会");
    String path = "/v1/hardship-regions/990125/standards";
    LocalDate today = given.today();

    assertThat(server.post(path, ofOwn.token(), draft(today, 1)).problem()).isEqualTo("not-found");
    assertThat(server.post(path, given.staff(city, Role.CHECKER).token(), draft(today, 1)).status())
        .isGreaterThanOrEqualTo(403);
    String key = UUID.randomUUID().toString();
    TestServer.Answer added = server.post(path, ofCity.token(), draft(today, 115_000), key);
    assertThat(added.status()).as(added.text()).isEqualTo(201);
    assertThat(added.json().getInteger("version")).isEqualTo(1);
    assertThat(server.post(path, ofCity.token(), draft(today, 115_000), key).text())
        .isEqualTo(added.text());
    JsonObject correction = server.post(path, ofCity.token(), draft(today, 116_000)).json();
    assertThat(correction.getInteger("version")).isEqualTo(2);
    assertThat(correction.getString("source")).isEqualTo("安民发〔2026〕1号（样例）");

    assertThat(standardOf("990125", today.toString()).getLong("monthFen")).isEqualTo(116_000);
    assertThat(standardOf("990125", today.minusDays(1).toString()).getLong("monthFen"))
        .isEqualTo(100_000);
    assertThat(server.get(path, null).json().getJsonArray("items"))
        .extracting(each -> ((JsonObject) each).getLong("monthFen"))
        .containsExactly(116_000L, 115_000L);
    assertThat(
            given.scalar(
                "SELECT count(*) FROM access_record WHERE operation = 'putHardshipStandard' AND granted AND detail LIKE '%990125%'"))
        .isEqualTo(2);
    assertThat(server.post(path, ofCity.token(), draft(today.plusDays(401), 1)).problem())
        .isEqualTo("request-invalid");
    assertThat(server.post(path, ofCity.token(), draft(today, 1).put("source", "  ")).problem())
        .isEqualTo("request-invalid");
  }

  @Test
  void ofTwoCorrectionsAtOnceNoneIsLost() {
    given.organisation(city, "COUNTY", "990126", "同时县总工会");
    String path = "/v1/hardship-regions/990126/standards";
    List<TestServer.Answer> answers =
        Presses.atOnce(
            8, i -> server.post(path, ofCity.token(), draft(given.today(), 100_000 + i)));

    long added = answers.stream().filter(answer -> answer.status() == 201).count();
    assertThat(answers)
        .allMatch(answer -> answer.status() == 201 || answer.problem().equals("state-changed"));
    assertThat(server.get(path, null).json().getJsonArray("items")).hasSize((int) added);
  }

  @Test
  void whatIsWrittenIsNeverEdited() {
    for (String change :
        List.of(
            "UPDATE living_standard SET month_fen = 1",
            "DELETE FROM living_standard",
            "UPDATE hardship_rule SET deep_percent = 1",
            "DELETE FROM hardship_item",
            "UPDATE hardship_condition SET bars_when = 'NO'",
            "INSERT INTO hardship_condition (region_code, rule_version, code, position, question, bars_when, evidence, source) VALUES ('000000', 1, 'LATER', 9, '?', 'YES', '', '')")) {
      assertThatThrownBy(() -> given.run(change)).as(change).isNotNull();
    }
  }
}
