package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;
import yihuyima.server.Foundations;

/**
 * What a family is told about its data, what it agrees to, and what stops when it takes it back.
 */
class ConsentIT {
  private static final String CONSENTS = "/v1/my/consents";
  private static final String WITHDRAWALS = "/v1/my/consent-withdrawals";

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
    cadre = given.staff(station, Role.CADRE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonObject to(String purpose, int version) {
    return new JsonObject().put("purpose", purpose).put("noticeVersion", version);
  }

  private static JsonObject of(String purpose) {
    return new JsonObject().put("purpose", purpose);
  }

  private static JsonObject ok(TestServer.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static JsonObject standing(String token, String purpose) {
    return items(ok(server.get(CONSENTS, token)).getJsonArray("items")).stream()
        .filter(each -> each.getString("purpose").equals(purpose))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonObject> items(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }

  private static long rows(Fixtures.Family family) {
    return given.scalar("SELECT count(*) FROM consent WHERE household_id = ?", family.id());
  }

  /** Somebody who acts for the family in another capacity than its own adult. */
  private static String acting(Fixtures.Family family, Caller.Capacity capacity) {
    JsonObject claims = ForgedToken.claims(given.tokenOfHousehold(family.id(), family.workerId()));
    given.run(
        "UPDATE binding SET capacity = ?, until_on = ? WHERE account_id = ?",
        capacity.name(),
        given.today().plusDays(30),
        claims.getLong("id"));
    return Foundations.tokens(server.config(), Clock.systemUTC())
        .issue(
            new Caller.Household(
                claims.getLong("id"),
                family.id(),
                family.workerId(),
                capacity,
                UUID.fromString(claims.getString("sid"))),
            Duration.ofHours(2));
  }

  @Test
  void everybodyReadsTheNoticesWordForWord() {
    List<JsonObject> notices = items(ok(server.get("/v1/notices", null)).getJsonArray("items"));

    assertThat(notices)
        .filteredOn(each -> each.getBoolean("inForce"))
        .extracting(each -> each.getString("purpose"))
        .containsExactlyInAnyOrder("GENERAL", "BANK_ACCOUNT", "HEALTH", "MINORS");
    assertThat(notices)
        .allSatisfy(
            each -> {
              assertThat(each.getJsonArray("paragraphs").size()).isGreaterThan(3);
              assertThat(each.getString("stops")).contains("撤回后");
            });
  }

  @Test
  void givenTwiceIsOneRowAndTakenBackIsAnother() {
    Fixtures.Family family = given.household(station);
    assertThat((Object) standing(family.token(), "HEALTH").getJsonObject("latest")).isNull();

    JsonObject first = ok(server.post(CONSENTS, family.token(), to("HEALTH", 1)));
    JsonObject second = ok(server.post(CONSENTS, family.token(), to("HEALTH", 1)));
    assertThat(second).isEqualTo(first);
    assertThat(first.getString("channel")).isEqualTo("OWN_PHONE");
    assertThat(rows(family)).isEqualTo(1);

    JsonObject withdrawn = ok(server.post(WITHDRAWALS, family.token(), of("HEALTH")));
    assertThat(ok(server.post(WITHDRAWALS, family.token(), of("HEALTH")))).isEqualTo(withdrawn);
    assertThat(rows(family)).isEqualTo(2);
    assertThat(standing(family.token(), "HEALTH").getJsonObject("latest").getString("choice"))
        .isEqualTo("WITHDRAWN");
    assertThat(items(ok(server.get(CONSENTS, family.token())).getJsonArray("history")))
        .extracting(each -> each.getString("choice"))
        .containsExactly("WITHDRAWN", "GIVEN");
    assertThat(
            given.scalar(
                "SELECT count(*) FROM access_record WHERE household_id = ? AND operation IN ('giveConsent', 'withdrawConsent')",
                family.id()))
        .as("only what changed something is recorded")
        .isEqualTo(2);
  }

  @Test
  void howeverManyPressAtOnceItIsGivenOnce() {
    Fixtures.Family family = given.household(station);

    List<TestServer.Answer> answers =
        Presses.atOnce(16, i -> server.post(CONSENTS, family.token(), to("MINORS", 1)));

    assertThat(answers).extracting(TestServer.Answer::status).isSubsetOf(200, 503).contains(200);
    assertThat(rows(family)).isEqualTo(1);
  }

  @Test
  void noticeThatIsNotInForceIsNotAgreedTo() {
    Fixtures.Family family = given.household(station);

    assertThat(server.post(CONSENTS, family.token(), to("GENERAL", 2)).problem())
        .isEqualTo("notice-changed");
    assertThat(rows(family)).isZero();
  }

  @Test
  void proxyDecidesNothingThatIsSensitive() {
    Fixtures.Family family = given.household(station);
    String proxy = acting(family, Caller.Capacity.PROXY);

    for (String purpose : List.of("BANK_ACCOUNT", "HEALTH", "MINORS")) {
      assertThat(server.post(CONSENTS, proxy, to(purpose, 1)).problem()).isEqualTo("not-allowed");
      assertThat(server.post(WITHDRAWALS, proxy, of(purpose)).problem()).isEqualTo("not-allowed");
      assertThat(standing(proxy, purpose).getBoolean("mayDecide")).isFalse();
    }
    assertThat(rows(family)).isZero();
    assertThat(ok(server.post(CONSENTS, proxy, to("GENERAL", 1))).getString("channel"))
        .isEqualTo("PROXY");
  }

  @Test
  void paperIsBroughtByTheCadreInCharge() {
    Fixtures.Family family = given.household(station);
    given.pair(family, cadre);
    String path = "/v1/households/" + family.id() + "/consents";
    JsonObject body =
        to("BANK_ACCOUNT", 1)
            .put("choice", "GIVEN")
            .put("signedOn", given.today().minusDays(1).toString());
    assertThat(server.post(path, given.staff(station, Role.CADRE).token(), body).problem())
        .isEqualTo("not-found");

    JsonObject kept = ok(server.post(path, cadre.token(), body));
    assertThat(ok(server.post(path, cadre.token(), body))).as("same paper").isEqualTo(kept);
    assertThat(rows(family)).isEqualTo(1);
    assertThat(kept.getString("channel")).isEqualTo("PAPER_AT_DOOR");
    assertThat((Object) standing(family.token(), "BANK_ACCOUNT").getJsonObject("latest"))
        .isEqualTo(kept);

    JsonObject tomorrow = body.copy().put("signedOn", given.today().plusDays(1).toString());
    assertThat(server.post(path, cadre.token(), tomorrow).problem()).isEqualTo("request-invalid");
    JsonObject before = body.copy().put("signedOn", "2025-12-31");
    assertThat(server.post(path, cadre.token(), before).problem()).isEqualTo("notice-changed");
    JsonObject noDay = body.copy().put("signedOn", "2026-02-30");
    assertThat(server.post(path, cadre.token(), noDay).problem()).isEqualTo("request-invalid");
  }

  @Test
  void withdrawnBankAccountStopsMoneyUntilItIsGivenAgain() {
    Fixtures.Family family = given.household(station);
    Fixtures.StaffMember clerk = given.staff(county, Role.FUND_CLERK);
    String send = "/v1/payments/" + given.payment(family, "APPROVED", 120_000) + "/sending";
    ok(server.post(WITHDRAWALS, family.token(), of("BANK_ACCOUNT")));

    assertThat(server.post(send, clerk.token(), null).problem()).isEqualTo("consent-withdrawn");

    ok(server.post(CONSENTS, family.token(), to("BANK_ACCOUNT", 1)));
    assertThat(ok(server.post(send, clerk.token(), null)).getString("state")).isEqualTo("SENT");
  }

  @Test
  void withdrawnGeneralConsentStopsApplications() {
    Fixtures.Family family = given.household(station);
    JsonObject draft = new JsonObject().put("programmeCode", "NO_SUCH").put("reason", "家里有困难");
    assertThat(server.post("/v1/applications", family.token(), draft).problem())
        .isEqualTo("not-open-to-apply");
    ok(server.post(WITHDRAWALS, family.token(), of("GENERAL")));

    assertThat(server.post("/v1/applications", family.token(), draft).problem())
        .isEqualTo("consent-withdrawn");
  }

  @Test
  void neitherNoticesNorConsentsAreEverChanged() {
    Fixtures.Family family = given.household(station);
    ok(server.post(CONSENTS, family.token(), to("GENERAL", 1)));

    for (String change :
        List.of(
            "UPDATE notice_text SET title = '另一份告知书'",
            "DELETE FROM notice_text",
            "UPDATE consent SET decision = 'WITHDRAWN'",
            "DELETE FROM consent")) {
      assertThatThrownBy(() -> given.run(change)).hasStackTraceContaining("only ever added");
    }
  }
}
