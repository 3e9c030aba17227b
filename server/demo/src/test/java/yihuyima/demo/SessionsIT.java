package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.HttpCookie;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** Signing in by WeChat, SMS and password; refresh; binding; what another site may not do. */
class SessionsIT {
  private static final String PHONE = "10009998888";

  private static Vertx vertx;
  private static SmsStandIn sms;
  private static WechatStandIn wechat;
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org county;
  private static Fixtures.Org station;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    sms =
        SmsStandIn.start(vertx, "test-id", "test-key", "1400000000", Clock.systemUTC())
            .await(20, TimeUnit.SECONDS);
    wechat =
        WechatStandIn.start(vertx, "wx-test", "wx-secret", Clock.systemUTC())
            .await(20, TimeUnit.SECONDS);
    server =
        TestServer.start(
            config -> config.withSms(sms).withWechat(wechat, "wx-test", "wx-secret"),
            Clock.systemUTC());
    given = server.fixtures();
    county = given.county(given.city(), "安和县总工会");
    station = given.station(county, "样例厂工会");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private static TestServer.Answer post(String path, JsonObject body) {
    return server.send(
        "POST", path, null, body.toBuffer().getBytes(), null, "Content-Type", "application/json");
  }

  @Test
  void smsCodeSignsInOnceAndBindingMakesItAHousehold() {
    Fixtures.Family family = given.household(station);
    TestServer.Answer sent = post("/v1/sms-codes", new JsonObject().put("phone", PHONE));
    assertThat(sent.status()).isEqualTo(202);
    String code = sms.lastCodeFor(PHONE).orElseThrow();
    JsonObject asked =
        new JsonObject()
            .put("phone", PHONE)
            .put("challengeId", sent.json().getString("challengeId"))
            .put("smsCode", code);

    TestServer.Answer signedIn = post("/v1/sessions/sms", asked);
    assertThat(signedIn.status()).as(signedIn.text()).isEqualTo(201);
    assertThat(post("/v1/sessions/sms", asked).problem()).isEqualTo("sms-code-wrong");
    String token = signedIn.json().getString("accessToken");
    assertThat(server.get("/v1/my/household", token).status()).isEqualTo(403);

    JsonObject wrong = new JsonObject().put("code", family.printed()).put("idLastSix", "000000");
    assertThat(server.post("/v1/bindings", token, wrong).problem()).isEqualTo("binding-refused");
    JsonObject right =
        new JsonObject()
            .put("code", family.printed())
            .put("idLastSix", family.idNumber().substring(12));
    TestServer.Answer bound = server.post("/v1/bindings", token, right);
    assertThat(bound.status()).as(bound.text()).isEqualTo(201);
    String household = bound.json().getString("accessToken");
    assertThat(server.get("/v1/my/household", household).json().getLong("householdId"))
        .isEqualTo(family.id());
  }

  @Test
  void wrongCodeAndWrongDigitsLookTheSame() {
    Fixtures.Family family = given.household(station);
    String unknown =
        given.codeKeys().mint(given.codeKeys().currentMintKeyId(), 777_777_777, 1).printed();
    String token = given.tokenOfUnbound();
    TestServer.Answer digits =
        server.post(
            "/v1/bindings",
            token,
            new JsonObject().put("code", family.printed()).put("idLastSix", "000000"));
    TestServer.Answer code =
        server.post(
            "/v1/bindings",
            token,
            new JsonObject()
                .put("code", unknown)
                .put("idLastSix", family.idNumber().substring(12)));

    assertThat(code.status()).isEqualTo(digits.status()).isEqualTo(409);
    assertThat(code.json().getString("title")).isEqualTo(digits.json().getString("title"));
  }

  @Test
  void bindingIsSlowedDownForTheGuesser() {
    Fixtures.Family family = given.household(station);
    String token = given.tokenOfUnbound();
    String last = "";
    for (int i = 0; i < 12; i++) {
      last =
          server
              .post(
                  "/v1/bindings",
                  token,
                  new JsonObject().put("code", family.printed()).put("idLastSix", "00000" + i % 10))
              .problem();
    }
    assertThat(last).isEqualTo("too-many-requests");
  }

  @Test
  void wechatCodeSignsInTheSameAccountAgain() {
    String first =
        post(
                "/v1/sessions/wechat",
                new JsonObject().put("jsCode", wechat.issueCode("openid-of-a-sample")))
            .json()
            .getString("accessToken");
    assertThat(first).isNotNull();
    assertThat(
            post("/v1/sessions/wechat", new JsonObject().put("jsCode", "never-issued")).problem())
        .isEqualTo("wechat-code-invalid");
    post(
        "/v1/sessions/wechat",
        new JsonObject().put("jsCode", wechat.issueCode("openid-of-a-sample")));
    assertThat(
            given.scalar(
                "SELECT count(*) FROM account AS a WHERE a.openid_bidx IN (SELECT openid_bidx FROM account GROUP BY openid_bidx HAVING count(*) > 1)"))
        .isZero();
  }

