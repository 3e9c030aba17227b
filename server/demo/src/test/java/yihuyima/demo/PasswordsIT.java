package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;

/** Changing passwords, guessing them, and where one is signed in. */
class PasswordsIT {
  private static final int GUESSES = 10_000;
  private static final int ADDRESSES = 20;
  private static final String NEXT = "云溪河边的一棵老槐树";

  private static TestServer server;
  private static TestServer other;
  private static Fixtures given;
  private static Fixtures.Org county;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(config -> config.with("trustedProxies", "127.0.0.1"), Clock.systemUTC());
    other = server.another();
    given = server.fixtures();
    county = given.county(given.city(), "安和县总工会");
  }

  @AfterAll
  static void stop() {
    other.close();
    server.close();
  }

  private static JsonObject login(Fixtures.StaffMember who, String password) {
    return new JsonObject().put("loginName", who.loginName()).put("password", password);
  }

  /** As a proxy in front of the server hands it on. */
  private static TestServer.Answer signIn(JsonObject body, String address, String agent) {
    return server.send(
        "POST",
        "/v1/sessions/staff",
        null,
        body.toBuffer().getBytes(),
        null,
        "Content-Type",
        "application/json",
        "X-Forwarded-For",
        address,
        "User-Agent",
        agent);
  }

  @Test
  void whoHasANetworkOfAddressesGuessesNoFasterThanWhoHasOne() {
    Fixtures.StaffMember clerk = given.staff(county, Role.CODE_CLERK);
    int refused = 0;
    for (int i = 0; i < 30; i++) {
      TestServer.Answer guess =
          signIn(login(clerk, "guess number " + i), "2001:db8:7:1::" + (i + 1), "a guesser");
      assertThat(guess.status()).isIn(401, 429);
      refused += guess.status() == 429 ? 1 : 0;
    }
    assertThat(refused).as("20 an hour, of a /64").isGreaterThanOrEqualTo(9);
    assertThat(signIn(login(clerk, "another guess"), "2001:db8:7:2::1", "a guesser").status())
        .as("another subscriber's network")
        .isEqualTo(401);
  }

  private static JsonObject change(String current, String next) {
    return new JsonObject().put("current", current).put("next", next);
  }

  @Test
  void changingEndsTheOtherSessionsOnEveryServer() {
    Fixtures.StaffMember clerk = given.staff(county, Role.CODE_CLERK);
    String here =
        signIn(login(clerk, Fixtures.PASSWORD), "192.0.2.1", "curl")
            .json()
            .getString("accessToken");
    assertThat(other.get("/v1/sessions/current", clerk.token()).status()).isEqualTo(200);

    assertThat(server.post("/v1/my/password", here, change("wrong", NEXT)).problem())
        .isEqualTo("password-wrong");
    TestServer.Answer weak =
        server.post("/v1/my/password", here, change(Fixtures.PASSWORD, "安和县总工会2026年"));
    assertThat(weak.problem()).isEqualTo("password-too-weak");
    assertThat(weak.json().getJsonArray("errors").getJsonObject(0).getString("reason"))
        .contains("工会名称");
    TestServer.Answer changed =
        server.post("/v1/my/password", here, change(Fixtures.PASSWORD, NEXT));
    assertThat(changed.status()).as(changed.text()).isEqualTo(201);

    assertThat(other.get("/v1/sessions/current", clerk.token()).status()).isEqualTo(401);
    assertThat(other.get("/v1/sessions/current", here).status()).isEqualTo(200);
    assertThat(signIn(login(clerk, Fixtures.PASSWORD), "192.0.2.1", "curl").problem())
        .isEqualTo("sign-in-failed");
    assertThat(signIn(login(clerk, NEXT), "192.0.2.1", "curl").status()).isEqualTo(201);
  }

  @Test
  void tenThousandGuessesNeverLockTheOwnersDeviceOut() {
    Fixtures.StaffMember owner = given.staff(county, Role.CODE_CLERK);
    TestServer.Answer before = signIn(login(owner, Fixtures.PASSWORD), "198.51.100.1", "curl");
    String device = before.json().getString("deviceToken");

    // From twenty addresses, the owner's own office among them.
    Set<String> seen = new HashSet<>();
    long[] compared = new long[1];
    List<TestServer.Answer> lasts =
        Presses.atOnce(
            8,
            thread -> {
              TestServer.Answer last = before;
              for (int i = thread; i < GUESSES; i += 8) {
                last =
                    signIn(
                        login(owner, "guess number " + i),
                        "198.51.100." + (1 + i % ADDRESSES),
                        "x");
                synchronized (seen) {
                  seen.add(last.problem());
                  compared[0] += last.problem().equals("sign-in-failed") ? 1 : 0;
                }
              }
              return last;
            });
    assertThat(lasts).hasSize(8);
    assertThat(seen).containsExactlyInAnyOrder("sign-in-failed", "too-many-requests");
    assertThat(compared[0])
        .as("a guesser gets through to the password some twenty times an hour and address")
        .isLessThan(ADDRESSES * 30L);

    String office = "198.51.100.1";
    assertThat(signIn(login(owner, Fixtures.PASSWORD), office, "x").problem())
        .isEqualTo("too-many-requests");
    JsonObject known = login(owner, Fixtures.PASSWORD).put("deviceToken", device);
    assertThat(signIn(known, office, "x").status()).isEqualTo(201);
    Fixtures.StaffMember colleague = given.staff(county, Role.CODE_CLERK);
    assertThat(
            signIn(login(colleague, Fixtures.PASSWORD).put("deviceToken", device), office, "x")
                .problem())
        .as("a device is known for the one who signed in on it")
        .isEqualTo("too-many-requests");
  }

  @Test
  void devicesAreListedInPlainWordsAndEndedOneByOne() {
    Fixtures.StaffMember clerk = given.staff(county, Role.CODE_CLERK);
    String phone = "Mozilla/5.0 (Linux; Android 14) Chrome/116 Mobile MicroMessenger/8.0.47";
    TestServer.Answer signedIn = signIn(login(clerk, Fixtures.PASSWORD), "192.0.2.2", phone);
    String onPhone = signedIn.json().getString("accessToken");
    String elsewhere =
        signIn(login(clerk, Fixtures.PASSWORD), "192.0.2.3", "x").json().getString("accessToken");

    JsonArray mine = server.get("/v1/my/sessions", onPhone).json().getJsonArray("items");
    assertThat(mine).hasSize(3);
    JsonObject here =
        mine.stream()
            .map(JsonObject.class::cast)
            .filter(item -> item.getBoolean("isThisOne"))
            .findFirst()
            .orElseThrow();
    assertThat(here.getString("device")).isEqualTo("微信 · 安卓手机");

    String stranger = given.staff(county, Role.CODE_CLERK).token();
    String path = "/v1/my/sessions/" + here.getString("sessionId");
    assertThat(server.delete(path, stranger).status()).isEqualTo(204);
    assertThat(other.get("/v1/sessions/current", onPhone).status())
        .as("nobody ends another's session")
        .isEqualTo(200);
    assertThat(server.delete(path, elsewhere).status()).isEqualTo(204);
    assertThat(other.get("/v1/sessions/current", onPhone).status()).isEqualTo(401);

    assertThat(server.delete("/v1/my/sessions", elsewhere).status()).isEqualTo(204);
    assertThat(other.get("/v1/sessions/current", clerk.token()).status()).isEqualTo(401);
    assertThat(other.get("/v1/sessions/current", elsewhere).status()).isEqualTo(200);
  }

  @Test
  void householdSeesAndEndsItsDevicesToo() {
    Fixtures.Family family = given.household(given.station(county, "样例厂工会"));

    JsonArray mine = server.get("/v1/my/sessions", family.token()).json().getJsonArray("items");
    assertThat(mine).hasSize(1);
    assertThat(mine.getJsonObject(0).getString("device")).isEqualTo("未知设备");
    assertThat(
            server
                .delete(
                    "/v1/my/sessions/" + mine.getJsonObject(0).getString("sessionId"),
                    family.token())
                .status())
        .isEqualTo(204);
    assertThat(other.get("/v1/my/household", family.token()).status()).isEqualTo(401);
  }
}
