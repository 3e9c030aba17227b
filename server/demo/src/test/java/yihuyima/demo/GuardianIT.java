package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Caller;

/** Somebody who acts for one child of a household, and is no member of it. */
class GuardianIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.Org station;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    county = given.county(given.city(), "安和县总工会");
    station = given.station(county, "样例厂工会");
    given.livingAid(county);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Guarded(Fixtures.Family family, long child, String guardian) {}

  private static Guarded guarded() {
    Fixtures.Family family = given.household(station);
    SweptPrivate.giveOwnWords(given, family);
    long child = given.member(family.id(), "CHILD", given.today().minusYears(9));
    return new Guarded(family, child, given.tokenOf(family.id(), child, Caller.Capacity.GUARDIAN));
  }

  private static JsonObject ok(TestServer.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void householdAsSuchIsNotTheirs() {
    Guarded of = guarded();
    long application = SweptThings.anApplication(given, of.family(), county);
    long payment = given.payment(of.family(), "SENT", 120_000);

    for (String path : List.of("/v1/my/household", "/v1/my/programmes", "/v1/my/proxies")) {
      assertThat(server.get(path, of.guardian()).problem()).as(path).isEqualTo("not-allowed");
    }
    JsonObject draft =
        new JsonObject()
            .put("programmeCode", "LIVING_AID_" + county.id())
            .put("reason", "孩子上学有困难")
            .put("materialIds", new JsonArray());
    assertThat(server.post("/v1/applications", of.guardian(), draft).problem())
        .isEqualTo("not-allowed");
    assertThat(server.send("POST", "/v1/my/dynamic-code", of.guardian(), null, null).problem())
        .isEqualTo("not-allowed");
    assertThat(server.get("/v1/applications/" + application, of.guardian()).problem())
        .isEqualTo("not-found");
    assertThat(
            server
                .post(
                    "/v1/applications/" + application + "/withdrawal",
                    of.guardian(),
                    new JsonObject())
                .problem())
        .isEqualTo("not-found");
    assertThat(
            server
                .post(
                    "/v1/payments/" + payment + "/missing-reports", of.guardian(), new JsonObject())
                .problem())
        .isEqualTo("not-found");
    assertThat(ok(server.resolve(of.family().printed(), of.guardian())).getString("viewer"))
        .isEqualTo("anyone");
    assertThat(ok(server.get("/v1/my/applications", of.guardian())).getJsonArray("items"))
        .isEmpty();
  }

  @Test
  void whatIsForTheChildIsTheirs() {
    Guarded of = guarded();
    long application = SweptThings.anApplication(given, of.family(), county);
    given.run("UPDATE application SET person_id = ? WHERE id = ?", of.child(), application);

    assertThat(ok(server.get("/v1/my/applications", of.guardian())).getJsonArray("items"))
        .hasSize(1);
    assertThat(server.get("/v1/applications/" + application, of.guardian()).status())
        .isEqualTo(200);
    JsonObject looks = ok(server.get("/v1/my/access-records", of.guardian()));
    assertThat(looks.getJsonArray("items")).isNotEmpty();
  }

  @Test
  void copyHasTheChildAlone() {
    Guarded of = guarded();
    SweptThings.anApplication(given, of.family(), county);
    given.payment(of.family(), "PAID", 120_000);
    given.run(
        "INSERT INTO visit (household_id, staff_id, visited_at, recorded_at, note_enc) VALUES (?, ?, now(), now(), bytea '\\x00')",
        of.family().id(),
        given.staff(station, yihuyima.api.identity.Role.CADRE).id());
    decide(of.family().token(), "consents", "HEALTH");

    TestServer.Answer answer = server.get("/v1/my/export", of.guardian());
    JsonObject export = ok(answer);

    assertThat(export.getJsonArray("members")).hasSize(1);
    assertThat(export.getJsonArray("members").getJsonObject(0).getString("relation"))
        .isEqualTo("CHILD");
    for (String part : List.of("applications", "payments", "visits", "consents", "proxies")) {
      assertThat(export.getJsonArray(part)).as(part).isEmpty();
    }
    assertThat(export.getJsonArray("devices")).hasSize(1);
    assertThat(export.getJsonArray("looks")).isNotEmpty();
    assertThat(export.getJsonObject("household").fieldNames())
        .containsExactlyInAnyOrder("organisation", "otherCauses");
    for (SweptPrivate kind : SweptPrivate.values()) {
      assertThat(answer.text()).doesNotContain(kind.of(of.family()));
    }
  }

  @Test
  void theyDecideAboutTheChildsDataAndAboutNothingElse() {
    Guarded of = guarded();
    decide(of.family().token(), "consents", "HEALTH");

    JsonObject mine = ok(server.get("/v1/my/consents", of.guardian()));
    assertThat(mine.getJsonArray("items")).hasSize(1);
    assertThat(mine.getJsonArray("items").getJsonObject(0).getString("purpose"))
        .isEqualTo("MINORS");
    assertThat(mine.getJsonArray("items").getJsonObject(0).getBoolean("mayDecide")).isTrue();
    assertThat(mine.getJsonArray("history")).isEmpty();

    for (String purpose : List.of("GENERAL", "BANK_ACCOUNT", "HEALTH")) {
      for (String what : List.of("consents", "consent-withdrawals")) {
        assertThat(decide(of.guardian(), what, purpose).problem()).isEqualTo("not-allowed");
      }
    }
    ok(decide(of.guardian(), "consent-withdrawals", "MINORS"));
    ok(decide(of.guardian(), "consents", "MINORS"));
  }

  /** Consent to children's data is given for all of them at once. */
  @Test
  void guardianOfOneAmongSeveralChildrenDecidesForNone() {
    Guarded of = guarded();
    given.member(of.family().id(), "CHILD", given.today().minusYears(3));

    assertThat(decide(of.guardian(), "consent-withdrawals", "MINORS").problem())
        .isEqualTo("not-allowed");
    assertThat(
            ok(server.get("/v1/my/consents", of.guardian()))
                .getJsonArray("items")
                .getJsonObject(0)
                .getBoolean("mayDecide"))
        .isFalse();
    ok(decide(of.family().token(), "consent-withdrawals", "MINORS"));
  }

  @Test
  void guardianOfAGrownChildDecidesNothing() {
    Fixtures.Family family = given.household(station);
    long child = given.member(family.id(), "CHILD", given.today().minusYears(15));
    String guardian = given.tokenOf(family.id(), child, Caller.Capacity.GUARDIAN);

    assertThat(decide(guardian, "consents", "MINORS").problem()).isEqualTo("not-allowed");
  }

  @Test
  void theirRequestsAreTheirsAndTheFamilysAreNot() {
    Guarded of = guarded();
    JsonObject asked =
        new JsonObject().put("kind", "CORRECTION").put("field", "ILLNESS").put("ought", "母亲病情有误");
    TestServer.Answer ofFamily = server.post("/v1/my/rights-requests", of.family().token(), asked);
    assertThat(ofFamily.status()).isEqualTo(201);
    asked.put("field", "NAME").put("ought", "孩子的名字写错了");
    String key = UUID.randomUUID().toString();
    TestServer.Answer own = server.post("/v1/my/rights-requests", of.guardian(), asked, key);
    assertThat(own.status()).as(own.text()).isEqualTo(201);
    assertThat(server.post("/v1/my/rights-requests", of.guardian(), asked, key).text())
        .isEqualTo(own.text());

    assertThat(server.get("/v1/my/rights-requests", of.guardian()).text())
        .contains("孩子的名字写错了")
        .doesNotContain("母亲病情有误");
    assertThat(
            server
                .post(
                    "/v1/my/rights-requests/"
                        + ofFamily.json().getLong("requestId")
                        + "/withdrawal",
                    of.guardian(),
                    new JsonObject())
                .problem())
        .isEqualTo("not-found");
    assertThat(server.get("/v1/my/rights-requests", of.family().token()).text())
        .contains("孩子的名字写错了", "母亲病情有误");
  }

  /** What an adult was answered is not given again to whom the child alone is left. */
  @Test
  void answersFromBeforeAreNotTheGuardians() {
    Guarded of = guarded();
    JsonObject claims = ForgedToken.claims(of.family().token());
    JsonObject asked =
        new JsonObject().put("kind", "CORRECTION").put("field", "ILLNESS").put("ought", "母亲病情有误");
    String key = UUID.randomUUID().toString();
    assertThat(server.post("/v1/my/rights-requests", of.family().token(), asked, key).status())
        .isEqualTo(201);
    String sameAccount =
        yihuyima.server.Foundations.tokens(server.config(), java.time.Clock.systemUTC())
            .issue(
                new Caller.Household(
                    claims.getLong("id"),
                    of.family().id(),
                    of.child(),
                    Caller.Capacity.GUARDIAN,
                    UUID.fromString(claims.getString("sid"))),
                java.time.Duration.ofHours(1));

    TestServer.Answer again = server.post("/v1/my/rights-requests", sameAccount, asked, key);

    assertThat(again.problem()).isEqualTo("not-found");
    assertThat(again.text()).doesNotContain("母亲病情有误");
  }

  private static TestServer.Answer decide(String token, String what, String purpose) {
    JsonObject body = new JsonObject().put("purpose", purpose);
    return server.post(
        "/v1/my/" + what, token, what.equals("consents") ? body.put("noticeVersion", 1) : body);
  }
}
