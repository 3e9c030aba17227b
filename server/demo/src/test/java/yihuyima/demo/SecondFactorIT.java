package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** Two servers that insist on the second factor. */
class SecondFactorIT {
  private static AdjustableClock clock;
  private static TestServer server;
  private static TestServer other;
  private static Fixtures given;
  private static Fixtures.Org county;

  @BeforeAll
  static void start() {
    Instant now = Clock.systemUTC().instant();
    // Servers start only beside a database whose clock says the same; steps then go by hand.
    clock = new AdjustableClock(now);
    server = TestServer.start(config -> config.with("secondFactor", "required"), clock);
    other = server.another();
    given = server.fixtures();
    county = given.county(given.city(), "安和县总工会");
  }

  @AfterAll
  static void stop() {
    other.close();
    server.close();
  }

  private record Enrolled(AuthenticatorApp app, List<String> recoveryCodes, JsonObject session) {
    String token() {
      return session.getString("accessToken");
    }
  }

  private static JsonObject login(Fixtures.StaffMember who) {
    return new JsonObject().put("loginName", who.loginName()).put("password", Fixtures.PASSWORD);
  }

  private static TestServer.Answer signIn(JsonObject body) {
    return server.post("/v1/sessions/staff", null, body);
  }

  private static JsonObject code(String code) {
    return new JsonObject().put("code", code);
  }

  private static Enrolled enrol(String token) {
    TestServer.Answer started =
        server.post(
            "/v1/my/second-factor/totp",
            token,
            new JsonObject().put("password", Fixtures.PASSWORD));
    assertThat(started.status()).as(started.text()).isEqualTo(201);
    AuthenticatorApp app = AuthenticatorApp.scan(started.json().getString("uri"), clock);
    TestServer.Answer confirmed =
        server.post("/v1/my/second-factor/totp/confirmation", token, code(app.code()));
    assertThat(confirmed.status()).as(confirmed.text()).isEqualTo(201);
    JsonArray codes = confirmed.json().getJsonArray("recoveryCodes");
    assertThat(codes).hasSize(10);
    List<String> recovery = new ArrayList<>();
    codes.forEach(each -> recovery.add((String) each));
    return new Enrolled(app, recovery, confirmed.json().getJsonObject("session"));
  }

  @Test
  void fundClerkCanDoNothingBeforeEnrolling() {
    Fixtures.StaffMember clerk = given.staff(county, Role.FUND_CLERK);
    TestServer.Answer signedIn = signIn(login(clerk));
    assertThat(signedIn.json().getJsonObject("principal").getString("next"))
        .isEqualTo("START_TOTP");
    String token = signedIn.json().getString("accessToken");
    assertThat(server.get("/v1/payments", token).problem()).isEqualTo("second-factor-required");

    Enrolled enrolled = enrol(token);
    assertThat(enrolled.session().getJsonObject("principal").getString("next")).isNull();
    assertThat(server.get("/v1/payments", enrolled.token()).status()).isEqualTo(200);
    assertThat(other.get("/v1/payments", enrolled.token()).status()).isEqualTo(200);
    assertThat(server.get("/v1/payments", token).problem())
        .as("the token from before proves what it proved")
        .isEqualTo("second-factor-required");
  }

  @Test
  void cadreNeedsNoneAndMayHaveOne() {
    Fixtures.StaffMember cadre = given.staff(county, Role.CADRE);
    String token = signIn(login(cadre)).json().getString("accessToken");
    assertThat(server.get("/v1/inbox", token).status()).isEqualTo(200);

    Enrolled enrolled = enrol(token);
    clock.advance(Duration.ofSeconds(30));
    TestServer.Answer half = signIn(login(cadre));
    assertThat(half.json().getJsonObject("principal").getString("next"))
        .isEqualTo("CONFIRM_SECOND_FACTOR");
    String halfToken = half.json().getString("accessToken");
    assertThat(server.get("/v1/inbox", halfToken).problem()).isEqualTo("second-factor-required");
    TestServer.Answer whole =
        other.post("/v1/sessions/current/second-factor", halfToken, code(enrolled.app().code()));
    assertThat(whole.status()).as(whole.text()).isEqualTo(201);
    assertThat(server.get("/v1/inbox", whole.json().getString("accessToken")).status())
        .isEqualTo(200);
    JsonObject refresh =
        new JsonObject().put("refreshToken", half.json().getString("refreshToken"));
    String refreshed =
        server.post("/v1/sessions/refresh", null, refresh).json().getString("accessToken");
    assertThat(server.get("/v1/inbox", refreshed).status())
        .as("what was proved is remembered by the session")
        .isEqualTo(200);
  }

  @Test
  void codeIsTakenOnceOnAllServersTogether() {
    Fixtures.StaffMember approver = given.staff(county, Role.APPROVER);
    Enrolled enrolled = enrol(signIn(login(approver)).json().getString("accessToken"));
    assertThat(signIn(login(approver).put("totp", enrolled.app().code())).problem())
        .as("the code that confirmed the secret is taken")
        .isEqualTo("second-factor-wrong");
    String next = enrolled.app().code(1);
    JsonObject body = login(approver).put("totp", next);

    List<TestServer.Answer> answers =
        Presses.atOnce(
            6, i -> (i % 2 == 0 ? server : other).post("/v1/sessions/staff", null, body));

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201)
        .allMatch(answer -> answer.problem().equals("second-factor-wrong"));
  }

  @Test
  void recoveryCodeIsTakenOnceHoweverItIsTyped() {
    Fixtures.StaffMember clerk = given.staff(county, Role.FUND_CLERK);
    Enrolled enrolled = enrol(signIn(login(clerk)).json().getString("accessToken"));
    String recovery = enrolled.recoveryCodes().getFirst();
    JsonObject body = login(clerk).put("totp", recovery.toLowerCase(Locale.ROOT).replace("-", " "));

    TestServer.Answer first = signIn(body);
    assertThat(first.status()).as(first.text()).isEqualTo(201);
    assertThat(server.get("/v1/payments", first.json().getString("accessToken")).status())
        .isEqualTo(200);
    assertThat(signIn(body).problem()).isEqualTo("second-factor-wrong");
  }

  @Test
  void guessingCodesIsSlowedDown() {
    Fixtures.StaffMember approver = given.staff(county, Role.APPROVER);
    enrol(signIn(login(approver)).json().getString("accessToken"));
    String half = signIn(login(approver)).json().getString("accessToken");
    String last = "";
    for (int i = 0; i < 12; i++) {
      last =
          server.post("/v1/sessions/current/second-factor", half, code("00000" + i % 10)).problem();
    }
    assertThat(last).isEqualTo("too-many-requests");
  }

  @Test
  void enrollingAsksForThePasswordAndWaitsTenMinutes() {
    Fixtures.StaffMember approver = given.staff(county, Role.APPROVER);
    String token = signIn(login(approver)).json().getString("accessToken");
    JsonObject wrong = new JsonObject().put("password", "not the password");
    assertThat(server.post("/v1/my/second-factor/totp", token, wrong).problem())
        .isEqualTo("password-wrong");
    assertThat(
            server.post("/v1/my/second-factor/totp/confirmation", token, code("000000")).problem())
        .isEqualTo("state-changed");
    assertThat(
            given.scalar(
                "SELECT count(*) FROM second_factor WHERE staff_id = ? AND secret_enc IS NOT NULL",
                approver.id()))
        .isZero();
  }
}