  @Test
  void staffSignInByNameAndPassword() {
    Fixtures.StaffMember clerk = given.staff(county, Role.CODE_CLERK, Role.NOTICE_CLERK);
    JsonObject right =
        new JsonObject().put("loginName", clerk.loginName()).put("password", Fixtures.PASSWORD);

    JsonObject principal = post("/v1/sessions/staff", right).json().getJsonObject("principal");
    assertThat(principal.getString("kind")).isEqualTo("STAFF");
    assertThat(principal.getJsonArray("roles"))
        .isEqualTo(new JsonArray().add("CODE_CLERK").add("NOTICE_CLERK"));
    TestServer.Answer wrong = post("/v1/sessions/staff", right.copy().put("password", "wrong"));
    TestServer.Answer nobody = post("/v1/sessions/staff", right.copy().put("loginName", "nobody"));
    assertThat(wrong.problem()).isEqualTo(nobody.problem()).isEqualTo("sign-in-failed");
  }

  @Test
  void refreshSurvivesALostAnswerAndEndsAStolenSession() {
    Fixtures.StaffMember clerk = given.staff(county, Role.CODE_CLERK);
    JsonObject signedIn =
        post(
                "/v1/sessions/staff",
                new JsonObject()
                    .put("loginName", clerk.loginName())
                    .put("password", Fixtures.PASSWORD))
            .json();
    JsonObject first = new JsonObject().put("refreshToken", signedIn.getString("refreshToken"));
    String second = post("/v1/sessions/refresh", first).json().getString("refreshToken");
    assertThat(post("/v1/sessions/refresh", first).json().getString("refreshToken"))
        .isEqualTo(second);

    given.run(
        "UPDATE session SET refreshed_at = refreshed_at - interval '1 minute' WHERE staff_id = ?",
        clerk.id());
    assertThat(post("/v1/sessions/refresh", first).status()).isEqualTo(401);
    assertThat(post("/v1/sessions/refresh", new JsonObject().put("refreshToken", second)).status())
        .isEqualTo(401);
  }

  @Test
  void cookiesWorkForOurPagesAndForNoOtherSite() {
    Fixtures.StaffMember clerk = given.staff(county, Role.CODE_CLERK);
    byte[] body =
        new JsonObject()
            .put("loginName", clerk.loginName())
            .put("password", Fixtures.PASSWORD)
            .put("transport", "cookie")
            .toBuffer()
            .getBytes();
    String json = "application/json";
    TestServer.Answer foreign =
        server.send(
            "POST",
            "/v1/sessions/staff",
            null,
            body,
            null,
            "Content-Type",
            json,
            "Sec-Fetch-Site",
            "cross-site");
    assertThat(foreign.problem()).isEqualTo("cross-site-refused");
    TestServer.Answer own =
        server.send(
            "POST",
            "/v1/sessions/staff",
            null,
            body,
            null,
            "Content-Type",
            json,
            "Sec-Fetch-Site",
            "same-origin");
    assertThat(own.status()).as(own.text()).isEqualTo(201);
    assertThat(own.json().containsKey("accessToken")).isFalse();
    Map<String, HttpCookie> cookies = cookies(own);
    assertThat(cookies).containsKeys("yhym_at", "yhym_rt", "yhym_in");
    assertThat(cookies.get("yhym_at").isHttpOnly()).isTrue();
    assertThat(cookies.get("yhym_rt").isHttpOnly()).isTrue();
    String cookie = "yhym_at=" + cookies.get("yhym_at").getValue();
    assertThat(
            server.send("GET", "/v1/sessions/current", null, null, null, "Cookie", cookie).status())
        .isEqualTo(200);
    assertThat(
            server
                .send("DELETE", "/v1/sessions/current", null, null, null, "Cookie", cookie)
                .problem())
        .isEqualTo("cross-site-refused");
    assertThat(
            server
                .send(
                    "DELETE",
                    "/v1/sessions/current",
                    null,
                    null,
                    null,
                    "Cookie",
                    cookie,
                    "Sec-Fetch-Site",
                    "same-origin")
                .status())
        .isEqualTo(204);
    assertThat(
            server.send("GET", "/v1/sessions/current", null, null, null, "Cookie", cookie).status())
        .isEqualTo(401);
  }

