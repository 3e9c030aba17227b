package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import yihuyima.api.limit.LimitSettings;

/**
 * Guessing codes of text messages, with the family behind the guessers' own address. {@code
 * -Dguesses=1000000} takes the full size.
 */
class SmsGuessesIT {
  private static final int GUESSES = Integer.getInteger("guesses", 2_000);

  /** One family that signs in, in so many guesses. */
  private static final int HONEST_EVERY = 100;

  /** Sign-ins of the whole run: each costs a message of the hour's. */
  private static final int HONEST_MAX = 200;

  private static final SecureRandom RANDOM = new SecureRandom();

  private static Vertx vertx;
  private static SmsStandIn sms;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    sms =
        SmsStandIn.start(vertx, "test-id", "test-key", "1400000000", Clock.systemUTC())
            .await(20, TimeUnit.SECONDS);
    server =
        TestServer.start(
            config -> config.withSms(sms).with("trustedProxies", "127.0.0.1"), Clock.systemUTC());
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  /** A code on its way, and what the page of whoever asked holds. */
  private record Asked(String phone, String challengeId, String code) {}

  @Test
  void strangerWhoKnowsTheNumberDoesNotUseUpItsTries() {
    Asked family = ask("10005550001", "198.18.9.1", null);
    Asked stranger = ask("10005550001", "198.18.9.2", null);

    for (int i = 0; i < 10; i++) {
      assertThat(answer(stranger, wrong(stranger.code()), "198.18.9.2").problem())
          .isEqualTo("sms-code-wrong");
      Asked invented = new Asked(family.phone(), inventedChallenge(), family.code());
      assertThat(answer(invented, family.code(), "198.18.9.2").problem())
          .isEqualTo("sms-code-wrong");
    }

    assertThat(answer(family, family.code(), "198.18.9.1").status()).isEqualTo(201);
  }

  @Test
  void challengeIsGoodForFiveTriesForItsOwnCodeAndForItsOwnPhone() {
    Asked asked = ask("10005550002", "198.18.9.3", null);
    Asked another = ask("10005550003", "198.18.9.3", null);
    Asked mixed = new Asked(another.phone(), asked.challengeId(), another.code());
    assertThat(answer(mixed, another.code(), "198.18.9.3").problem()).isEqualTo("sms-code-wrong");
    Asked swapped = new Asked(asked.phone(), another.challengeId(), asked.code());
    assertThat(answer(swapped, asked.code(), "198.18.9.3").problem()).isEqualTo("sms-code-wrong");
    for (int i = 1; i < 5; i++) {
      assertThat(answer(asked, wrong(asked.code()), "198.18.9.3").problem())
          .isEqualTo("sms-code-wrong");
    }

    assertThat(answer(asked, asked.code(), "198.18.9.3").problem())
        .as("the sixth try is none, right as it is")
        .isEqualTo("sms-code-wrong");
    assertThat(answer(another, another.code(), "198.18.9.3").status()).isEqualTo(201);
    assertThat(answer(another, another.code(), "198.18.9.3").problem())
        .as("taken")
        .isEqualTo("sms-code-wrong");
  }

  @Test
  void phoneHasFewLiveChallengesAndNoneIsPutOut() {
    Asked first = ask("10005550004", "198.18.9.4", null);
    for (int i = 0; i < 4; i++) {
      ask("10005550004", "198.18.9.4", null);
    }

    TestServer.Answer sixth =
        send("/v1/sms-codes", new JsonObject().put("phone", "10005550004"), "198.18.9.5");

    assertThat(sixth.problem()).isEqualTo("too-many-requests");
    assertThat(answer(first, first.code(), "198.18.9.4").status()).isEqualTo(201);
  }

  /** What a device got when its owner signed in takes it out of the crowd behind its address. */
  @Test
  void crowdThatAsksForCodesDoesNotKeepAFamilyFromItsDevice() {
    String address = "198.18.9.6";
    Asked before = ask("10005550005", "198.18.9.7", null);
    String device = answer(before, before.code(), "198.18.9.7").json().getString("deviceToken");
    long allowed = LimitSettings.standard().smsPerAddress().calls();
    for (int i = 0; i < allowed; i++) {
      send("/v1/sms-codes", new JsonObject().put("phone", "1000556%04d".formatted(i)), address);
    }
    JsonObject stranger = new JsonObject().put("phone", "10005570001");
    assertThat(isRefusedSoon(stranger, address)).isTrue();
    assertThat(isRefusedSoon(stranger.copy().put("deviceToken", device), address))
        .as("a device of another number")
        .isTrue();

    // More than the address gets back meanwhile: one a minute.
    ask("10005550005", address, device);
    ask("10005550005", address, device);
    Asked again = ask("10005550005", address, device);
    assertThat(answer(again, again.code(), address).status()).isEqualTo(201);
  }

