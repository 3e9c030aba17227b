package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** A write that is sent again: its answer is given again to whom the thing is still open. */
class RepeatedAnswersIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember cadre;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    county = given.county(given.city(), "安和县总工会");
    station = given.station(county, "样例厂工会");
    given.medicalAid(county);
    given.livingAid(county);
    cadre = given.staff(station, Role.CADRE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void repetitionIsALookThatTheFamilyReads() {
    Fixtures.Family family = paired();
    String key = UUID.randomUUID().toString();
    TestServer.Answer first = visit(family.id(), key);

    assertThat(visit(family.id(), key).text()).isEqualTo(first.text());

    assertThat(looks(family))
        .containsExactly("logVisit true the same answer again", "logVisit true visit logged");
    assertThat(server.get("/v1/my/access-records", family.token()).text()).contains("记录走访（再看结果）");
  }

  @Test
  void answerIsNotGivenToWhomTheHouseholdIsNoLongerOpen() {
    Fixtures.Family family = paired();
    String key = UUID.randomUUID().toString();
    assertThat(visit(family.id(), key).status()).isEqualTo(201);
    given.run(
        "UPDATE pairing SET to_on = ?, end_reason = '换人' WHERE household_id = ?",
        given.today(),
        family.id());

    TestServer.Answer again = visit(family.id(), key);

    assertThat(SweepVerdict.told(again))
        .isEqualTo(SweepVerdict.told(visit(999_999_999, UUID.randomUUID().toString())));
    assertThat(again.status()).isEqualTo(404);
    assertThat(looks(family))
        .containsExactly("logVisit false not-found", "logVisit true visit logged");
  }

  @Test
  void answerIsNotGivenOnceTheFamilyStoppedTheUseOfItsData() {
    Fixtures.Family family = paired();
    String key = UUID.randomUUID().toString();
    assertThat(visit(family.id(), key).status()).isEqualTo(201);
    given.run("UPDATE household SET processing_stopped_at = now() WHERE id = ?", family.id());

    assertThat(visit(family.id(), key).status()).isEqualTo(404);
  }

  /** The kept answer has the words of a medical application, which the family now keeps. */
  @Test
  void answerFromBeforeAConsentWasWithdrawnIsGone() {
    Fixtures.Family family = paired();
    long id = applied(family);
    String path = "/v1/applications/" + id + "/check";
    JsonObject pass = new JsonObject().put("decision", "PASS").put("version", 1);
    String key = UUID.randomUUID().toString();
    assertThat(server.post(path, cadre.token(), pass, key).text()).contains("需要长期治疗");
    assertThat(server.post(path, cadre.token(), pass, key).text()).contains("需要长期治疗");
    assertThat(
            server
                .post(
                    "/v1/my/consent-withdrawals",
                    family.token(),
                    new JsonObject().put("purpose", "HEALTH"))
                .status())
        .isEqualTo(200);

    TestServer.Answer again = server.post(path, cadre.token(), pass, key);

    assertThat(again.problem()).isEqualTo("answer-gone");
    assertThat(again.text()).doesNotContain("需要长期治疗");
  }

  @Test
  void familyHasItsOwnAnswersAgain() {
    Fixtures.Family family = given.household(station);
    given.run("UPDATE household SET processing_stopped_at = now() WHERE id = ?", family.id());
    JsonObject wish =
        new JsonObject().put("kind", "CORRECTION").put("field", "PHONE").put("ought", "换了号码");
    String key = UUID.randomUUID().toString();
    TestServer.Answer first = server.post("/v1/my/rights-requests", family.token(), wish, key);
    assertThat(first.status()).as(first.text()).isEqualTo(201);

    assertThat(server.post("/v1/my/rights-requests", family.token(), wish, key).text())
        .isEqualTo(first.text());
  }

  @Test
  void passwordOfAnAccountThatLeftIsNotGivenAgain() {
    Fixtures.StaffMember administrator = given.staff(county, Role.ADMINISTRATOR);
    JsonObject account =
        new JsonObject()
            .put("loginName", "repeated.answer")
            .put("name", "示例新人")
            .put("organisationId", station.id())
            .put("roles", new JsonArray().add("CADRE"));
    String key = UUID.randomUUID().toString();
    TestServer.Answer first = server.post("/v1/staff", administrator.token(), account, key);
    assertThat(first.status()).as(first.text()).isEqualTo(201);
    String password = first.json().getString("oneTimePassword");
    assertThat(server.post("/v1/staff", administrator.token(), account, key).text())
        .contains(password);
    Fixtures.Org elsewhere = given.county(given.topmost(), "邻县总工会");
    given.run(
        "UPDATE staff SET organisation_id = ? WHERE login_name = 'repeated.answer'",
        elsewhere.id());

    TestServer.Answer again = server.post("/v1/staff", administrator.token(), account, key);

    assertThat(again.status()).isEqualTo(404);
    assertThat(again.text()).doesNotContain(password);
  }

  /** What an older release kept does not say what it is about: nobody can be asked. */
  @Test
  void answerThatDoesNotSayWhatItIsAboutIsGone() {
    Fixtures.Family family = paired();
    String key = UUID.randomUUID().toString();
    assertThat(visit(family.id(), key).status()).isEqualTo(201);
    given.run("UPDATE idempotency SET matter = NULL WHERE key = ?", key);

    assertThat(visit(family.id(), key).problem()).isEqualTo("answer-gone");
    assertThat(given.scalar("SELECT count(*) FROM visit WHERE household_id = ?", family.id()))
        .isEqualTo(1);
  }

  @Test
  void repetitionOfAnInvestigationStaysUnderIt() {
    Fixtures.Family family = given.household(station);
    Fixtures.StaffMember auditor = given.staff(county, Role.AUDITOR);
    Clock clock = Clock.systemUTC();
    JsonObject investigation =
        new JsonObject()
            .put("householdId", family.id())
            .put("reason", "有人在外面说起这家的情况")
            .put("until", clock.instant().plus(Duration.ofDays(7)).toString());
    String key = UUID.randomUUID().toString();
    TestServer.Answer first =
        server.post("/v1/leak-investigations", auditor.token(), investigation, key);
    assertThat(first.status()).as(first.text()).isEqualTo(201);

    assertThat(server.post("/v1/leak-investigations", auditor.token(), investigation, key).text())
        .isEqualTo(first.text());

    assertThat(looks(family)).first().asString().contains("the same answer again");
    assertThat(server.get("/v1/my/access-records", family.token()).text()).doesNotContain("泄露调查");
  }

  private static Fixtures.Family paired() {
    Fixtures.Family family = given.household(station);
    given.pair(family, cadre);
    return family;
  }

  private static TestServer.Answer visit(long household, String key) {
    return server.post(
        "/v1/households/" + household + "/visits",
        cadre.token(),
        new JsonObject().put("note", "老人身体好些了"),
        key);
  }

  private static long applied(Fixtures.Family family) {
    JsonObject draft =
        new JsonObject()
            .put("programmeCode", "MEDICAL_AID_" + county.id())
            .put("reason", "父亲需要长期治疗，自付费用较高")
            .put("materialIds", new JsonArray());
    TestServer.Answer sent = server.post("/v1/applications", family.token(), draft);
    assertThat(sent.status()).as(sent.text()).isEqualTo(201);
    return sent.json().getLong("applicationId");
  }

  /** The record of a household, the newest first. */
  private static List<String> looks(Fixtures.Family family) {
    return given.texts(
        """
        SELECT operation || ' ' || granted || ' ' || detail FROM access_record
         WHERE household_id = ? AND operation IN ('logVisit', 'openLeakInvestigation') ORDER BY id DESC
        """,
        family.id());
  }
}
