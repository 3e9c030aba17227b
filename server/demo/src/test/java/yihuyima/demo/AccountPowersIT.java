package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** Powers over money, accounts or keys act once a second administrator has confirmed them. */
class AccountPowersIT {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final String OWN_PASSWORD = "云溪河边的一棵老槐树";
  private static TestServer server;
  private static TestServer other;
  private static Fixtures given;
  private static Fixtures.Org city;
  private Fixtures.Org county;
  private Fixtures.StaffMember first;
  private Fixtures.StaffMember second;

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
  }

  private static TestServer.Answer post(Fixtures.StaffMember by, String path, JsonObject body) {
    return server.post("/v1/" + path, by.token(), body);
  }

  private static JsonObject body(int version, String... roles) {
    return new JsonObject().put("version", version).put("roles", new JsonArray(List.of(roles)));
  }

  private static TestServer.Answer change(
      Fixtures.StaffMember by, long staffId, int version, String... roles) {
    return post(by, "staff/" + staffId + "/roles", body(version, roles));
  }

  /** A cadre with both proofs, for whom powers were asked. */
  private Fixtures.StaffMember asked(String... roles) {
    Fixtures.StaffMember cadre = given.staff(county, Role.CADRE);
    enrolled(cadre.id());
    TestServer.Answer answer = change(first, cadre.id(), 1, roles);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return cadre;
  }

  private static void enrolled(long staffId) {
    given.run(
        "INSERT INTO second_factor (staff_id, secret_enc, confirmed_at) VALUES (?, '\\x00', now())",
        staffId);
  }

  private static long open(long staffId) {
    return given.scalar(
        "SELECT coalesce(max(id), 0) FROM account_request WHERE staff_id = ? AND ended_at IS NULL",
        staffId);
  }

  private static TestServer.Answer confirm(Fixtures.StaffMember by, long request) {
    return post(by, "account-requests/" + request + "/confirmation", new JsonObject());
  }

  private static String acting(long staffId) {
    return given
        .texts("SELECT array_to_string(roles, ',') FROM staff WHERE id = ?", staffId)
        .getFirst();
  }

  private static List<String> history(long staffId) {
    return given.texts(
        "SELECT concat_ws(' ', kind, by_staff_id, powers) FROM staff_history WHERE staff_id = ? ORDER BY id",
        staffId);
  }

  private static List<Long> waiting(Fixtures.StaffMember reader) {
    return server.get("/v1/account-requests", reader.token()).json().getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getLong("accountRequestId"))
        .toList();
  }

  private static JsonObject signIn(String loginName, String password) {
    JsonObject login = new JsonObject().put("loginName", loginName).put("password", password);
    return server.post("/v1/sessions/staff", null, login).json();
  }

  @Test
  void openedWithPowersAnAccountActsWithThemOnceAnotherHasConfirmed() {
    String name = "payer" + NAMES.incrementAndGet() + "x" + county.id();
    JsonObject draft =
        new JsonObject()
            .put("organisationId", county.id())
            .put("loginName", name)
            .put("name", "样示例")
            .put("roles", new JsonArray().add("CADRE").add("FUND_CLERK"));
    JsonObject opened = post(first, "staff", draft).json();
    JsonObject account = opened.getJsonObject("account");
    long id = account.getLong("staffId");
    assertThat(account.getJsonArray("roles")).containsExactly("CADRE");
    assertThat(account.getJsonArray("waitingRoles")).containsExactly("FUND_CLERK");
    assertThat(server.get("/v1/staff/" + id, second.token()).json().getJsonArray("waitingRoles"))
        .containsExactly("FUND_CLERK");
    long request = open(id);
    assertThat(confirm(second, request).problem()).as("one-time").isEqualTo("holder-not-ready");

    String oneTime = opened.getString("oneTimePassword");
    JsonObject passwords = new JsonObject().put("current", oneTime).put("next", OWN_PASSWORD);
    String token =
        server
            .post("/v1/my/password", signIn(name, oneTime).getString("accessToken"), passwords)
            .json()
            .getString("accessToken");
    assertThat(server.get("/v1/inbox", token).status()).as("the other role").isEqualTo(200);
    assertThat(server.get("/v1/payments", token).problem()).isEqualTo("not-allowed");
    JsonObject mine = server.get("/v1/my/account", token).json();
    assertThat(mine.getBoolean("secondFactorDue")).isTrue();
    assertThat(confirm(second, request).problem()).as("no factor").isEqualTo("holder-not-ready");
    given.run(
        "INSERT INTO second_factor (staff_id, pending_enc, pending_at) VALUES (?, '\\x00', now())",
        id);
    assertThat(confirm(second, request).problem()).as("begun").isEqualTo("holder-not-ready");
    given.run("DELETE FROM second_factor WHERE staff_id = ?", id);
    enrolled(id);

    TestServer.Answer confirmed = confirm(second, request);
    assertThat(confirmed.status()).as(confirmed.text()).isEqualTo(200);
    assertThat(confirmed.json().getJsonObject("account").getJsonArray("roles"))
        .containsExactly("CADRE", "FUND_CLERK");
    assertThat(confirmed.json().getJsonObject("account").getJsonArray("waitingRoles")).isEmpty();
    assertThat(other.get("/v1/sessions/current", token).status()).isEqualTo(401);
    assertThat(acting(id)).isEqualTo("CADRE,FUND_CLERK");
    assertThat(history(id))
        .containsExactly(
            "OPENED " + first.id(),
            "POWERS_ASKED " + first.id() + " {FUND_CLERK}",
            "POWERS_CONFIRMED " + second.id() + " {FUND_CLERK}");
    assertThat(
            given.texts(
                "SELECT detail FROM access_record WHERE actor = ? AND detail LIKE 'confirmed%'",
                "STAFF:" + second.id()))
        .containsExactly(
            "confirmed the powers [FUND_CLERK] asked for by staff "
                + first.id()
                + " for staff "
                + id);
    assertThat(confirm(second, request).problem()).isEqualTo("state-changed");
  }

  @Test
  void accountOfPowersAloneHasNoRoleMeanwhile() {
    JsonObject draft =
        new JsonObject()
            .put("organisationId", county.id())
            .put("loginName", "bare" + NAMES.incrementAndGet() + "x" + county.id())
            .put("name", "样示例")
            .put("roles", new JsonArray().add("ADMINISTRATOR").add("APPROVER"));
    JsonObject account = post(first, "staff", draft).json().getJsonObject("account");
    assertThat(account.getJsonArray("roles")).isEmpty();
    assertThat(account.getJsonArray("waitingRoles")).containsExactly("ADMINISTRATOR", "APPROVER");
  }

  @Test
  void nobodyConfirmsTheirOwnAndNobodyFromBeside() {
    Fixtures.StaffMember cadre = asked("CADRE", "APPROVER");
    long request = open(cadre.id());
    assertThat(confirm(first, request).problem()).isEqualTo("own-request");
    Fixtures.StaffMember beside = given.staff(given.county(city, "别县总工会"), Role.ADMINISTRATOR);
    assertThat(confirm(beside, request).problem()).isEqualTo("not-found");
    assertThat(post(beside, "account-requests/" + request + "/refusal", new JsonObject()).problem())
        .isEqualTo("not-found");
    assertThat(waiting(beside)).isEmpty();
    assertThat(waiting(second)).containsExactly(request);

    enrolled(second.id());
    assertThat(change(first, second.id(), 1, "ADMINISTRATOR", "APPROVER").status()).isEqualTo(200);
    assertThat(confirm(second, open(second.id())).problem()).isEqualTo("own-account");
    Fixtures.StaffMember above = given.staff(city, Role.ADMINISTRATOR);
    assertThat(confirm(above, open(second.id())).status()).isEqualTo(200);
  }

  @Test
  void whoIsNewIsNeitherOfTheTwoUnlessTheOperatorOpenedThem() {
    Fixtures.StaffMember twin = given.staff(county, Role.ADMINISTRATOR);
    given.run(
        "INSERT INTO staff_history (staff_id, kind, at, by_staff_id, organisation_id, roles) VALUES (?, 'OPENED', now(), ?, ?, '{ADMINISTRATOR}')",
        twin.id(),
        first.id(),
        county.id());
    Fixtures.StaffMember cadre = asked("CADRE", "APPROVER");
    assertThat(confirm(twin, open(cadre.id())).problem()).isEqualTo("administrator-too-new");

    Fixtures.StaffMember another = given.staff(county, Role.CADRE);
    enrolled(another.id());
    assertThat(change(twin, another.id(), 1, "APPROVER").status()).isEqualTo(200);
    assertThat(confirm(second, open(another.id())).problem()).isEqualTo("administrator-too-new");

    Fixtures.StaffMember operators = given.staff(county, Role.ADMINISTRATOR);
    given.run(
        "INSERT INTO staff_history (staff_id, kind, at, organisation_id, roles) VALUES (?, 'OPENED', now(), ?, '{ADMINISTRATOR}')",
        operators.id(),
        county.id());
    assertThat(confirm(operators, open(cadre.id())).status()).isEqualTo(200);

    given.run(
        "INSERT INTO staff_history (staff_id, kind, at, by_staff_id, organisation_id, roles) VALUES (?, 'PASSWORD_RESET', now(), ?, ?, '{ADMINISTRATOR}')",
        operators.id(),
        first.id(),
        county.id());
    Fixtures.StaffMember third = asked("CADRE", "APPROVER");
    assertThat(confirm(operators, open(third.id())).problem())
        .as("reset since")
        .isEqualTo("administrator-too-new");
  }

  /** Whoever got the powers of an administrator a moment ago gives none yet. */
  @Test
  void administratorConfirmedTodayConfirmsNothing() {
    Fixtures.StaffMember made = asked("ADMINISTRATOR");
    assertThat(confirm(second, open(made.id())).status()).isEqualTo(200);
    String token = given.tokenOfStaff(made.id(), Role.ADMINISTRATOR);
    Fixtures.StaffMember cadre = asked("CADRE", "APPROVER");
    assertThat(
            server
                .post(
                    "/v1/account-requests/" + open(cadre.id()) + "/confirmation",
                    token,
                    new JsonObject())
                .problem())
        .isEqualTo("administrator-too-new");
  }

  @Test
  void takingAwayNeedsNobodyAndGivingBackWaits() {
    Fixtures.StaffMember approver = given.staff(county, Role.APPROVER, Role.CADRE);
    enrolled(approver.id());
    assertThat(change(first, approver.id(), 1, "CADRE").status()).isEqualTo(200);
    assertThat(acting(approver.id())).isEqualTo("CADRE");
    assertThat(open(approver.id())).isZero();

    assertThat(change(first, approver.id(), 2, "CADRE", "APPROVER").status()).isEqualTo(200);
    assertThat(acting(approver.id())).isEqualTo("CADRE");
    assertThat(open(approver.id())).isPositive();
  }

  @Test
  void whatAnAccountHasStaysAndOnlyWhatIsNewWaits() {
    Fixtures.StaffMember approver = given.staff(county, Role.APPROVER);
    String session = approver.token();
    JsonObject now = change(first, approver.id(), 1, "APPROVER", "ADMINISTRATOR").json();
    assertThat(now.getJsonArray("roles")).containsExactly("APPROVER");
    assertThat(now.getJsonArray("waitingRoles")).containsExactly("ADMINISTRATOR");
    assertThat(other.get("/v1/sessions/current", session).status())
        .as("nothing has changed for them yet")
        .isEqualTo(200);
  }

  @Test
  void newerChangeReplacesWhatWaitsAndTheSamePowersWaitOn() {
    Fixtures.StaffMember cadre = asked("CADRE", "APPROVER");
    long before = open(cadre.id());
    assertThat(change(second, cadre.id(), 2, "CADRE", "CHECKER", "APPROVER").status())
        .isEqualTo(200);
    assertThat(open(cadre.id())).as("asked for already").isEqualTo(before);
    assertThat(confirm(first, before).problem()).isEqualTo("own-request");

    assertThat(change(second, cadre.id(), 3, "CADRE", "FUND_CLERK").status()).isEqualTo(200);
    assertThat(confirm(second, before).problem()).isEqualTo("state-changed");
    long now = open(cadre.id());
    assertThat(now).isNotEqualTo(before);
    assertThat(confirm(second, now).problem()).as("by now their own").isEqualTo("own-request");
    assertThat(given.texts("SELECT outcome FROM account_request WHERE id = ?", before))
        .containsExactly("REPLACED");
    assertThat(history(cadre.id()))
        .endsWith(
            "POWERS_REPLACED " + second.id() + " {APPROVER}",
            "POWERS_ASKED " + second.id() + " {FUND_CLERK}");

    assertThat(change(first, cadre.id(), 4, "CADRE").status()).isEqualTo(200);
    assertThat(open(cadre.id())).as("taken back").isZero();
    assertThat(confirm(first, now).problem()).isEqualTo("state-changed");
    assertThat(acting(cadre.id())).isEqualTo("CADRE");
  }

  @Test
  void rolesThatMayNotMeetAreAskedAgainAtConfirming() {
    Fixtures.StaffMember cadre = asked("CADRE", "APPROVER");
    assertThat(change(first, cadre.id(), 2, "CADRE", "APPROVER", "FUND_CLERK").problem())
        .isEqualTo("roles-conflict");
    given.run("UPDATE staff SET roles = '{FUND_CLERK}' WHERE id = ?", cadre.id());
    TestServer.Answer refused = confirm(second, open(cadre.id()));
    assertThat(refused.problem()).isEqualTo("roles-conflict");
    assertThat(refused.text()).contains("兼任");
    assertThat(open(cadre.id())).as("it waits on").isPositive();
  }

  @Test
  void ofTwoConfirmationsAtOnceOneIsDone() {
    for (int round = 0; round < 5; round++) {
      Fixtures.StaffMember third = given.staff(county, Role.ADMINISTRATOR);
      Fixtures.StaffMember cadre = asked("CADRE", "APPROVER");
      String path = "/v1/account-requests/" + open(cadre.id()) + "/confirmation";
      List<TestServer.Answer> answers =
          Presses.atOnce(
              2,
              i ->
                  (i == 0 ? server : other)
                      .post(path, (i == 0 ? second : third).token(), new JsonObject()));
      assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
      assertThat(answers)
          .filteredOn(answer -> answer.status() != 200)
          .allMatch(answer -> answer.problem().equals("state-changed"));
      assertThat(history(cadre.id())).filteredOn(row -> row.contains("CONFIRMED")).hasSize(1);
    }
  }

  /** Either it is confirmed, or it was replaced before; the loser is told so and nobody hangs. */
  @Test
  void ofAConfirmationAndAChangeAtOnceOneIsDone() {
    for (int round = 0; round < 5; round++) {
      Fixtures.StaffMember cadre = asked("CADRE", "APPROVER");
      long request = open(cadre.id());
      List<TestServer.Answer> answers =
          Presses.atOnce(
              2, i -> i == 0 ? confirm(second, request) : change(first, cadre.id(), 2, "CHECKER"));
      assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
      assertThat(answers)
          .filteredOn(answer -> answer.status() != 200)
          .allMatch(answer -> answer.problem().equals("state-changed"));
      assertThat(acting(cadre.id()))
          .isEqualTo(answers.getFirst().status() == 200 ? "APPROVER,CADRE" : "CHECKER");
    }
  }

  @Test
  void powersMovedOutOfTheirReachWaitAnew() {
    Fixtures.StaffMember above = given.staff(city, Role.ADMINISTRATOR);
    Fixtures.Org beside = given.county(city, "别县总工会");
    Fixtures.Org station = given.station(county, "样例厂工会");
    Fixtures.StaffMember approver = given.staff(county, Role.APPROVER, Role.CADRE);
    String path = "staff/" + approver.id() + "/move";
    JsonObject down = new JsonObject().put("version", 1).put("organisationId", station.id());
    assertThat(post(above, path, down).status()).isEqualTo(200);
    assertThat(acting(approver.id())).as("within its reach").isEqualTo("APPROVER,CADRE");

    for (Fixtures.Org to : List.of(county, beside)) {
      int version = (int) given.scalar("SELECT version FROM staff WHERE id = ?", approver.id());
      JsonObject move = new JsonObject().put("version", version).put("organisationId", to.id());
      JsonObject now = post(above, path, move).json();
      assertThat(now.getJsonArray("roles")).containsExactly("CADRE");
      assertThat(now.getJsonArray("waitingRoles")).containsExactly("APPROVER");
      assertThat(confirm(above, open(approver.id())).problem()).isEqualTo("own-request");
    }
    assertThat(history(approver.id()))
        .endsWith(
            "MOVED " + above.id(),
            "POWERS_REPLACED " + above.id() + " {APPROVER}",
            "POWERS_ASKED " + above.id() + " {APPROVER}");
    assertThat(confirm(second, open(approver.id())).problem()).isEqualTo("not-found");
    enrolled(approver.id());
    Fixtures.StaffMember there = given.staff(beside, Role.ADMINISTRATOR);
    assertThat(confirm(there, open(approver.id())).status()).isEqualTo(200);
  }

  @Test
  void waitingPowersMovedElsewhereAreAskedForByWhoMovedThem() {
    Fixtures.StaffMember above = given.staff(city, Role.ADMINISTRATOR);
    Fixtures.Org beside = given.county(city, "别县总工会");
    Fixtures.StaffMember cadre = asked("CADRE", "APPROVER");
    long before = open(cadre.id());
    JsonObject move = new JsonObject().put("version", 2).put("organisationId", beside.id());
    assertThat(post(above, "staff/" + cadre.id() + "/move", move).status()).isEqualTo(200);
    assertThat(confirm(above, before).problem()).isEqualTo("state-changed");
    assertThat(confirm(above, open(cadre.id())).problem()).isEqualTo("own-request");
  }

  @Test
  void closedAccountsWaitForNothing() {
    Fixtures.StaffMember cadre = asked("CADRE", "APPROVER");
    long request = open(cadre.id());
    JsonObject close = new JsonObject().put("version", 2);
    assertThat(post(first, "staff/" + cadre.id() + "/closure", close).status()).isEqualTo(200);
    assertThat(waiting(second)).doesNotContain(request);
    assertThat(confirm(second, request).problem()).isEqualTo("state-changed");
    assertThat(change(first, cadre.id(), 3, "CADRE", "APPROVER").problem())
        .as("for good")
        .isEqualTo("state-changed");
    assertThat(acting(cadre.id())).isEqualTo("CADRE");
  }

  @Test
  void whoAskedIsAnAdministratorStill() {
    Fixtures.StaffMember cadre = asked("CADRE", "APPROVER");
    long request = open(cadre.id());
    given.run("UPDATE staff SET roles = '{CADRE}' WHERE id = ?", first.id());
    assertThat(confirm(second, request).problem()).isEqualTo("state-changed");
    given.run(
        "UPDATE staff SET roles = '{ADMINISTRATOR}', left_at = now() WHERE id = ?", first.id());
    assertThat(confirm(second, request).problem()).isEqualTo("state-changed");
    Fixtures.Org beside = given.county(city, "别县总工会");
    given.run(
        "UPDATE staff SET left_at = NULL, organisation_id = ? WHERE id = ?",
        beside.id(),
        first.id());
    assertThat(confirm(second, request).problem()).isEqualTo("state-changed");
    given.run("UPDATE staff SET organisation_id = ? WHERE id = ?", city.id(), first.id());
    assertThat(confirm(second, request).status()).isEqualTo(200);
  }

  @Test
  void repeatedConfirmationGivesNothingBackThatWasTakenAway() {
    Fixtures.StaffMember cadre = asked("CADRE", "APPROVER");
    String path = "/v1/account-requests/" + open(cadre.id()) + "/confirmation";
    String key = "confirm-powers-once-" + cadre.id();
    assertThat(server.post(path, second.token(), new JsonObject(), key).status()).isEqualTo(200);
    assertThat(change(first, cadre.id(), 3, "CADRE").status()).isEqualTo(200);

    assertThat(other.post(path, second.token(), new JsonObject(), key).status()).isEqualTo(200);
    assertThat(acting(cadre.id())).isEqualTo("CADRE");
    assertThat(server.post(path, second.token(), new JsonObject()).problem())
        .isEqualTo("state-changed");
  }

  @Test
  void repeatedChangeAsksOnce() {
    Fixtures.StaffMember cadre = given.staff(county, Role.CADRE);
    String path = "/v1/staff/" + cadre.id() + "/roles";
    String key = "ask-for-powers-once-" + cadre.id();
    for (int i = 0; i < 2; i++) {
      assertThat(server.post(path, first.token(), body(1, "CADRE", "APPROVER"), key).status())
          .isEqualTo(200);
    }
    assertThat(given.scalar("SELECT count(*) FROM account_request WHERE staff_id = ?", cadre.id()))
        .isEqualTo(1);
    assertThat(history(cadre.id())).hasSize(1);
  }

  @Test
  void afterFourteenDaysItIsOver() {
    Fixtures.StaffMember cadre = asked("CADRE", "APPROVER");
    long request = open(cadre.id());
    assertThat(
            given.scalar(
                "SELECT extract(day FROM expires_at - asked_at)::int FROM account_request WHERE id = ?",
                request))
        .isEqualTo(14);
    given.run(
        "UPDATE account_request SET expires_at = now() - interval '1 s' WHERE id = ?", request);
    assertThat(confirm(second, request).problem()).isEqualTo("state-changed");
    assertThat(
            server
                .get("/v1/staff/" + cadre.id(), second.token())
                .json()
                .getJsonArray("waitingRoles"))
        .isEmpty();
    assertThat(change(first, cadre.id(), 2, "CADRE", "APPROVER").status()).isEqualTo(200);
    assertThat(open(cadre.id())).isNotEqualTo(request);
    assertThat(confirm(second, open(cadre.id())).status()).isEqualTo(200);
  }

  @Test
  void refusedTheyWaitNoLongerAndThePersonReadsIt() {
    Fixtures.StaffMember cadre = asked("CADRE", "APPROVER");
    String path = "account-requests/" + open(cadre.id()) + "/refusal";
    assertThat(post(second, path, new JsonObject()).status()).isEqualTo(204);
    assertThat(post(first, path, new JsonObject()).problem()).isEqualTo("state-changed");
    JsonArray changes = server.get("/v1/my/account", cadre.token()).json().getJsonArray("changes");
    assertThat(changes.getJsonObject(0).getString("kind")).isEqualTo("POWERS_REFUSED");
    assertThat(changes.getJsonObject(0).getJsonArray("powers")).containsExactly("APPROVER");
    assertThat(acting(cadre.id())).isEqualTo("CADRE");
  }

  /** Else who asked enrols a second factor of their own before the other has asked the holder. */
  @Test
  void secondFactorOfWhomPowersWaitForTakesTwo() {
    Fixtures.StaffMember cadre = asked("CADRE", "APPROVER");
    String reset = "staff/" + cadre.id() + "/second-factor-reset";
    assertThat(post(first, reset, new JsonObject()).problem()).isEqualTo("second-person-required");
    assertThat(change(first, cadre.id(), 2, "CADRE").status()).isEqualTo(200);
    assertThat(post(first, reset, new JsonObject()).problem())
        .as("taken back for a moment")
        .isEqualTo("second-person-required");

    Fixtures.StaffMember fresh = given.staff(county, Role.CADRE);
    assertThat(change(first, fresh.id(), 1, "CADRE", "APPROVER").status()).isEqualTo(200);
    assertThat(post(first, "staff/" + fresh.id() + "/password-reset", new JsonObject()).status())
        .as("a first password that was lost")
        .isEqualTo(200);
    enrolled(fresh.id());
    assertThat(confirm(second, open(fresh.id())).problem()).isEqualTo("holder-not-ready");
  }

  @Test
  void databaseTakesTwoAsWell() {
    Fixtures.StaffMember cadre = asked("CADRE", "APPROVER");
    String end =
        "UPDATE account_request SET outcome = 'CONFIRMED', ended_at = now(), ended_by = ? WHERE id = ?";
    for (long same : List.of(first.id(), cadre.id())) {
      assertThatThrownBy(() -> given.run(end, same, open(cadre.id())))
          .hasStackTraceContaining("account_request_takes_two");
    }
    for (String roles : List.of("{CADRE}", "{}")) {
      assertThatThrownBy(
              () ->
                  given.run(
                      "UPDATE account_request SET roles = ?::text[] WHERE staff_id = ?",
                      roles,
                      cadre.id()))
          .hasStackTraceContaining("account_request_powers");
    }
  }
}