  /** The limit is refilled evenly: one may slip through just now, and not four. */
  private static boolean isRefusedSoon(JsonObject body, String address) {
    for (int i = 0; i < 4; i++) {
      if (send("/v1/sms-codes", body, address).problem().equals("too-many-requests")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void pageCarriesItsDeviceAsACookieThatGoesNowhereElse() {
    Asked asked = ask("10005550006", "198.18.9.8", null);
    JsonObject body = body(asked, asked.code()).put("transport", "cookie");

    TestServer.Answer signedIn =
        server.send(
            "POST",
            "/v1/sessions/sms",
            null,
            body.toBuffer().getBytes(),
            null,
            "Content-Type",
            "application/json",
            "Origin",
            server.url(),
            "Sec-Fetch-Site",
            "same-origin");

    assertThat(signedIn.status()).as(signedIn.text()).isEqualTo(201);
    assertThat(signedIn.json().containsKey("deviceToken")).isFalse();
    assertThat(signedIn.response().headers().allValues("set-cookie"))
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("yhym_dp=")
                    .contains("Path=/v1/sms-codes", "HTTPOnly", "SameSite=Strict")
                    .doesNotContain(asked.phone()));
  }

  /**
   * Strangers try at challenges that they invent; behind the same address families sign in. A guess
   * at no challenge finds nothing however lucky it is; those at a stranger's own are five in a
   * million, which is left to arithmetic.
   */
  @Test
  void guessesFindNothingAndKeepNobodyOut() {
    Random random = new Random(1);
    AtomicLong hits = new AtomicLong();
    AtomicLong stopped = new AtomicLong();
    int signedIn = 0;
    Asked waiting = ask(honestPhone(0), honestAddress(0), null);
    for (int i = 0; i < GUESSES; i++) {
      Asked guess = new Asked(waiting.phone(), inventedChallenge(), "");
      String code = i % 2 == 0 ? waiting.code() : "%06d".formatted(random.nextInt(1_000_000));
      TestServer.Answer answer = answer(guess, code, honestAddress(signedIn));
      hits.addAndGet(answer.status() < 300 ? 1 : 0);
      stopped.addAndGet(answer.status() == 429 ? 1 : 0);
      if (i % HONEST_EVERY == HONEST_EVERY - 1 && signedIn < HONEST_MAX) {
        assertThat(answer(waiting, waiting.code(), honestAddress(signedIn)).status())
            .as("a family behind the guessers' address")
            .isEqualTo(201);
        signedIn++;
        waiting = ask(honestPhone(signedIn), honestAddress(signedIn), null);
      }
    }
    System.out.printf(
        "sms guesses: %,d, %d hits, %,d stopped; %d families signed in from the same addresses%n",
        GUESSES, hits.get(), stopped.get(), signedIn);
    assertThat(hits).hasValue(0);
    assertThat(stopped).hasPositiveValue();
    assertThat(signedIn).isPositive();
  }

  private static String honestPhone(int i) {
    return "1000558%04d".formatted(i);
  }

  /** So many families share one. */
  private static String honestAddress(int i) {
    return "198.18.10." + (1 + i / 20);
  }

  private static Asked ask(String phone, String address, @Nullable String device) {
    JsonObject body = new JsonObject().put("phone", phone);
    if (device != null) {
      body.put("deviceToken", device);
    }
    TestServer.Answer sent = send("/v1/sms-codes", body, address);
    assertThat(sent.status()).as(sent.text()).isEqualTo(202);
    return new Asked(
        phone, sent.json().getString("challengeId"), sms.lastCodeFor(phone).orElseThrow());
  }

  private static JsonObject body(Asked asked, String code) {
    return new JsonObject()
        .put("phone", asked.phone())
        .put("challengeId", asked.challengeId())
        .put("smsCode", code);
  }

  private static TestServer.Answer answer(Asked asked, String code, String address) {
    return send("/v1/sessions/sms", body(asked, code), address);
  }

  private static TestServer.Answer send(String path, JsonObject body, String address) {
    return server.send(
        "POST",
        path,
        null,
        body.toBuffer().getBytes(),
        null,
        "Content-Type",
        "application/json",
        "X-Forwarded-For",
        address);
  }

  private static String wrong(String code) {
    return code.equals("000000") ? "000001" : "000000";
  }

  private static String inventedChallenge() {
    byte[] id = new byte[16];
    RANDOM.nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }
}
