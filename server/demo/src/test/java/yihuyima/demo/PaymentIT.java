package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** Payments at the fund clerk's desk, and what the household says about them. */
class PaymentIT {
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org city;
  private static Fixtures.Org county;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember clerk;
  private static Fixtures.StaffMember cadre;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    given = server.fixtures();
    city = given.city();
    county = given.county(city, "安和县总工会");
    station = given.station(county, "样例厂工会");
    clerk = given.staff(county, Role.FUND_CLERK);
    cadre = given.staff(station, Role.CADRE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void returnedLineGoesOutAgainToTheNewCardAndArrivesOnce() {
    Fixtures.Family family = given.household(station);
    long id = given.payment(family, "APPROVED", 120_000);
    assertThat(ok(send(clerk, id)).getString("sentOn")).isEqualTo(given.today().toString());
    assertThat(ok(giveBack(id, "ACCOUNT_CLOSED")).getString("returnReason"))
        .isEqualTo("ACCOUNT_CLOSED");
    given.run(
        "UPDATE person_version SET card_ending = '9876' WHERE person_id = ? AND is_current",
        family.workerId());

    JsonObject again = ok(send(clerk, id));
    assertThat(again.getString("cardEnding")).isEqualTo("9876");
    assertThat(again.getString("returnReason")).isNull();
    JsonObject paid = ok(settle(id, given.today()));

    assertThat(paid.getString("state")).isEqualTo("PAID");
    assertThat(seenBy(family).getString("state")).isEqualTo("PAID");
    assertThat(settle(id, given.today()).problem()).isEqualTo("state-changed");
    assertThat(send(clerk, id).problem()).isEqualTo("state-changed");
    assertThat(giveBack(id, "OTHER").problem()).isEqualTo("state-changed");
    assertThat(
            given.texts(
                "SELECT state FROM payment_event WHERE payment_id = ? ORDER BY version", id))
        .containsExactly("SENT", "RETURNED", "SENT", "PAID");
  }

  @Test
  void dayOfArrivalMakesSense() {
    Fixtures.Family family = given.household(station);
    long id = given.payment(family, "SENT", 120_000);
    LocalDate sentOn = given.today().minusDays(5);

    assertThat(settle(id, sentOn.minusDays(1)).problem()).isEqualTo("request-invalid");
    assertThat(settle(id, given.today().plusDays(1)).problem()).isEqualTo("request-invalid");
    assertThat(
            server
                .post(
                    "/v1/payments/" + id + "/settlement",
                    clerk.token(),
                    new JsonObject().put("paidOn", "2026-02-30"))
                .problem())
        .isEqualTo("request-invalid");
    ok(settle(id, sentOn));
  }

  @Test
  void whoApprovedDoesNotPay() {
    Fixtures.Org place = given.station(county, "四眼厂工会");
    Fixtures.Family family = given.household(place);
    given.livingAid(county);
    Fixtures.StaffMember both = given.staff(county, Role.APPROVER, Role.FUND_CLERK);
    Fixtures.StaffMember checker = given.staff(county, Role.CHECKER);
    long application =
        server
            .post(
                "/v1/applications",
                family.token(),
                new JsonObject()
                    .put("programmeCode", "LIVING_AID_" + county.id())
                    .put("reason", "父亲住院，自付费用较高"))
            .json()
            .getLong("applicationId");
    String path = "/v1/applications/" + application;
    JsonObject pass = new JsonObject().put("decision", "PASS").put("version", 1);
    assertThat(server.post(path + "/check", checker.token(), pass).status()).isEqualTo(200);
    JsonObject approval =
        new JsonObject().put("decision", "APPROVE").put("version", 2).put("amountFen", 100);
    assertThat(server.post(path + "/approval", both.token(), approval).status()).isEqualTo(200);
    long id = given.scalar("SELECT id FROM payment WHERE application_id = ?", application);

    assertThat(send(both, id).problem()).isEqualTo("own-entry");
    ok(send(clerk, id));
  }

  @Test
  void onlyTheClerkOfTheSubtreePays() {
    Fixtures.Family family = given.household(station);
    given.pair(family, cadre);
    long id = given.payment(family, "APPROVED", 120_000);
    Fixtures.Org other = given.county(city, "别县总工会");

    assertThat(send(given.staff(other, Role.FUND_CLERK), id).problem()).isEqualTo("not-found");
    assertThat(send(given.staff(county, Role.APPROVER), id).problem()).isEqualTo("not-allowed");
    assertThat(send(cadre, id).problem()).isEqualTo("not-allowed");
    assertThat(post(family.token(), id, "sending", null).problem()).isEqualTo("not-allowed");
    assertThat(post(given.household(station).token(), id, "sending", null).problem())
        .isEqualTo("not-allowed");
    assertThat(send(clerk, 999_999_999).problem()).isEqualTo("not-found");
    ok(send(given.staff(city, Role.FUND_CLERK), id));
  }

  @Test
  void ofManyClerksOneSends() {
    Fixtures.Family family = given.household(station);
    long id = given.payment(family, "APPROVED", 120_000);

    List<TestServer.Answer> answers = Presses.atOnce(16, i -> send(clerk, id));

    assertThat(answers).filteredOn(a -> a.status() == 200).hasSize(1);
    assertThat(answers)
        .filteredOn(a -> a.status() != 200)
        .extracting(TestServer.Answer::problem)
        .isSubsetOf("state-changed", "busy");
    assertThat(given.scalar("SELECT count(*) FROM payment_event WHERE payment_id = ?", id))
        .isEqualTo(1);
  }

  @Test
  void moneySaidMissingIsSeenUntilItHasArrived() {
    Fixtures.Family family = given.household(station);
    given.pair(family, cadre);
    long id = given.payment(family, "SENT", 120_000);

    List<TestServer.Answer> answers =
        Presses.atOnce(
            8, i -> post(i % 2 == 0 ? family.token() : cadre.token(), id, "missing-reports", null));
    assertThat(answers).extracting(TestServer.Answer::status).containsOnly(201);
    assertThat(answers)
        .extracting(a -> a.json().getString("reportedAt"))
        .containsOnly(answers.get(0).json().getString("reportedAt"));
    assertThat(given.scalar("SELECT count(*) FROM missing_report WHERE payment_id = ?", id))
        .isEqualTo(1);
    assertThat(seenBy(family).getBoolean("missingReported")).isTrue();
    assertThat(listed(id).getJsonObject("payment").getBoolean("missingReported")).isTrue();
    assertThat(post(given.household(station).token(), id, "missing-reports", null).problem())
        .isEqualTo("not-found");
    assertThat(post(clerk.token(), id, "missing-reports", null).problem()).isEqualTo("not-allowed");

    ok(settle(id, given.today()));
    assertThat(seenBy(family).getBoolean("missingReported")).isFalse();
  }

  @Test
  void listIsPagedAndMasked() {
    Fixtures.Org place = given.county(city, "清单县总工会");
    Fixtures.Org below = given.station(place, "清单厂工会");
    Fixtures.StaffMember desk = given.staff(place, Role.FUND_CLERK);
    Fixtures.Family family = given.household(below);
    List<Long> approved = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      approved.add(given.payment(family, "APPROVED", 1000 + i));
      given.payment(family, "PAID", 1000 + i);
    }

    List<Long> seen = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      TestServer.Answer page =
          server.get("/v1/payments?state=APPROVED&limit=2&cursor=" + cursor, desk.token());
      for (Object item : ok(page).getJsonArray("items")) {
        assertThat(((JsonObject) item).getString("headName")).isEqualTo("样**");
        seen.add(((JsonObject) item).getJsonObject("payment").getLong("paymentId"));
      }
      cursor = page.json().getString("next");
    }