  @Test
  void markForThePagesSaysOnlyThatSomebodySignedInAndOpensNothing() {
    Map<String, HttpCookie> cookies = cookies(signInByCookie(given.staff(county, Role.CODE_CLERK)));

    HttpCookie mark = cookies.get("yhym_in");
    assertThat(mark.isHttpOnly()).isFalse();
    assertThat(mark.getValue()).isEqualTo("1");
    assertThat(mark.getPath()).isEqualTo("/");
    assertThat(mark.getMaxAge()).isEqualTo(cookies.get("yhym_rt").getMaxAge());
    assertThat(
            server
                .send("GET", "/v1/sessions/current", null, null, null, "Cookie", "yhym_in=1")
                .problem())
        .isEqualTo("sign-in-required");
  }

  @Test
  void signingOutAndRefusedRenewalClearEveryCookieOfOurs() {
    Fixtures.StaffMember clerk = given.staff(county, Role.CODE_CLERK);
    Map<String, HttpCookie> cookies = cookies(signInByCookie(clerk));
    String access = "yhym_at=" + cookies.get("yhym_at").getValue();
    String all = access + "; yhym_rt=" + cookies.get("yhym_rt").getValue() + "; yhym_in=1";

    TestServer.Answer out = sendAsPage("DELETE", "/v1/sessions/current", all);
    assertThat(out.status()).as(out.text()).isEqualTo(204);
    assertCleared(out);

    TestServer.Answer refused = sendAsPage("POST", "/v1/sessions/refresh", all);
    assertThat(refused.problem()).isEqualTo("sign-in-required");
    assertCleared(refused);
    TestServer.Answer withoutToken = sendAsPage("POST", "/v1/sessions/refresh", "yhym_in=1");
    assertThat(withoutToken.problem()).isEqualTo("sign-in-required");
    assertCleared(withoutToken);
  }

  @Test
  void otherSiteCannotClearTheCookiesOfItsVisitor() {
    TestServer.Answer foreign =
        server.send(
            "POST",
            "/v1/sessions/refresh",
            null,
            "{}".getBytes(StandardCharsets.UTF_8),
            null,
            "Content-Type",
            "application/json",
            "Cookie",
            "yhym_rt=not-ours; yhym_in=1",
            "Sec-Fetch-Site",
            "cross-site");

    assertThat(foreign.problem()).isEqualTo("cross-site-refused");
    assertThat(foreign.response().headers().allValues("Set-Cookie")).isEmpty();
  }

  @Test
  void renewalThatSucceedsSetsTheMarkAnew() {
    Map<String, HttpCookie> cookies = cookies(signInByCookie(given.staff(county, Role.CODE_CLERK)));

    TestServer.Answer renewed =
        sendAsPage("POST", "/v1/sessions/refresh", "yhym_rt=" + cookies.get("yhym_rt").getValue());

    assertThat(renewed.status()).as(renewed.text()).isEqualTo(201);
    assertThat(cookies(renewed)).containsOnlyKeys("yhym_at", "yhym_rt", "yhym_in");
  }

  private static TestServer.Answer signInByCookie(Fixtures.StaffMember staff) {
    JsonObject body =
        new JsonObject()
            .put("loginName", staff.loginName())
            .put("password", Fixtures.PASSWORD)
            .put("transport", "cookie");
    return server.send(
        "POST",
        "/v1/sessions/staff",
        null,
        body.toBuffer().getBytes(),
        null,
        "Content-Type",
        "application/json",
        "Sec-Fetch-Site",
        "same-origin");
  }

  private static TestServer.Answer sendAsPage(String method, String path, String cookie) {
    byte[] body = method.equals("POST") ? "{}".getBytes(StandardCharsets.UTF_8) : null;
    return server.send(
        method,
        path,
        null,
        body,
        null,
        "Content-Type",
        "application/json",
        "Cookie",
        cookie,
        "Sec-Fetch-Site",
        "same-origin");
  }

  private static Map<String, HttpCookie> cookies(TestServer.Answer answer) {
    return answer.response().headers().allValues("Set-Cookie").stream()
        .flatMap(line -> HttpCookie.parse(line).stream())
        .collect(Collectors.toMap(HttpCookie::getName, cookie -> cookie));
  }

  private static void assertCleared(TestServer.Answer answer) {
    assertThat(cookies(answer)).containsOnlyKeys("yhym_at", "yhym_rt", "yhym_in");
    assertThat(cookies(answer).values())
        .allMatch(cookie -> cookie.getMaxAge() == 0 && cookie.getValue().isEmpty());
  }

  @Test
  void neutralPageIsTheSameForEveryCode() {
    Fixtures.Family family = given.household(station);
    String live = server.send("GET", "/h/" + family.printed(), null, null, null).text();
    String unknown = server.send("GET", "/h/1000-0000-0000-0000", null, null, null).text();

    assertThat(live).isEqualTo(unknown).contains("安和县总工会").doesNotContain("<script");
  }
}
