package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** What administrators do with accounts, on two servers. */
class AccountsIT {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final String OWN_PASSWORD = "云溪河边的一棵老槐树";

  private static TestServer server;
  private static TestServer other;
  private static Fixtures given;
  private static Fixtures.Org city;
  private Fixtures.Org county;
  private Fixtures.Org station;
  private Fixtures.StaffMember administrator;

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
  void aCounty() {
    county = given.county(city, "安和县总工会");
    station = given.station(county, "样例厂工会");
    administrator = given.staff(county, Role.ADMINISTRATOR);
  }

  private static JsonObject draft(Fixtures.Org organisation, String... roles) {
    return new JsonObject()
        .put("organisationId", organisation.id())
        .put("loginName", "person" + NAMES.incrementAndGet())
        .put("name", "样示例")
        .put("roles", new JsonArray(List.of(roles)));
  }

  private TestServer.Answer change(long staffId, String what, JsonObject body) {
    return server.post("/v1/staff/" + staffId + "/" + what, administrator.token(), body);
  }

  private static JsonObject version(int version) {
    return new JsonObject().put("version", version);
  }

  private static JsonObject roles(int version, String... roles) {
    return version(version).put("roles", new JsonArray(List.of(roles)));
  }

  private static TestServer.Answer signIn(String loginName, String password) {
    return server.post(
        "/v1/sessions/staff",
        null,
        new JsonObject().put("loginName", loginName).put("password", password));
  }

  @Test
  void oneTimePasswordOpensTheDoorToOnesOwn() {
    JsonObject draft = draft(station, "CADRE");
    TestServer.Answer opened = server.post("/v1/staff", administrator.token(), draft);
    assertThat(opened.status()).as(opened.text()).isEqualTo(201);
    String oneTime = opened.json().getString("oneTimePassword");
    String name = draft.getString("loginName");
    assertThat(server.post("/v1/staff", administrator.token(), draft).problem())
        .isEqualTo("login-name-taken");

    TestServer.Answer first = signIn(name, oneTime);
    assertThat(first.json().getJsonObject("principal").getString("next"))
        .isEqualTo("CHANGE_PASSWORD");
    String token = first.json().getString("accessToken");
    assertThat(server.get("/v1/inbox", token).problem()).isEqualTo("password-change-required");
    TestServer.Answer changed =
        server.post(
            "/v1/my/password",
            token,
            new JsonObject().put("current", oneTime).put("next", OWN_PASSWORD));
    assertThat(changed.status()).as(changed.text()).isEqualTo(201);
    assertThat(server.get("/v1/inbox", changed.json().getString("accessToken")).status())
        .isEqualTo(200);
    assertThat(signIn(name, oneTime).problem()).isEqualTo("sign-in-failed");
  }

  @Test
  void oneTimePasswordIsGoodForThreeDays() {
    Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
    TestServer.Answer reset = change(cadre.id(), "password-reset", new JsonObject());
    assertThat(reset.status()).as(reset.text()).isEqualTo(200);
    given.run("UPDATE staff SET one_time_until = now() WHERE id = ?", cadre.id());

    assertThat(signIn(cadre.loginName(), reset.json().getString("oneTimePassword")).problem())
        .isEqualTo("sign-in-failed");
  }

  @Test
  void answerWithAOneTimePasswordIsKeptForARetryOnly() {
    Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
    String path = "/v1/staff/" + cadre.id() + "/password-reset";
    String key = "reset-of-a-password-" + cadre.id();
    TestServer.Answer reset = server.post(path, administrator.token(), new JsonObject(), key);
    assertThat(server.post(path, administrator.token(), new JsonObject(), key).text())
        .isEqualTo(reset.text());
    String kept = "SELECT count(*) FROM idempotency WHERE answer_enc IS NOT NULL AND key = ?";
    assertThat(given.scalar(kept, key)).isEqualTo(1);

    given.run("UPDATE idempotency SET secret_until = now() - INTERVAL '1 s' WHERE key = ?", key);
    assertThat(server.post(path, administrator.token(), new JsonObject(), key).problem())
        .isEqualTo("answer-gone");
    Instant deadline = Instant.now().plusSeconds(60);
    while (given.scalar(kept, key) > 0) {
      Polling.pause();
      assertThat(Instant.now()).as("the server sweeps by itself").isBefore(deadline);
    }
    // Not done a second time: the password that was handed over still opens.
    assertThat(signIn(cadre.loginName(), reset.json().getString("oneTimePassword")).status())
        .isLessThan(300);
  }

  @Test
  void whateverChangesPowersEndsTheSessionsOnEveryServer() {
    Map<String, JsonObject> changes =
        Map.of(
            "roles",
            roles(1, "CHECKER"),
            "move",
            version(1).put("organisationId", county.id()),
            "closure",
            version(1),
            "password-reset",
            new JsonObject(),
            "second-factor-reset",
            new JsonObject(),
            "sessions-end",
            new JsonObject());
    changes.forEach(
        (what, body) -> {
          Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
          assertThat(other.get("/v1/sessions/current", cadre.token()).status()).isEqualTo(200);

          TestServer.Answer answer = change(cadre.id(), what, body);
          assertThat(answer.status()).as(what + answer.text()).isEqualTo(200);
          assertThat(other.get("/v1/sessions/current", cadre.token()).status())
              .as(what)
              .isEqualTo(401);
          assertThat(
                  given.scalar(
                      "SELECT count(*) FROM access_record WHERE actor = ? AND detail LIKE ?",
                      "STAFF:" + administrator.id(),
                      "%staff " + cadre.id()))
              .isEqualTo(1);
        });
  }