    assertThat(seen).isEqualTo(approved);
    assertThat(ok(server.get("/v1/payments?limit=100", desk.token())).getJsonArray("items"))
        .hasSize(10);
    assertThat(server.get("/v1/payments", cadre.token()).problem()).isEqualTo("not-allowed");
    assertThat(
            given.scalar(
                "SELECT count(*) FROM access_record WHERE household_id = ? AND operation = 'listPayments'",
                family.id()))
        .isEqualTo(4);
  }

  private static TestServer.Answer send(Fixtures.StaffMember staff, long id) {
    return post(staff.token(), id, "sending", null);
  }

  private static TestServer.Answer settle(long id, LocalDate paidOn) {
    return post(clerk.token(), id, "settlement", new JsonObject().put("paidOn", paidOn.toString()));
  }

  private static TestServer.Answer giveBack(long id, String reason) {
    return post(clerk.token(), id, "return", new JsonObject().put("reason", reason));
  }

  private static TestServer.Answer post(
      String token, long id, String what, @Nullable JsonObject body) {
    String path = "/v1/payments/" + id + "/" + what;
    return server.post(path, token, body, UUID.randomUUID().toString());
  }

  private static JsonObject seenBy(Fixtures.Family family) {
    return server
        .resolve(family.printed(), family.token())
        .json()
        .getJsonArray("payments")
        .getJsonObject(0);
  }

  private static JsonObject listed(long id) {
    JsonArray items =
        ok(server.get("/v1/payments?state=SENT&limit=100", clerk.token())).getJsonArray("items");
    return items.stream()
        .map(item -> (JsonObject) item)
        .filter(item -> item.getJsonObject("payment").getLong("paymentId") == id)
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject ok(TestServer.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }
}
