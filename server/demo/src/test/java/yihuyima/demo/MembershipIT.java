package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** People join and leave households, and the file of any day shows who was there. */
class MembershipIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember cadre;
  private static Fixtures.StaffMember approver;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    Fixtures.Org county = given.county(given.city(), "安和县总工会");
    station = given.station(county, "样例厂工会");
    cadre = given.staff(station, Role.CADRE);
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

  private static JsonObject deed(LocalDate day) {
    return new JsonObject()
        .put("onDay", day.toString())
        .put("source", "VISIT")
        .put("reason", "看过户口簿");
  }

  private static JsonArray relations(Object... peopleAndRelations) {
    JsonArray all = new JsonArray();
    for (int i = 0; i < peopleAndRelations.length; i += 2) {
      all.add(
          new JsonObject()
              .put("personId", peopleAndRelations[i])
              .put("relation", peopleAndRelations[i + 1]));
    }
    return all;
  }

  private static JsonObject newborn(String number) {
    return deed(given.today().minusDays(30))
        .put("relation", "CHILD")
        .put("idNumber", number)
        .put("facts", facts());
  }

  private static JsonArray facts() {
    JsonArray facts = new JsonArray();
    String[] stated = {
      "NAME",
      "样小宝",
      "HEALTH",
      "GOOD",
      "INSURANCE",
      "RESIDENT",
      "WORK_STATUS",
      "STUDENT",
      "MONTH_INCOME",
      "0"
    };
    for (int i = 0; i < stated.length; i += 2) {
      facts.add(new JsonObject().put("field", stated[i]).put("value", stated[i + 1]));
    }
    return facts;
  }

  private static TestServer.Answer post(String path, JsonObject body) {
    return server.post(path, cadre.token(), body, UUID.randomUUID().toString());
  }

  private static TestServer.Answer join(Fixtures.Family family, JsonObject body) {
    return post("/v1/households/" + family.id() + "/members", body);
  }

  private static TestServer.Answer end(Fixtures.Family family, long person, JsonObject body) {
    return post("/v1/households/" + family.id() + "/members/" + person + "/end", body);
  }

  private static JsonObject file(Fixtures.Family family, String query) {
    return server.get("/v1/households/" + family.id() + "/file" + query, cadre.token()).json();
  }

  private static java.util.List<String> people(JsonObject file) {
    return file.getJsonArray("people").stream()
        .map(JsonObject.class::cast)
        .map(person -> person.getString("relation") + person.getLong("personId"))
        .toList();
  }

  @Test
  void aNewPersonJoinsWithTheFactsOfTheForm() {
    Fixtures.Family family = paired();
    String number = Fixtures.idNumber(given.nextId("person") + 500);

    TestServer.Answer answer = join(family, newborn(number));

    assertThat(answer.text()).contains("personId");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().getBoolean("known")).isFalse();
    long child = answer.json().getLong("personId");
    assertThat(people(file(family, "")))
        .containsExactly("WORKER" + family.workerId(), "CHILD" + child);
    assertThat(people(file(family, "?on=" + given.today().minusDays(31)))).hasSize(1);
    assertThat(
            given.scalar("SELECT count(*) FROM file_person WHERE person_id = ? AND is_open", child))
        .isEqualTo(1);
    // Birth and sex follow from the number, and the number is found by its index.
    assertThat(
            server
                .post(
                    "/v1/households/search",
                    approver.token(),
                    new JsonObject().put("idNumber", number))
                .json()
                .getJsonArray("items"))
        .hasSize(1);
    assertThat(join(family, newborn(number)).problem()).isEqualTo("already-member");
    // Wide digits and small letters are the same number.
    Fixtures.Family other = paired();
    assertThat(join(other, newborn(number.replace('9', '９'))).problem())
        .isEqualTo("person-elsewhere");
    assertThat(
            given.texts(
                "SELECT words_enc::text FROM membership WHERE person_id = ? AND words_enc IS NOT NULL",
                child))
        .hasSize(1)
        .noneMatch(text -> text.contains("户口簿"));
  }

  @Test
  void whatANewPersonLacksIsSaidByName() {
    Fixtures.Family family = paired();
    String number = Fixtures.idNumber(given.nextId("person") + 500);
    JsonObject body = newborn(number);
    body.remove("facts");
    TestServer.Answer answer = join(family, body);
    assertThat(answer.problem()).isEqualTo("request-invalid");
    assertThat(answer.json().getJsonArray("errors").encode()).contains("姓名：不能空着", "健康状况");
    assertThat(answer.text()).doesNotContain(number);
    assertThat(given.scalar("SELECT count(*) FROM membership WHERE household_id = ?", family.id()))
        .isEqualTo(1);
    assertThat(join(family, newborn("123")).problem()).isEqualTo("request-invalid");
    assertThat(
            join(family, newborn(number).put("onDay", given.today().plusDays(1).toString()))
                .problem())
        .isEqualTo("request-invalid");
  }

  @Test
  void theWorkerDiesAndTheWifeGoesOn() {
    Fixtures.Family family = paired();
    long wife = given.member(family.id(), "SPOUSE", given.today().minusYears(44));
    long mother = given.member(family.id(), "PARENT", given.today().minusYears(70));
    LocalDate day = given.today().minusDays(10);
    JsonObject death = deed(day).put("endReason", "DEATH");

    assertThat(end(family, family.workerId(), death).problem()).isEqualTo("worker-needed");
    TestServer.Answer answer =
        end(
            family,
            family.workerId(),
            death.copy().put("relations", relations(wife, "WORKER", mother, "PARENT_IN_LAW")));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getInteger("bindingsEnded")).isEqualTo(1);
    assertThat(server.get("/v1/my/household", family.token()).status()).isEqualTo(401);
    JsonObject now = file(family, "");
    assertThat(people(now)).containsExactly("WORKER" + wife, "PARENT_IN_LAW" + mother);
    JsonObject former = now.getJsonArray("former").getJsonObject(0);
    assertThat(former.getLong("personId")).isEqualTo(family.workerId());
    assertThat(former.getString("endReason")).isEqualTo("DEATH");
    assertThat(people(file(family, "?on=" + day.minusDays(1))))
        .containsExactly("WORKER" + family.workerId(), "SPOUSE" + wife, "PARENT" + mother);
    // The dead join nobody.
    Fixtures.Family other = paired();
    assertThat(
            join(
                    other,
                    deed(given.today())
                        .put("relation", "PARENT")
                        .put("idNumber", family.idNumber()))
                .problem())
        .isEqualTo("person-died");
  }

  @Test
  void whoLeftMayJoinAnotherHouseholdAndTheLastOneStays() {
    Fixtures.Family family = paired();
    Fixtures.Family other = paired();
    long son = given.member(family.id(), "CHILD", given.today().minusYears(30));
    String number = Fixtures.idNumber(son);
    JsonObject joins = deed(given.today()).put("relation", "CHILD_IN_LAW").put("idNumber", number);
    assertThat(join(other, joins).problem()).isEqualTo("person-elsewhere");
    assertThat(end(family, son, deed(given.today()).put("endReason", "LEFT")).status())
        .isEqualTo(200);
    TestServer.Answer answer = join(other, joins);
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().getBoolean("known")).isTrue();
    assertThat(people(file(other, ""))).contains("CHILD_IN_LAW" + son);
    assertThat(
            end(family, family.workerId(), deed(given.today()).put("endReason", "DEATH")).problem())
        .isEqualTo("last-member");
  }

  @Test
  void theDatabaseItselfRefusesASecondHousehold() {
    Fixtures.Family family = paired();
    Fixtures.Family other = paired();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                given.run(
                    "INSERT INTO membership (household_id, person_id, relation, from_on) VALUES (?,?,'OTHER',?)",
                    other.id(),
                    family.workerId(),
                    given.today()))
        .hasMessageContaining("membership_one_household");
  }

  @Test
  void aRelationChangesFromADayAndIsCorrectedFromTheFirst() {
    Fixtures.Family family = paired();
    long wife = given.member(family.id(), "OTHER", given.today().minusYears(44));
    String path = "/v1/households/" + family.id() + "/relations";
    LocalDate day = given.today().minusDays(20);
    TestServer.Answer changed =
        post(path, deed(day).put("kind", "CHANGE").put("relations", relations(wife, "SPOUSE")));
    assertThat(changed.json().getInteger("written")).isEqualTo(1);
    assertThat(people(file(family, "?on=" + day.minusDays(1)))).contains("OTHER" + wife);
    assertThat(people(file(family, ""))).contains("SPOUSE" + wife).hasSize(2);
    assertThat(file(family, "").getJsonArray("former")).isEmpty();

    post(
        path,
        deed(given.today()).put("kind", "CORRECTION").put("relations", relations(wife, "SIBLING")));
    assertThat(people(file(family, "?on=" + day))).contains("SIBLING" + wife);
    assertThat(
            post(
                    path,
                    deed(given.today())
                        .put("kind", "CHANGE")
                        .put("relations", relations(family.workerId(), "OTHER")))
                .problem())
        .isEqualTo("worker-needed");
  }

  @Test
  void theFamilyReadsWhoChangedItsMembers() {
    Fixtures.Family family = paired();
    long son = given.member(family.id(), "CHILD", given.today().minusYears(30));
    end(family, son, deed(given.today()).put("endReason", "MISTAKE"));
    assertThat(
            given.texts(
                "SELECT detail FROM access_record WHERE household_id = ? AND granted ORDER BY id",
                family.id()))
        .containsExactly("a member left: MISTAKE");
    // Somebody who was there by mistake never was.
    assertThat(people(file(family, "?on=" + given.today().minusDays(5)))).hasSize(1);
    assertThat(file(family, "").getJsonArray("former")).isEmpty();
  }
}
