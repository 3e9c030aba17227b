package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** Signing in by Enterprise WeChat, and phone numbers handed over by WeChat, over real HTTP. */
class WecomIT {
  private static final String SECRET = "canary+secret&=%/?#汉";
  private static final AdjustableClock STAND_IN_CLOCK = new AdjustableClock();

  private static Vertx vertx;
  private static WecomStandIn wecom;
  private static WechatStandIn wechat;
  private static SmsStandIn sms;
  private static TestServer server;
  private static Fixtures given;
  private static Fixtures.Org station;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    wecom = await(WecomStandIn.start(vertx, "ww-test", SECRET, STAND_IN_CLOCK));
    wechat = await(WechatStandIn.start(vertx, "wx-test", SECRET, STAND_IN_CLOCK));
    sms = await(SmsStandIn.start(vertx, "test-id", "test-key", "1400000000", Clock.systemUTC()));
    server =
        TestServer.start(
            config ->
                config
                    .withSms(sms)
                    .withWecom(wecom, "ww-test", SECRET)
                    .withWechat(wechat, "wx-test", SECRET),
            Clock.systemUTC());
    given = server.fixtures();
    station = given.station(given.county(given.city(), "安和县总工会"), "样例厂工会");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    await(vertx.close());
  }

  @BeforeEach
  void allWorks() {
    wecom.standingFault(null);
    wechat.standingFault(null);
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(20, TimeUnit.SECONDS);
  }

  private static TestServer.Answer signIn(String code) {
    return server.post("/v1/sessions/wecom", null, new JsonObject().put("jsCode", code));
  }

  private static TestServer.Answer link(String token, String code) {
    return server.post("/v1/my/wecom", token, new JsonObject().put("jsCode", code));
  }

  @Test
  void whoHasLinkedSignsInAndIsThatMemberOfStaff() {
    Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
    assertThat(signIn(wecom.issueCode("zhang.san")).problem()).isEqualTo("wecom-not-linked");
    assertThat(link(cadre.token(), wecom.issueCode("zhang.san")).status()).isEqualTo(204);
    assertThat(link(cadre.token(), wecom.issueCode("zhang.san")).status()).isEqualTo(204);

    TestServer.Answer in = signIn(wecom.issueCode("zhang.san"));
    assertThat(in.status()).as(in.text()).isEqualTo(201);
    String token = in.json().getString("accessToken");
    assertThat(server.get("/v1/my/paired-households", token).status()).isEqualTo(200);

    assertThat(server.delete("/v1/my/wecom", token).status()).isEqualTo(204);
    assertThat(signIn(wecom.issueCode("zhang.san")).problem()).isEqualTo("wecom-not-linked");
  }

  @Test
  void oneMemberIsLinkedWithOneAccount() {
    Fixtures.StaffMember one = given.staff(station, Role.CADRE);
    Fixtures.StaffMember two = given.staff(station, Role.CADRE);
    assertThat(link(one.token(), wecom.issueCode("li.si")).status()).isEqualTo(204);
    assertThat(link(two.token(), wecom.issueCode("li.si")).problem()).isEqualTo("wecom-taken");
    assertThat(link(two.token(), wecom.issueCodeOfOthers("wang.wu")).problem())
        .as("a member of another enterprise")
        .isEqualTo("wecom-unavailable");
    assertThat(link(given.household(station).token(), wecom.issueCode("li.si")).problem())
        .isEqualTo("not-allowed");
  }

  @Test
  void codesAreGoodOnceAndForFiveMinutes() {
    Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
    link(cadre.token(), wecom.issueCode("qian.liu"));
    String code = wecom.issueCode("qian.liu");
    assertThat(signIn(code).status()).isEqualTo(201);
    assertThat(signIn(code).problem()).isEqualTo("wecom-code-invalid");
    String late = wecom.issueCode("qian.liu");
    STAND_IN_CLOCK.advance(Duration.ofMinutes(6));
    assertThat(signIn(late).problem()).isEqualTo("wecom-code-invalid");
    assertThat(signIn("demo-qian.liu").problem())
        .as("names as codes are for the demo")
        .isEqualTo("wecom-code-invalid");
  }

  @Test
  void theSecondFactorIsOwedAllTheSame() {
    Fixtures.StaffMember clerk = given.staff(station, Role.CADRE);
    assertThat(link(clerk.token(), wecom.issueCode("sun.qi")).status()).isEqualTo(204);
    String uri =
        server
            .post(
                "/v1/my/second-factor/totp",
                clerk.token(),
                new JsonObject().put("password", Fixtures.PASSWORD))
            .json()
            .getString("uri");
    String code = AuthenticatorApp.scan(uri, Clock.systemUTC()).code();
    assertThat(
            server
                .post(
                    "/v1/my/second-factor/totp/confirmation",
                    clerk.token(),
                    new JsonObject().put("code", code))
                .status())
        .isEqualTo(201);
    JsonObject in = signIn(wecom.issueCode("sun.qi")).json();
    assertThat(in.getJsonObject("principal").getString("next")).isEqualTo("CONFIRM_SECOND_FACTOR");
    assertThat(server.get("/v1/my/paired-households", in.getString("accessToken")).problem())
        .isEqualTo("second-factor-required");
  }

  @Test
  void anEndedAccessTokenIsRenewedOnceAndManyShareOneFetch() throws Exception {
    Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
    assertThat(link(cadre.token(), wecom.issueCode("zhou.ba")).status()).isEqualTo(204);
    int before = wecom.accessTokensGiven();
    assertThat(signIn(wecom.issueCode("zhou.ba")).status()).isEqualTo(201);
    assertThat(wecom.accessTokensGiven()).as("kept from before").isEqualTo(before);

    wecom.endAccessToken();
    assertThat(signIn(wecom.issueCode("zhou.ba")).status()).isEqualTo(201);
    assertThat(wecom.accessTokensGiven()).isEqualTo(before + 1);

    wecom.standingFault(new Fault.Refusal("42001"));
    assertThat(signIn(wecom.issueCode("zhou.ba")).problem()).isEqualTo("wecom-unavailable");
    wecom.standingFault(new Fault.Refusal("-1"));
    assertThat(signIn(wecom.issueCode("zhou.ba")).problem()).isEqualTo("wecom-unavailable");
    wecom.standingFault(new Fault.Lie());
    assertThat(signIn(wecom.issueCode("zhou.ba")).problem()).isEqualTo("wecom-unavailable");
    wecom.standingFault(null);
    wecom.planFault(new Fault.Refusal("-1"));
    wecom.planFault(new Fault.CutBefore());
    assertThat(signIn(wecom.issueCode("zhou.ba")).status()).isEqualTo(201);
  }

  @Test
  void whoSignedInByWechatIsFoundByTheNumberThatWechatHandsOver() {
    Fixtures.Family family = given.household(station);
    String phone = "10007778001";
    assertThat(
            server
                .post(
                    "/v1/my/proxies",
                    family.token(),
                    new JsonObject()
                        .put("phone", phone)
                        .put("untilOn", given.today().plusDays(30).toString()))
                .status())
        .isEqualTo(201);
    String token = wechatToken("openid-of-a-proxy");
    assertThat(server.get("/v1/my/invitations", token).json().getJsonArray("items")).isEmpty();

    assertThat(setPhone(token, wechat.issuePhoneCode("852", "61234567")).problem())
        .isEqualTo("phone-not-accepted");
    String code = wechat.issuePhoneCode("86", phone);
    TestServer.Answer set = setPhone(token, code);
    assertThat(set.status()).as(set.text()).isEqualTo(200);
    assertThat(set.json().getString("phoneEnding")).isEqualTo("8001");
    assertThat(setPhone(token, code).problem()).isEqualTo("wechat-code-invalid");
    assertThat(setPhone(token, wechat.issuePhoneCode("86", phone)).status()).isEqualTo(200);
    assertThat(server.get("/v1/my/invitations", token).json().getJsonArray("items")).hasSize(1);

    assertThat(setPhone(token, wechat.issuePhoneCode("86", "10007778002")).problem())
        .as("an account keeps its number")
        .isEqualTo("phone-taken");
    assertThat(
            setPhone(wechatToken("openid-of-another"), wechat.issuePhoneCode("86", phone))
                .problem())
        .as("a number is one account's")
        .isEqualTo("phone-taken");
  }

  @Test
  void whoSignedInByWechatProvesANumberByTextMessage() {
    String phone = "10007778003";
    String token = wechatToken("openid-of-a-third");
    TestServer.Answer sent =
        server.post("/v1/sms-codes", null, new JsonObject().put("phone", phone));
    String code = sms.lastCodeFor(phone).orElseThrow();
    JsonObject body =
        new JsonObject()
            .put("phone", phone)
            .put("challengeId", sent.json().getString("challengeId"))
            .put("smsCode", code);
    assertThat(
            server.post("/v1/my/phone", token, body.copy().put("smsCode", flipped(code))).problem())
        .isEqualTo("sms-code-wrong");
    assertThat(server.post("/v1/my/phone", token, body).json().getString("phoneEnding"))
        .isEqualTo("8003");
  }

  @Test
  void twoAtOnceWithOneNumberGetOneWinner() throws Exception {
    List<Future<TestServer.Answer>> both = new ArrayList<>();
    for (String openid : List.of("openid-of-a-twin", "openid-of-the-other-twin")) {
      String token = wechatToken(openid);
      String code = wechat.issuePhoneCode("86", "10007778004");
      both.add(vertx.executeBlocking(() -> setPhone(token, code), false));
    }
    List<Integer> statuses = new ArrayList<>();
    for (Future<TestServer.Answer> one : both) {
      statuses.add(await(one).status());
    }
    assertThat(statuses).containsExactlyInAnyOrder(200, 409);
  }

  private static String flipped(String code) {
    return (code.charAt(0) == '0' ? '1' : '0') + code.substring(1);
  }

  private static String wechatToken(String openid) {
    return server
        .post("/v1/sessions/wechat", null, new JsonObject().put("jsCode", wechat.issueCode(openid)))
        .json()
        .getString("accessToken");
  }

  private static TestServer.Answer setPhone(String token, String code) {
    return server.post("/v1/my/phone", token, new JsonObject().put("phoneCode", code));
  }
}
