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
    given.run(
        "INSERT INTO second_factor (staff_id, secret_enc, confirmed_at) VALUES (?, '\\x00', now())",
        clerk.id());
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
    return post(by, "staff-resets/" + reset.getLong("resetId") + "/confirmation", new JsonObject());
  }

  private static long factors(Fixtures.StaffMember of) {
    return given.scalar("SELECT count(*) FROM second_factor WHERE staff_id = ?", of.id());
  }

  private static List<Long> waiting(Fixtures.StaffMember reader) {
    return server.get("/v1/staff-resets", reader.token()).json().getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getLong("resetId"))
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
    assertThat(ask(second, clerk, "SECOND_FACTOR").getLong("resetId"))
        .as("asked twice it is one")
        .isEqualTo(reset.getLong("resetId"));
    assertThat(waiting(second)).containsExactly(reset.getLong("resetId"));

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

  /** Whoever opens an account holds its first password, and so is both persons. */
  @Test
  void oneAdministratorIsNotTheSecondUnderAnotherName() {
    String name = "double" + first.id();
    JsonObject draft =
        new JsonObject()
            .put("organisationId", county.id())
            .put("loginName", name)
            .put("name", "样替身")
            .put("roles", new JsonArray().add("ADMINISTRATOR"));
    TestServer.Answer opened = post(first, "staff", draft);
    assertThat(opened.status()).as(opened.text()).isEqualTo(201);
    String oneTime = opened.json().getString("oneTimePassword");
    JsonObject login = new JsonObject().put("loginName", name).put("password", oneTime);
    JsonObject signedIn = server.post("/v1/sessions/staff", null, login).json();
    JsonObject change =
        new JsonObject().put("current", oneTime).put("next", "a blue heron over the weir");
    String twin =
        server
            .post("/v1/my/password", signedIn.getString("accessToken"), change)
            .json()
            .getString("accessToken");

    JsonObject reset = ask(first, clerk, "SECOND_FACTOR");
    String path = "/v1/staff-resets/" + reset.getLong("resetId") + "/confirmation";
    assertThat(server.post(path, twin, new JsonObject()).problem())
        .isEqualTo("administrator-too-new");
    assertThat(factors(clerk)).isEqualTo(1);

    JsonObject asked =
        server
            .post(
                "/v1/staff/" + clerk.id() + "/resets",
                twin,
                new JsonObject().put("kind", "PASSWORD"))
            .json();
    assertThat(confirm(first, asked).problem())
        .as("nor does the new one ask")
        .isEqualTo("administrator-too-new");
    assertThat(confirm(second, reset).status()).as("who was there before").isEqualTo(200);
  }

  @Test
  void whoWasResetIsNoSecondPersonForAWhile() {
    assertThat(alone(first, second, "password").status()).isEqualTo(200);
    given.run("UPDATE staff SET one_time_until = NULL WHERE id = ?", second.id());
    Fixtures.StaffMember third = given.staff(county, Role.ADMINISTRATOR);
    JsonObject reset = ask(first, clerk, "SECOND_FACTOR");
    String token = given.tokenOfStaff(second.id(), Role.ADMINISTRATOR);
    String path = "/v1/staff-resets/" + reset.getLong("resetId") + "/confirmation";
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
        "UPDATE reset_request SET expires_at = now() - interval '1 s' WHERE id = ?",
        reset.getLong("resetId"));
    assertThat(waiting(second)).isEmpty();
    assertThat(confirm(second, reset).problem()).isEqualTo("state-changed");
    assertThat(ask(first, clerk, "SECOND_FACTOR").getLong("resetId"))
        .isNotEqualTo(reset.getLong("resetId"));
  }

  @Test
  void refusedItWaitsNoLongerAndThePersonReadsAllOfIt() {
    JsonObject reset = ask(first, clerk, "SECOND_FACTOR");
    String path = "staff-resets/" + reset.getLong("resetId") + "/refusal";
    assertThat(post(second, path, new JsonObject()).status()).isEqualTo(204);
    assertThat(post(second, path, new JsonObject()).problem()).isEqualTo("state-changed");
    assertThat(confirm(second, reset).problem()).isEqualTo("state-changed");

    JsonArray changes = server.get("/v1/my/account", clerk.token()).json().getJsonArray("changes");
    assertThat(changes)
        .extracting(change -> ((JsonObject) change).getString("kind"))
        .containsExactly("RESET_REFUSED", "RESET_ASKED");
  }
}
