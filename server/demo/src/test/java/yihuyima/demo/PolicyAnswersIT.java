package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** What a household is told of each policy, with the facts that it rests on. */
class PolicyAnswersIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember cadre;
  private static Fixtures.StaffMember checker;
  private static Fixtures.StaffMember fundClerk;
  private static Fixtures.StaffMember auditor;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    Fixtures.Org county = given.county(given.city(), "安和县总工会");
    station = given.station(county, "样例厂工会");
    cadre = given.staff(station, Role.CADRE);
    checker = given.staff(county, Role.CHECKER);
    fundClerk = given.staff(county, Role.FUND_CLERK);
    auditor = given.staff(county, Role.AUDITOR);
    given.run(
        "INSERT INTO living_standard (region_code, valid_from, month_fen, source) VALUES ('990100', DATE '2020-01-01', 100000, '样例标准')");
    policy(
        "LIVING",
        1,
        10,
        "fileOpen",
        "2024-01-01",
        "benefit_form, benefit_deep, benefit_relative, benefit_accident, benefit_every",
        "'STANDARDS', 12, 10, 10, 'YEAR'");
    policy(
        "RENTING",
        1,
        20,
        "housing == \"RENTED\"",
        "2020-01-01",
        "benefit_form, benefit_fen, benefit_every",
        "'FIXED', 20000, 'MONTH'");
    // A later version asks for more.
    policy(
        "RENTING",
        2,
        20,
        "housing == \"RENTED\" && tier == \"ACCIDENT\"",
        given.today().minusDays(10).toString(),
        "benefit_form, benefit_fen, benefit_every",
        "'FIXED', 20000, 'MONTH'");
    policy(
        "TREATMENT",
        1,
        30,
        "selfPaidMedicalFen >= 300000 && members.exists(m, m.health == \"CANCER\")",
        "2024-01-01",
        "rests_on",
        "'HEALTH'");
    policy(
        "STUDENTS",
        1,
        40,
        "members.exists(m, m.relation == \"CHILD\" && m.schoolStage == \"UNIVERSITY\")",
        "2024-01-01",
        "benefit_form, benefit_unit, benefit_each, benefit_fen, benefit_every",
        "'FIXED', 'PERSON', 'm.schoolStage == \"UNIVERSITY\"', 50000, 'YEAR'");
    policy(
        "FIRST",
        1,
        50,
        "tier == \"DEEP\"",
        "2024-01-01",
        "benefit_form, benefit_fen, ceiling_code, ceiling_fen",
        "'FIXED', 80000, 'TOGETHER', 100000");
    policy("SECOND", 1, 60, "tier == \"DEEP\"", "2024-01-01", "excludes", "'{FIRST}'");
    policy(
        "THIRD",
        1,
        70,
        "tier == \"DEEP\"",
        "2024-01-01",
        "benefit_form, benefit_fen, ceiling_code, ceiling_fen",
        "'FIXED', 80000, 'TOGETHER', 100000");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void policy(
      String code,
      int version,
      int order,
      String condition,
      String from,
      String columns,
      String values) {
    given.policyTakenOver(
        """
        INSERT INTO policy (code, version, name, department, region_code, kind, gives, source, sort_order, valid_from,
               status, origin, approved_at, condition, %s)
        VALUES ('%s', %d, '政策%s', '工会', '990000', 'MONEY', '样例', '样例文件', %d, DATE '%s', 'APPROVED', 'TAKEN_OVER',
               TIMESTAMPTZ '%s', '%s', %s)
        """
            .formatted(columns, code, version, code, order, from, from, condition, values));
  }

  private static Fixtures.Family paired() {
    Fixtures.Family family = given.household(station);
    given.pair(family, cadre);
    return family;
  }

  private static JsonObject answers(Fixtures.Family family, String token, String query) {
    TestServer.Answer answer =
        server.get("/v1/households/" + family.id() + "/policies" + query, token);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static List<JsonObject> items(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }

  private static JsonObject of(JsonObject answers, String code) {
    return items(answers.getJsonArray("items")).stream()
        .filter(item -> item.getString("policyCode").equals(code))
        .findFirst()
        .orElseThrow();
  }

  private static void record(Fixtures.Family family, LocalDate from, String field, String value) {
    JsonObject part =
        new JsonObject()
            .put("version", 1)
            .put(
                "facts",
                new JsonArray().add(new JsonObject().put("field", field).put("value", value)));
    TestServer.Answer answer =
        server.post(
            "/v1/households/" + family.id() + "/facts",
            cadre.token(),
            new JsonObject()
                .put("kind", "CHANGE")
                .put("validFrom", from.toString())
                .put("source", "VISIT")
                .put("reason", "上门看到")
                .put("household", part),
            UUID.randomUUID().toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  @Test
  void saysWhetherWhyByWhichFactsAndHowMuch() {
    Fixtures.Family family = paired();
    JsonObject living = of(answers(family, family.token(), ""), "LIVING");
    assertThat(living.getString("state")).isEqualTo("ENTITLED");
    assertThat(living.getString("why")).isEqualTo("条件都符合：已经建档、在档。");
    assertThat(living.getJsonObject("amount").getLong("yearFen")).isEqualTo(1_200_000);
    JsonObject clause = living.getJsonArray("clauses").getJsonObject(0);
    assertThat(clause.getString("truth")).isEqualTo("MET");
    JsonObject fact = clause.getJsonArray("facts").getJsonObject(0);
    assertThat(fact.getString("word")).isEqualTo("档案状态");
    assertThat(fact.getString("value")).isEqualTo("在档");
    assertThat(fact.getString("source")).isEqualTo("UNION");
    assertThat(fact.getString("since")).isEqualTo(given.today().minusYears(1).toString());
  }

  @Test
  void whatIsMissingIsNamedAndAskedFor() {
    Fixtures.Family family = paired();
    JsonObject answers = answers(family, cadre.token(), "");
    JsonObject treatment = of(answers, "TREATMENT");
    assertThat(treatment.getString("state")).isEqualTo("NOT_ENTITLED");
    given.run("UPDATE person_version SET health = 'CANCER' WHERE person_id = ?", family.workerId());
    treatment = of(answers(family, cadre.token(), ""), "TREATMENT");
    assertThat(treatment.getString("state")).isEqualTo("UNKNOWN");
    assertThat(treatment.getString("nextAction")).isEqualTo("把一年自付医疗费告诉帮扶干部");
    assertThat(treatment.getJsonArray("missing").getJsonObject(0).getString("fact"))
        .isEqualTo("selfPaidMedicalFen");
    record(family, given.today(), "SELF_PAID_MEDICAL", "900000");
    treatment = of(answers(family, cadre.token(), ""), "TREATMENT");
    assertThat(treatment.getString("state")).isEqualTo("ENTITLED");
  }

  @Test
  void anyDayIsAnsweredByItsOwnRulesAndFacts() {
    Fixtures.Family family = paired();
    record(family, given.today().minusDays(60), "HOUSING", "RENTED");
    String before = "?on=" + given.today().minusDays(61);
    String between = "?on=" + given.today().minusDays(30);
    assertThat(of(answers(family, family.token(), before), "RENTING").getString("state"))
        .isEqualTo("NOT_ENTITLED");
    JsonObject entitled = of(answers(family, family.token(), between), "RENTING");
    assertThat(entitled.getString("state")).isEqualTo("ENTITLED");
    assertThat(entitled.getInteger("version")).isEqualTo(1);
    assertThat(entitled.getJsonObject("amount").getLong("yearFen")).isEqualTo(240_000);
    JsonObject today = of(answers(family, family.token(), ""), "RENTING");
    assertThat(today.getString("state")).isEqualTo("NOT_ENTITLED");
    assertThat(today.getInteger("version")).isEqualTo(2);
    // Yesterday nobody had heard of it.
    String asKnown = between + "&knownOn=" + given.today().minusDays(1);
    assertThat(of(answers(family, family.token(), asKnown), "RENTING").getString("state"))
        .isNotEqualTo("ENTITLED");
  }

  @Test
  void eachStudentCounts() {
    Fixtures.Family family = paired();
    long child = given.member(family.id(), "CHILD", given.today().minusYears(20));
    given.run(
        "UPDATE person_version SET school_stage = 'UNIVERSITY', work_status = 'STUDENT' WHERE person_id = ?",
        child);
    JsonObject students = of(answers(family, family.token(), ""), "STUDENTS");
    assertThat(students.getString("state")).isEqualTo("ENTITLED");
    assertThat(students.getJsonObject("amount").getLong("fen")).isEqualTo(50_000);
    assertThat(students.getJsonObject("amount").getString("words")).isEqualTo("每年最多500元，1人，每人500元");
    // Whose it is: openly to the cadre in charge, the surname to the office.
    JsonObject fact =
        students.getJsonArray("clauses").getJsonObject(0).getJsonArray("facts").getJsonObject(3);
    assertThat(fact.getString("whose")).isEqualTo("孩子样示例");
    assertThat(answers(family, checker.token(), "").encode())
        .contains("孩子样**")
        .doesNotContain("样示例");
  }

  @Test
  void whatCannotBeHadTogetherIsGivenOnceAndACeilingIsSharedInOrder() {
    Fixtures.Family family = paired();
    JsonObject answers = answers(family, family.token(), "");
    JsonObject second = of(answers, "SECOND");
    assertThat(second.getString("state")).isEqualTo("NOT_ENTITLED");
    assertThat(second.getString("why")).isEqualTo("条件都符合，但和“政策FIRST”不能同时享受，先享受“政策FIRST”。");
    assertThat(of(answers, "FIRST").getJsonObject("amount").getLong("yearFen")).isEqualTo(80_000);
    JsonObject third = of(answers, "THIRD").getJsonObject("amount");
    assertThat(third.getLong("yearFen")).isEqualTo(20_000);
    assertThat(third.getString("words")).contains("一年合计最多1,000元");
  }

  @Test
  void whatRestsOnAWithdrawnConsentIsTheFamilysAlone() {
    Fixtures.Family family = paired();
    given.run("UPDATE person_version SET health = 'CANCER' WHERE person_id = ?", family.workerId());
    server.post(
        "/v1/my/consent-withdrawals", family.token(), new JsonObject().put("purpose", "HEALTH"));
    for (Fixtures.StaffMember by : List.of(cadre, checker, auditor)) {
      JsonObject seen = answers(family, by.token(), "");
      assertThat(seen.getJsonArray("withheld")).containsExactly("HEALTH");
      assertThat(seen.encode()).doesNotContain("TREATMENT").doesNotContain("恶性肿瘤");
    }
    assertThat(answers(family, family.token(), "").encode()).contains("TREATMENT", "恶性肿瘤");
  }

  @Test
  void anyoneReadsTheCatalogueOfADayAndFindsInIt() {
    JsonObject all = server.get("/v1/policies", null).json();
    assertThat(items(all.getJsonArray("items"))).hasSize(7);
    assertThat(server.get("/v1/policies?region=980000", null).json().getInteger("total")).isZero();
    assertThat(server.get("/v1/policies?level=PROVINCE&q=third", null).json().getInteger("total"))
        .isEqualTo(1);
    assertThat(server.get("/v1/policies?sector=HOUSING", null).json().getInteger("total")).isZero();
    assertThat(server.get("/v1/policies?on=2019-01-01", null).json().getInteger("total")).isZero();
    JsonObject renting = server.get("/v1/policies/RENTING", null).json();
    assertThat(renting.getInteger("version")).isEqualTo(2);
    assertThat(renting.getJsonArray("forWhom").getJsonObject(0).getString("words"))
        .isEqualTo("住房类型是租房，并且困难类别是意外致困");
    assertThat(renting.getString("benefitWords")).isEqualTo("每户每月200元");
    assertThat(server.get("/v1/policies/SECOND", null).json().encode()).contains("政策FIRST");
    assertThat(server.get("/v1/policies/NOBODYS", null).status()).isEqualTo(404);
  }

  @Test
  void everyReadingIsALookAndOthersAreRefused() {
    Fixtures.Family family = paired();
    Fixtures.Family stranger = given.household(station);
    answers(family, cadre.token(), "");
    assertThat(server.get("/v1/households/" + family.id() + "/policies", stranger.token()).status())
        .isEqualTo(404);
    assertThat(
            server.get("/v1/households/" + family.id() + "/policies", fundClerk.token()).status())
        .isEqualTo(403);
    assertThat(
            server
                .get("/v1/households/" + family.id() + "/policies?on=2199-01-01", cadre.token())
                .status())
        .isEqualTo(400);
    JsonObject looks = server.get("/v1/my/access-records", family.token()).json();
    assertThat(looks.encode()).contains("查看可享受的政策");
  }
}
