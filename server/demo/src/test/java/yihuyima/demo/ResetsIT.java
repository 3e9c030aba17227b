package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** Resets of accounts with powers over money, accounts or keys take two administrators. */
class ResetsIT {
  private static TestServer server;
  private static TestServer other;
  private static Fixtures given;
  private static Fixtures.Org city;
  private Fixtures.Org county;
  private Fixtures.StaffMember first;
  private Fixtures.StaffMember second;
  private Fixtures.StaffMember clerk;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    other = server.another();
    given = server.fixtures();
    city = given.city();
  }

  @AfterAll
  static void stop() {
    other.close();
    server.close();
  }

  @BeforeEach
  void twoAdministrators() {
    county = given.county(city, "安和县总工会");
    first = given.staff(county, Role.ADMINISTRATOR);
    second = given.staff(county, Role.ADMINISTRATOR);
    clerk = given.staff(county, Role.FUND_CLERK);
    enrolled(clerk);
  }

  private static void enrolled(Fixtures.StaffMember who) {
    given.run(
        "INSERT INTO second_factor (staff_id, secret_enc, confirmed_at) VALUES (?, '\\x00', now())",
        who.id());
  }

  private static TestServer.Answer post(Fixtures.StaffMember by, String path, JsonObject body) {
    return server.post("/v1/" + path, by.token(), body);
  }

  private static TestServer.Answer alone(
      Fixtures.StaffMember by, Fixtures.StaffMember of, String what) {
    return post(by, "staff/" + of.id() + "/" + what + "-reset", new JsonObject());
  }

  private static JsonObject ask(Fixtures.StaffMember by, Fixtures.StaffMember of, String kind) {
    TestServer.Answer asked =
        post(by, "staff/" + of.id() + "/resets", new JsonObject().put("kind", kind));
    assertThat(asked.status()).as(asked.text()).isEqualTo(201);
    return asked.json();
  }

  private static TestServer.Answer confirm(Fixtures.StaffMember by, JsonObject reset) {
    return post(
        by,
        "account-requests/" + reset.getLong("accountRequestId") + "/confirmation",
        new JsonObject());
  }

  private static long factors(Fixtures.StaffMember of) {
    return given.scalar("SELECT count(*) FROM second_factor WHERE staff_id = ?", of.id());
  }

  private static List<Long> waiting(Fixtures.StaffMember reader) {
    return server.get("/v1/account-requests", reader.token()).json().getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getLong("accountRequestId"))
        .toList();
  }

  @Test
  void secondFactorOfAClerkIsTakenAwayByTwo() {
    for (Role role : List.of(Role.FUND_CLERK, Role.APPROVER, Role.ADMINISTRATOR)) {
      assertThat(alone(first, given.staff(county, role), "second-factor").problem())
          .as("%s", role)
          .isEqualTo("second-person-required");
    }
    JsonObject reset = ask(first, clerk, "SECOND_FACTOR");
    assertThat(reset.getBoolean("mayConfirm")).isFalse();
    assertThat(ask(second, clerk, "SECOND_FACTOR").getLong("accountRequestId"))
        .as("asked twice it is one")
        .isEqualTo(reset.getLong("accountRequestId"));
    assertThat(waiting(second)).containsExactly(reset.getLong("accountRequestId"));

    assertThat(confirm(first, reset).problem()).isEqualTo("own-request");
    Fixtures.StaffMember beside = given.staff(given.county(city, "别县总工会"), Role.ADMINISTRATOR);
    assertThat(confirm(beside, reset).problem()).isEqualTo("not-found");
    assertThat(waiting(beside)).isEmpty();
    assertThat(factors(clerk)).isEqualTo(1);
    assertThat(other.get("/v1/sessions/current", clerk.token()).status()).isEqualTo(200);

    TestServer.Answer done = confirm(second, reset);
    assertThat(done.status()).as(done.text()).isEqualTo(200);
    assertThat(done.json().getValue("oneTimePassword")).isNull();
    assertThat(factors(clerk)).isZero();
    assertThat(other.get("/v1/sessions/current", clerk.token()).status()).isEqualTo(401);
    assertThat(confirm(second, reset).problem()).isEqualTo("state-changed");
    assertThat(waiting(second)).isEmpty();
  }

  @Test
  void nobodyConfirmsWhatConcernsThemselves() {
    JsonObject reset = ask(first, second, "SECOND_FACTOR");
    assertThat(confirm(second, reset).problem()).isEqualTo("own-account");
    Fixtures.StaffMember above = given.staff(city, Role.ADMINISTRATOR);
    assertThat(confirm(above, reset).status()).isEqualTo(200);
  }

  /** Whoever opened an account, or gave it roles, holds its first password, and may be both. */
  @Test
  void whoWasAnAdministratorForLessThanAWeekIsNoSecondPerson() {
    Fixtures.StaffMember twin = given.staff(county, Role.ADMINISTRATOR);
    for (String kind : List.of("OPENED", "ROLES_CHANGED", "POWERS_CONFIRMED")) {
      given.run(
          "INSERT INTO staff_history (staff_id, kind, at, by_staff_id, organisation_id, roles, powers) VALUES (?, ?, now() - interval '6 days', ?, ?, '{ADMINISTRATOR}', CASE WHEN ? THEN '{ADMINISTRATOR}'::text[] END)",
          twin.id(),
          kind,
          first.id(),
          county.id(),
          kind.startsWith("POWERS"));
      JsonObject reset = ask(first, clerk, "SECOND_FACTOR");
      assertThat(confirm(twin, reset).problem()).as(kind).isEqualTo("administrator-too-new");
      JsonObject asked = ask(twin, clerk, "PASSWORD");
      assertThat(confirm(first, asked).problem())
          .as("nor does the new one ask")
          .isEqualTo("administrator-too-new");
      twin = given.staff(county, Role.ADMINISTRATOR);
    }
    assertThat(confirm(second, ask(first, clerk, "SECOND_FACTOR")).status())
        .as("who was there before")
        .isEqualTo(200);
  }

  /** Without a second factor the new password is the whole account. */
  @Test
  void passwordOfPowersWithoutASecondFactorTakesTwo() {
    for (Role role : List.of(Role.FUND_CLERK, Role.APPROVER, Role.ADMINISTRATOR)) {
      Fixtures.StaffMember bare = given.staff(county, role);
      assertThat(alone(first, bare, "password").problem()).isEqualTo("second-person-required");
      given.run(
          "INSERT INTO second_factor (staff_id, pending_enc, pending_at) VALUES (?, '\\x00', now())",
          bare.id());
      assertThat(alone(first, bare, "password").problem())
          .as("one that was begun is none")
          .isEqualTo("second-person-required");
      assertThat(confirm(second, ask(first, bare, "PASSWORD")).status()).isEqualTo(200);
    }
  }

  @Test
  void whoWasResetIsNoSecondPersonForAWhile() {
    enrolled(second);
    assertThat(alone(first, second, "password").status()).isEqualTo(200);
    given.run("UPDATE staff SET one_time_until = NULL WHERE id = ?", second.id());
    Fixtures.StaffMember third = given.staff(county, Role.ADMINISTRATOR);
    JsonObject reset = ask(first, clerk, "SECOND_FACTOR");
    String token = given.tokenOfStaff(second.id(), Role.ADMINISTRATOR);
    String path = "/v1/account-requests/" + reset.getLong("accountRequestId") + "/confirmation";
    assertThat(server.post(path, token, new JsonObject()).problem())
        .isEqualTo("administrator-too-new");
    assertThat(confirm(third, reset).status()).isEqualTo(200);
  }

  @Test
  void ofTwoConfirmationsAtOnceOneIsDone() {
    Fixtures.StaffMember third = given.staff(county, Role.ADMINISTRATOR);
    JsonObject reset = ask(first, clerk, "SECOND_FACTOR");
    List<TestServer.Answer> answers =
        Presses.atOnce(2, i -> confirm(i == 0 ? second : third, reset));
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 200)
        .allMatch(answer -> answer.problem().equals("state-changed"));
  }

  @Test
  void passwordWithinADayOfTheOtherTakesTwoAsWell() {
    confirm(second, ask(first, clerk, "SECOND_FACTOR"));
    assertThat(alone(first, clerk, "password").problem()).isEqualTo("second-person-required");

    JsonObject reset = ask(second, clerk, "PASSWORD");
    TestServer.Answer handed = confirm(first, reset);
    assertThat(handed.status()).as(handed.text()).isEqualTo(200);
    JsonObject login =
        new JsonObject()
            .put("loginName", clerk.loginName())
            .put("password", handed.json().getString("oneTimePassword"));
    assertThat(server.post("/v1/sessions/staff", null, login).status()).isEqualTo(201);
  }

  @Test
  void passwordAloneIsOneAdministratorsAndSoIsEverythingOfOthers() {
    assertThat(alone(first, clerk, "password").status()).isEqualTo(200);
    Fixtures.StaffMember cadre = given.staff(county, Role.CADRE);
    assertThat(alone(first, cadre, "second-factor").status()).isEqualTo(200);
    assertThat(alone(first, cadre, "password").status()).isEqualTo(200);
  }

  @Test
  void rolesTakenAwayForAMomentOpenNoWayAround() {
    JsonObject roles =
        new JsonObject().put("version", 1).put("roles", new JsonArray().add("CADRE"));
    assertThat(post(first, "staff/" + clerk.id() + "/roles", roles).status()).isEqualTo(200);
    assertThat(alone(first, clerk, "second-factor").problem()).isEqualTo("second-person-required");
  }

  @Test
  void whatIsNotConfirmedInADayIsOver() {
    JsonObject reset = ask(first, clerk, "SECOND_FACTOR");
    given.run(
        "UPDATE account_request SET expires_at = now() - interval '1 s' WHERE id = ?",
        reset.getLong("accountRequestId"));
    assertThat(waiting(second)).isEmpty();
    assertThat(confirm(second, reset).problem()).isEqualTo("state-changed");
    assertThat(ask(first, clerk, "SECOND_FACTOR").getLong("accountRequestId"))
        .isNotEqualTo(reset.getLong("accountRequestId"));
  }

  @Test
  void refusedItWaitsNoLongerAndThePersonReadsAllOfIt() {
    JsonObject reset = ask(first, clerk, "SECOND_FACTOR");
    String path = "account-requests/" + reset.getLong("accountRequestId") + "/refusal";
    assertThat(post(second, path, new JsonObject()).status()).isEqualTo(204);
    assertThat(post(second, path, new JsonObject()).problem()).isEqualTo("state-changed");
    assertThat(confirm(second, reset).problem()).isEqualTo("state-changed");

    JsonArray changes = server.get("/v1/my/account", clerk.token()).json().getJsonArray("changes");
    assertThat(changes)
        .extracting(change -> ((JsonObject) change).getString("kind"))
        .containsExactly("RESET_REFUSED", "RESET_ASKED");
  }
}
