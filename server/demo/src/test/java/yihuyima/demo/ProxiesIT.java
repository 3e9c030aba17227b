package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** Who acts for a household: proxies, guardians, those bound at the door; and how it ends. */
class ProxiesIT {
  private static Vertx vertx;
  private static SmsStandIn sms;
  private static TestServer server;
  private static TestServer other;
  private static Fixtures given;
  private static Fixtures.Org station;
  private static Fixtures.StaffMember cadre;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    sms =
        SmsStandIn.start(vertx, "test-id", "test-key", "1400000000", Clock.systemUTC())
            .await(20, TimeUnit.SECONDS);
    server = TestServer.start(config -> config.withSms(sms), Clock.systemUTC());
    other = server.another();
    given = server.fixtures();
    Fixtures.Org county = given.county(given.city(), "安和县总工会");
    station = given.station(county, "样例厂工会");
    cadre = given.staff(station, Role.CADRE);
  }

  @AfterAll
  static void stop() throws Exception {
    other.close();
    server.close();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private static JsonObject signInBySms(String phone) {
    TestServer.Answer sent =
        server.post("/v1/sms-codes", null, new JsonObject().put("phone", phone));
    String code = sms.lastCodeFor(phone).orElseThrow();
    TestServer.Answer answer =
        server.post(
            "/v1/sessions/sms",
            null,
            new JsonObject()
                .put("phone", phone)
                .put("challengeId", sent.json().getString("challengeId"))
                .put("smsCode", code));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  private static TestServer.Answer refresh(JsonObject session) {
    return server.post(
        "/v1/sessions/refresh",
        null,
        new JsonObject().put("refreshToken", session.getString("refreshToken")));
  }

  private static JsonObject invitation(String phone, int days) {
    return new JsonObject()
        .put("phone", phone)
        .put("untilOn", given.today().plusDays(days).toString());
  }

  @Test
  void proxyActsUntilEitherEndsIt() {
    Fixtures.Family family = given.household(station);
    String phone = "10007770001";
    TestServer.Answer asked = server.post("/v1/my/proxies", family.token(), invitation(phone, 30));
    assertThat(asked.status()).as(asked.text()).isEqualTo(201);
    assertThat(server.post("/v1/my/proxies", family.token(), invitation(phone, 30)).problem())
        .isEqualTo("proxy-exists");

    JsonObject session = signInBySms(phone);
    String token = session.getString("accessToken");
    JsonArray waiting = server.get("/v1/my/invitations", token).json().getJsonArray("items");
    assertThat(waiting).hasSize(1);
    long id = waiting.getJsonObject(0).getLong("proxyId");
    String stranger = given.tokenOfUnbound();
    assertThat(server.post("/v1/my/invitations/" + id + "/acceptance", stranger, null).problem())
        .isEqualTo("not-found");
    assertThat(server.post("/v1/my/invitations/" + id + "/acceptance", token, null).status())
        .isEqualTo(200);
    JsonObject proxy = refresh(session).json();
    assertThat(proxy.getJsonObject("principal").getString("capacity")).isEqualTo("PROXY");
    String acting = proxy.getString("accessToken");
    assertThat(server.get("/v1/my/household", acting).json().getLong("householdId"))
        .isEqualTo(family.id());
    assertThat(server.post("/v1/my/proxies", acting, invitation("10007770009", 3)).problem())
        .as("a proxy names no proxies")
        .isEqualTo("not-allowed");

    assertThat(server.post("/v1/my/proxies/" + id + "/end", family.token(), null).status())
        .isEqualTo(204);
    assertThat(other.get("/v1/my/household", acting).status()).isEqualTo(401);
    assertThat(
            server.get("/v1/my/household", signInBySms(phone).getString("accessToken")).problem())
        .isEqualTo("not-allowed");
  }

  @Test
  void refusedInvitationBindsNobodyAndMakesRoom() {
    Fixtures.Family family = given.household(station);
    String phone = "10007770011";
    long id =
        server
            .post("/v1/my/proxies", family.token(), invitation(phone, 30))
            .json()
            .getLong("proxyId");
    String token = signInBySms(phone).getString("accessToken");
    String refusal = "/v1/my/invitations/" + id + "/refusal";
    assertThat(server.post(refusal, given.tokenOfUnbound(), null).problem()).isEqualTo("not-found");
    assertThat(server.post(refusal, token, null).status()).isEqualTo(204);

    assertThat(server.post("/v1/my/invitations/" + id + "/acceptance", token, null).problem())
        .isEqualTo("not-found");
    assertThat(server.get("/v1/my/proxies", family.token()).json().getJsonArray("items")).isEmpty();
    assertThat(server.post("/v1/my/proxies", family.token(), invitation(phone, 30)).status())
        .isEqualTo(201);
  }

  @Test
  void proxyIsForAYearAtMostAndThreeAtOnce() {
    Fixtures.Family family = given.household(station);
    assertThat(
            server.post("/v1/my/proxies", family.token(), invitation("10007770002", 400)).problem())
        .isEqualTo("until-not-accepted");
    assertThat(
            server.post("/v1/my/proxies", family.token(), invitation("10007770002", -1)).problem())
        .isEqualTo("until-not-accepted");
    for (int i = 0; i < 3; i++) {
      assertThat(
              server
                  .post("/v1/my/proxies", family.token(), invitation("1000777010" + i, 5))
                  .status())
          .isEqualTo(201);
    }
    assertThat(
            server.post("/v1/my/proxies", family.token(), invitation("10007770109", 5)).problem())
        .isEqualTo("proxy-exists");
  }

  @Test
  void lastDayOfAProxyEndsIt() {
    Fixtures.Family family = given.household(station);
    String phone = "10007770003";
    server.post("/v1/my/proxies", family.token(), invitation(phone, 30));
    JsonObject session = signInBySms(phone);
    String token = session.getString("accessToken");
    long id =
        server
            .get("/v1/my/invitations", token)
            .json()
            .getJsonArray("items")
            .getJsonObject(0)
            .getLong("proxyId");
    server.post("/v1/my/invitations/" + id + "/acceptance", token, null);
    given.run("UPDATE binding SET until_on = current_date - 2 WHERE until_on IS NOT NULL");

    assertThat(refresh(session).json().getJsonObject("principal").getString("kind"))
        .isEqualTo("SIGNED_IN");
  }

  @Test
  void unbindingEndsEverySessionOfTheAccount() {
    Fixtures.Family family = given.household(station);

    assertThat(server.delete("/v1/bindings/current", family.token()).status()).isEqualTo(204);
    assertThat(other.get("/v1/my/household", family.token()).status()).isEqualTo(401);
    assertThat(
            given.scalar(
                "SELECT count(*) FROM binding WHERE household_id = ? AND to_at IS NULL",
                family.id()))
        .isZero();
  }

  private static JsonObject atDoor(String code, String relation) {
    return new JsonObject().put("doorCode", code).put("relation", relation);
  }

  private static String doorCode(JsonObject session) {
    return server
        .post("/v1/my/door-codes", session.getString("accessToken"), null)
        .json()
        .getString("doorCode");
  }

  @Test
  void cadreBindsANewPhoneAtTheDoorAndTheLostOneSeesNothing() {
    Fixtures.Family family = given.household(station);
    given.pair(family, cadre);
    String path = "/v1/households/" + family.id() + "/bindings";
    JsonObject session = signInBySms("10007770004");
    JsonObject body = atDoor(doorCode(session), "WORKER").put("phoneLost", true);
    String stranger = given.staff(station, Role.CADRE).token();
    assertThat(server.post(path, stranger, body).problem()).isEqualTo("not-found");

    TestServer.Answer bound = server.post(path, cadre.token(), body);
    assertThat(bound.status()).as(bound.text()).isEqualTo(201);
    assertThat(bound.json().getInteger("bindingsEnded")).isEqualTo(1);
    assertThat(other.get("/v1/my/household", family.token()).status()).isEqualTo(401);
    String acting = refresh(session).json().getString("accessToken");
    assertThat(server.get("/v1/my/household", acting).status()).isEqualTo(200);
    assertThat(server.post(path, cadre.token(), body).problem())
        .as("a code is taken once")
        .isEqualTo("door-code-wrong");
    assertThat(
            given.scalar(
                "SELECT count(*) FROM access_record WHERE household_id = ? AND operation = 'bindAtDoor' AND granted",
                family.id()))
        .isEqualTo(1);
  }

  @Test
  void lostPhoneIsPutOutByTheCadreInChargeAlone() {
    Fixtures.Family family = given.household(station);
    given.pair(family, cadre);
    String path = "/v1/households/" + family.id() + "/bindings-end";
    for (String token :
        List.of(
            given.staff(station, Role.CADRE).token(),
            given.staff(station, Role.ADMINISTRATOR).token(),
            given.staff(station, Role.AUDITOR).token(),
            given.outsider(station).token(),
            given.household(station).token(),
            family.token())) {
      assertThat(server.post(path, token, null).problem()).isIn("not-found", "not-allowed");
    }

    TestServer.Answer ended = server.post(path, cadre.token(), null);
    assertThat(ended.status()).as(ended.text()).isEqualTo(200);
    assertThat(ended.json().getInteger("bindingsEnded")).isEqualTo(1);
    assertThat(other.get("/v1/my/household", family.token()).status()).isEqualTo(401);
  }

  @Test
  void whoFoundThePhoneNamedNoProxyOfTheirOwn() {
    Fixtures.Family family = given.household(station);
    given.pair(family, cadre);
    JsonObject friend = actingFor(family, "10007770021");
    given.run(
        "UPDATE proxy SET invited_at = invited_at - interval '60 days', answer_by = answer_by - interval '60 days' WHERE household_id = ?",
        family.id());
    JsonObject thief = actingFor(family, "10007770022");
    server.post("/v1/my/proxies", family.token(), invitation("10007770023", 30));

    assertThat(
            server
                .post("/v1/households/" + family.id() + "/bindings-end", cadre.token(), null)
                .json()
                .getInteger("bindingsEnded"))
        .isEqualTo(2);
    assertThat(server.get("/v1/my/household", thief.getString("accessToken")).status())
        .isEqualTo(401);
    assertThat(
            server
                .get("/v1/my/household", signInBySms("10007770022").getString("accessToken"))
                .problem())
        .isEqualTo("not-allowed");
    assertThat(
            server
                .get("/v1/my/invitations", signInBySms("10007770023").getString("accessToken"))
                .json()
                .getJsonArray("items"))
        .isEmpty();
    assertThat(server.get("/v1/my/household", friend.getString("accessToken")).status())
        .as("named long before")
        .isEqualTo(200);
  }

  private static JsonObject actingFor(Fixtures.Family family, String phone) {
    long id =
        server
            .post("/v1/my/proxies", family.token(), invitation(phone, 90))
            .json()
            .getLong("proxyId");
    JsonObject session = signInBySms(phone);
    server.post("/v1/my/invitations/" + id + "/acceptance", session.getString("accessToken"), null);
    return refresh(session).json();
  }

  @Test
  void minorIsReachedByAGuardianOnly() {
    Fixtures.Family family = given.household(station);
    given.pair(family, cadre);
    given.member(family.id(), "CHILD", given.today().minusYears(10));
    String path = "/v1/households/" + family.id() + "/bindings";
    JsonObject session = signInBySms("10007770005");

    assertThat(server.post(path, cadre.token(), atDoor(doorCode(session), "CHILD")).problem())
        .isEqualTo("member-unclear");
    JsonObject asGuardian = atDoor(doorCode(session), "CHILD").put("capacity", "GUARDIAN");
    assertThat(server.post(path, cadre.token(), asGuardian).status()).isEqualTo(201);
    assertThat(
            server
                .post(
                    path,
                    cadre.token(),
                    atDoor(doorCode(signInBySms("10007770006")), "WORKER")
                        .put("capacity", "GUARDIAN"))
                .problem())
        .isEqualTo("member-unclear");
  }
}
