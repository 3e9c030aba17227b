package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** Facts of a household: recorded, corrected, and shown as they were and as they were known. */
class RegisterIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember cadre;
  private static Fixtures.StaffMember checker;
  private static Fixtures.StaffMember approver;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    Fixtures.Org county = given.county(given.city(), "安和县总工会");
    station = given.station(county, "样例厂工会");
    cadre = given.staff(station, Role.CADRE);
    checker = given.staff(county, Role.CHECKER);
    approver = given.staff(county, Role.APPROVER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Fixtures.Family paired() {
    Fixtures.Family family = given.household(station);
    given.pair(family, cadre);
    return family;
  }

  private static JsonObject file(Fixtures.Family family, String token, String query) {
    return server.get("/v1/households/" + family.id() + "/file" + query, token).json();
  }

  private static @Nullable JsonObject fact(JsonArray facts, String field) {
    return facts.stream()
        .map(JsonObject.class::cast)
        .filter(fact -> fact.getString("field").equals(field))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String value(JsonObject file, String field) {
    JsonObject fact = fact(file.getJsonArray("facts"), field);
    return fact == null ? null : fact.getString("value");
  }

  private static JsonObject worker(JsonObject file) {
    return file.getJsonArray("people").getJsonObject(0);
  }

  private static JsonObject draft(String kind, LocalDate from) {
    return new JsonObject()
        .put("kind", kind)
        .put("validFrom", from.toString())
        .put("source", "VISIT")
        .put("reason", "上门看到");
  }

  private static JsonObject part(int version, String... fieldsAndValues) {
    JsonArray facts = new JsonArray();
    for (int i = 0; i < fieldsAndValues.length; i += 2) {
      facts.add(
          new JsonObject().put("field", fieldsAndValues[i]).put("value", fieldsAndValues[i + 1]));
    }
    return new JsonObject().put("version", version).put("facts", facts);
  }

  private static TestServer.Answer record(Fixtures.Family family, String token, JsonObject body) {
    return server.post(
        "/v1/households/" + family.id() + "/facts", token, body, UUID.randomUUID().toString());
  }

  @Test
  void aChangeIsTrueFromItsDayOnAndTheRestStays() {
    Fixtures.Family family = paired();
    LocalDate march = given.today().minusDays(100);

    TestServer.Answer answer =
        record(
            family,
            cadre.token(),
            draft("CHANGE", march)
                .put("household", part(1, "HOUSING", "RENTED", "FLOOR_AREA", "565"))
                .put(
                    "people",
                    new JsonArray()
                        .add(
                            part(1, "WORK_STATUS", "EMPLOYED", "UNIT", "样例二厂")
                                .put("personId", family.workerId()))));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getInteger("written")).isEqualTo(2);
    JsonObject now = file(family, cadre.token(), "");
    assertThat(value(now, "HOUSING")).isEqualTo("RENTED");
    assertThat(value(now, "FLOOR_AREA")).isEqualTo("565");
    assertThat(value(now, "YEAR_INCOME")).isEqualTo("1200000");
    JsonObject unit = fact(worker(now).getJsonArray("facts"), "UNIT");
    assertThat(unit.getString("value")).isEqualTo("样例二厂");
    assertThat(unit.getString("since")).isEqualTo(march.toString());
    assertThat(unit.getString("source")).isEqualTo("VISIT");
    assertThat(value(file(family, cadre.token(), "?on=" + march.minusDays(1)), "HOUSING"))
        .isEqualTo("OWN");
    assertThat(value(file(family, cadre.token(), "?on=" + march), "HOUSING")).isEqualTo("RENTED");
    // As it was known the day before it was recorded.
    assertThat(
            value(
                file(
                    family,
                    cadre.token(),
                    "?on=" + march + "&knownOn=" + given.today().minusDays(1)),
                "HOUSING"))
        .isNull();
  }

  @Test
  void whatIsCorrectedWasNeverSo() {
    Fixtures.Family family = paired();
    record(
        family,
        cadre.token(),
        draft("CORRECTION", given.today()).put("household", part(1, "HOUSING", "SELF_BUILT")));
    assertThat(value(file(family, cadre.token(), "?on=" + given.today().minusDays(200)), "HOUSING"))
        .isEqualTo("SELF_BUILT");

    JsonArray history =
        server
            .get("/v1/households/" + family.id() + "/facts/HOUSING", cadre.token())
            .json()
            .getJsonArray("items");
    assertThat(history).hasSize(2);
    assertThat(history.getJsonObject(0).getString("kind")).isEqualTo("CORRECTION");
    assertThat(history.getJsonObject(0).getString("reason")).isEqualTo("上门看到");
    assertThat(history.getJsonObject(1).getString("value")).isEqualTo("OWN");
    // Who does not know the family does not read why.
    assertThat(
            server
                .get("/v1/households/" + family.id() + "/facts/HOUSING", approver.token())
                .json()
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("reason"))
        .isNull();
  }

  @Test
  void theSameAgainIsNotWrittenAndAnotherVersionIsRefused() {
    Fixtures.Family family = paired();
    JsonObject body = draft("CHANGE", given.today()).put("household", part(1, "HOUSING", "OWN"));
    assertThat(record(family, cadre.token(), body).json().getInteger("written")).isZero();

    JsonObject other =
        draft("CHANGE", given.today()).put("household", part(1, "HOUSING", "RENTED"));
    assertThat(record(family, checker.token(), other).status()).isEqualTo(200);
    assertThat(record(family, cadre.token(), other).problem()).isEqualTo("state-changed");
    assertThat(
            given.scalar(
                "SELECT count(*) FROM household_version WHERE household_id = ? AND is_current",
                family.id()))
        .isEqualTo(1);
  }

  @Test
  void whatCannotBeIsRefusedByFieldAndNothingIsWritten() {
    Fixtures.Family family = paired();
    TestServer.Answer answer =
        record(
            family,
            cadre.token(),
            draft("CHANGE", given.today())
                .put("household", part(1, "HOUSING", "宫殿", "YEAR_INCOME", "-1", "ADDRESS", "样例路1号"))
                .put(
                    "people",
                    new JsonArray()
                        .add(part(1, "PHONE", "12345").put("personId", family.workerId()))));
    assertThat(answer.problem()).isEqualTo("request-invalid");
    assertThat(
            answer.json().getJsonArray("errors").stream()
                .map(e -> ((JsonObject) e).getString("pointer")))
        .containsExactlyInAnyOrder(
            "/household/facts/0/value", "/household/facts/1/value", "/people/0/facts/0/value");
    assertThat(answer.json().encode()).doesNotContain("12345", "宫殿");

    assertThat(
            record(
                    family,
                    cadre.token(),
                    draft("CHANGE", given.today().plusDays(1))
                        .put("household", part(1, "HOUSING", "RENTED")))
                .problem())
        .isEqualTo("request-invalid");
    assertThat(
            record(
                    family,
                    cadre.token(),
                    draft("CHANGE", given.today().minusYears(3))
                        .put("household", part(1, "HOUSING", "RENTED")))
                .problem())
        .isEqualTo("request-invalid");
    // A required fact is not taken away, and the sex agrees with the ID number.
    assertThat(
            record(
                    family,
                    cadre.token(),
                    draft("CHANGE", given.today()).put("household", part(1, "HOUSING", null)))
                .problem())
        .isEqualTo("request-invalid");
    assertThat(
            given.scalar(
                "SELECT count(*) FROM household_version WHERE household_id = ?", family.id()))
        .isEqualTo(1);
  }

  @Test
  void onlyThoseOfTheHouseholdAreWritten() {
    Fixtures.Family family = paired();
    Fixtures.Family other = paired();
    assertThat(
            record(
                    family,
                    cadre.token(),
                    draft("CHANGE", given.today())
                        .put(
                            "people",
                            new JsonArray()
                                .add(part(1, "UNIT", "样例").put("personId", other.workerId()))))
                .problem())
        .isEqualTo("not-found");
    assertThat(
            server
                .get(
                    "/v1/households/" + family.id() + "/facts/UNIT?personId=" + other.workerId(),
                    cadre.token())
                .problem())
        .isEqualTo("not-found");
  }

  @Test
  void privateFactsAreFoundByTheirNewNumbersAndHiddenFromTheOffice() {
    Fixtures.Family family = paired();
    String phone = "10098765432";
    String card = "9900000000000000002";
    record(
        family,
        cadre.token(),
        draft("CHANGE", given.today())
            .put(
                "people",
                new JsonArray()
                    .add(
                        part(1, "PHONE", phone, "CARD", card, "OTHER_CONTACT", "邻居样大姐")
                            .put("personId", family.workerId()))));

    JsonArray open = worker(file(family, cadre.token(), "")).getJsonArray("facts");
    assertThat(fact(open, "PHONE").getString("value")).isEqualTo(phone);
    assertThat(fact(open, "CARD").getString("value")).isEqualTo("0002");
    assertThat(fact(open, "ID_NUMBER").getString("value")).hasSize(4);
    JsonObject masked = file(family, approver.token(), "");
    assertThat(masked.encode()).doesNotContain(phone, card, "0002", "邻居", "样例路", "样示例");
    assertThat(fact(worker(masked).getJsonArray("facts"), "NAME").getString("value"))
        .isEqualTo("样**");
    assertThat(masked.getBoolean("mayRecord")).isFalse();
    assertThat(
            server
                .post(
                    "/v1/households/search", checker.token(), new JsonObject().put("phone", phone))
                .json()
                .getJsonArray("items"))
        .hasSize(1);
    for (String text :
        given.texts(
            "SELECT v::text FROM person_version AS v WHERE person_id = ?", family.workerId())) {
      assertThat(text).doesNotContain(phone, card, "邻居");
    }
  }

  @Test
  void theFamilyReadsItsOwnFileAndSeesWhoElseDid() {
    Fixtures.Family family = paired();
    assertThat(file(family, family.token(), "").getBoolean("mayRecord")).isFalse();
    file(family, approver.token(), "");
    record(
        family,
        cadre.token(),
        draft("CHANGE", given.today()).put("household", part(1, "HOUSING", "RENTED")));
    List<String> deeds =
        given.texts(
            "SELECT operation || ' ' || detail || ' ' || coalesce(array_to_string(fields, ','), '') FROM access_record"
                + " WHERE household_id = ? AND granted ORDER BY id",
            family.id());
    assertThat(deeds)
        .containsExactly(
            "getHouseholdFile file ",
            "getHouseholdFile file ",
            "recordFacts recorded facts HOUSING");
  }

  @Test
  void whatTheFamilyTookItsConsentBackForIsNeitherShownNorAddedTo() {
    Fixtures.Family family = paired();
    given.run(
        "UPDATE household SET withdrawn = '{HEALTH}', withdrawn_at = now() WHERE id = ?",
        family.id());
    JsonObject file = file(family, cadre.token(), "");
    assertThat(fact(worker(file).getJsonArray("facts"), "HEALTH")).isNull();
    assertThat(value(file, "MAIN_CAUSE")).isNull();
    assertThat(file.getJsonArray("withheld")).containsExactly("HEALTH");
    assertThat(
            record(
                    family,
                    cadre.token(),
                    draft("CHANGE", given.today())
                        .put(
                            "people",
                            new JsonArray()
                                .add(
                                    part(1, "HEALTH", "CANCER")
                                        .put("personId", family.workerId()))))
                .problem())
        .isEqualTo("consent-withdrawn");
    assertThat(
            record(
                    family,
                    cadre.token(),
                    draft("CHANGE", given.today())
                        .put("household", part(1, "OTHER_CAUSES", "CHILD_SCHOOLING")))
                .problem())
        .isEqualTo("consent-withdrawn");
    assertThat(fact(worker(file(family, family.token(), "")).getJsonArray("facts"), "HEALTH"))
        .isNotNull();
  }

  @Test
  void theFormNamesItsFieldsAndLists() {
    JsonObject form = server.get("/v1/form", cadre.token()).json();
    assertThat(form.getJsonArray("fields").stream().map(f -> ((JsonObject) f).getString("field")))
        .contains("TIER", "NAME", "CARD")
        .doesNotHaveDuplicates();
  }
}