  @Test
  void rolesThatMayNotMeetAreRefusedWithTheReason() {
    for (String[] pair :
        List.of(
            new String[] {"APPROVER", "FUND_CLERK"},
            new String[] {"ADMINISTRATOR", "FUND_CLERK"},
            new String[] {"AUDITOR", "CADRE"},
            new String[] {"AUDITOR", "NOTICE_CLERK"})) {
      TestServer.Answer refused =
          server.post("/v1/staff", administrator.token(), draft(county, pair));
      assertThat(refused.problem()).isEqualTo("roles-conflict");
      assertThat(refused.json().getJsonArray("errors").getJsonObject(0).getString("reason"))
          .contains("兼任");
    }
    Fixtures.StaffMember approver = given.staff(county, Role.APPROVER);
    assertThat(change(approver.id(), "roles", roles(1, "APPROVER", "FUND_CLERK")).problem())
        .isEqualTo("roles-conflict");
    assertThat(change(approver.id(), "roles", roles(1, "APPROVER", "CHECKER")).status())
        .as("what these two may not share is one case")
        .isEqualTo(200);
  }

  @Test
  void nobodyChangesTheirOwnAccount() {
    for (String what : List.of("password-reset", "second-factor-reset", "sessions-end")) {
      assertThat(change(administrator.id(), what, new JsonObject()).problem())
          .isEqualTo("own-account");
    }
    assertThat(change(administrator.id(), "roles", roles(1, "ADMINISTRATOR", "CADRE")).problem())
        .isEqualTo("own-account");
    assertThat(change(administrator.id(), "closure", version(1)).problem())
        .isEqualTo("own-account");
  }

  @Test
  void lastAdministratorStaysAlsoWhenTheLastTwoCloseEachOther() {
    Fixtures.StaffMember above = given.staff(city, Role.ADMINISTRATOR);
    String path = "/v1/staff/" + administrator.id() + "/";
    assertThat(server.post(path + "closure", above.token(), version(1)).problem())
        .isEqualTo("last-administrator");
    assertThat(server.post(path + "roles", above.token(), roles(1, "CADRE")).problem())
        .isEqualTo("last-administrator");

    Fixtures.StaffMember second = given.staff(county, Role.ADMINISTRATOR);
    List<TestServer.Answer> answers =
        Presses.atOnce(
            2,
            i ->
                (i == 0 ? server : other)
                    .post(
                        "/v1/staff/" + (i == 0 ? second : administrator).id() + "/closure",
                        (i == 0 ? administrator : second).token(),
                        version(1)));
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(
            given.scalar(
                "SELECT count(*) FROM staff WHERE organisation_id = ? AND left_at IS NULL AND 'ADMINISTRATOR' = ANY (roles)",
                county.id()))
        .isEqualTo(1);
  }

  @Test
  void administratorReachesTheirSubtreeAndKnowsOfNothingElse() {
    Fixtures.Org foreign = given.county(city, "别县总工会");
    Fixtures.StaffMember stranger = given.staff(foreign, Role.CADRE);
    Fixtures.StaffMember above = given.staff(city, Role.CADRE);

    for (Fixtures.StaffMember each : List.of(stranger, above)) {
      assertThat(change(each.id(), "closure", version(1)).problem()).isEqualTo("not-found");
    }
    assertThat(server.post("/v1/staff", administrator.token(), draft(foreign, "CADRE")).problem())
        .isEqualTo("not-found");
    Fixtures.StaffMember own = given.staff(station, Role.CADRE);
    assertThat(change(own.id(), "move", version(1).put("organisationId", foreign.id())).problem())
        .isEqualTo("not-found");
    assertThat(server.get("/v1/staff", own.token()).problem()).isEqualTo("not-allowed");
  }

  @Test
  void listIsReadInPages() {
    for (int i = 0; i < 4; i++) {
      given.staff(station, Role.CADRE);
    }
    String path = "/v1/staff?limit=2";
    JsonObject first = server.get(path, administrator.token()).json();
    JsonObject second =
        server.get(path + "&cursor=" + first.getString("next"), administrator.token()).json();
    JsonObject third =
        server.get(path + "&cursor=" + second.getString("next"), administrator.token()).json();

    assertThat(first.getJsonArray("items")).hasSize(2);
    assertThat(second.getJsonArray("items")).hasSize(2);
    assertThat(third.getJsonArray("items")).hasSize(1);
    assertThat(third.getString("next")).isNull();
  }

  @Test
  void whoLeavesIsInChargeOfNobody() {
    Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
    Fixtures.Family family = given.household(station);
    given.pair(family, cadre);

    JsonObject left = version(1).put("leaveUnpaired", true).put("reason", "暂时没有人手");
    assertThat(change(cadre.id(), "closure", left).status()).isEqualTo(200);
    assertThat(
            given.scalar(
                "SELECT count(*) FROM pairing WHERE staff_id = ? AND to_on IS NULL", cadre.id()))
        .isZero();
    assertThat(change(cadre.id(), "roles", roles(2, "CADRE")).problem()).isEqualTo("state-changed");
  }

  @Test
  void sameKeyHandsOverTheSamePassword() {
    String key = "open-one-account-" + NAMES.incrementAndGet();
    JsonObject draft = draft(station, "CADRE");
    String first = server.post("/v1/staff", administrator.token(), draft, key).text();

    assertThat(other.post("/v1/staff", administrator.token(), draft, key).text()).isEqualTo(first);
  }
}
