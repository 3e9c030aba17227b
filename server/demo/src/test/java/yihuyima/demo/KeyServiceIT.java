package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import yihuyima.api.identity.Role;
import yihuyima.api.secret.KeyEncryption;
import yihuyima.api.secret.transit.TransitKeyEncryption;
import yihuyima.api.secret.transit.TransitSettings;
import yihuyima.server.KeyCommands;

/** A key service keeps the key-encryption key: slow, lying, failing, sealed, gone. */
class KeyServiceIT {
  private static final String TOKEN = "token-of-the-key-service";
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CONTEXT = "SEAL|1".getBytes(StandardCharsets.US_ASCII);

  private static Vertx vertx;
  private TransitStandIn service;
  private KeyEncryption keeper;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    await(vertx.close());
  }

  @BeforeEach
  void aService() throws Exception {
    service = await(TransitStandIn.start(vertx, TOKEN, "yihuyima"));
    keeper = keeper(TOKEN);
  }

  private KeyEncryption keeper(String token) {
    return new TransitKeyEncryption(
        vertx,
        new TransitSettings(
            service.baseUrl(), "transit", "yihuyima", token, Duration.ofMillis(300)));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get();
  }

  /** Every message of a failure: neither token nor key may be in one. */
  private static String failure(Future<?> future) throws Exception {
    try {
      await(future);
    } catch (ExecutionException e) {
      StringBuilder all = new StringBuilder();
      for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
        all.append(t).append('\n');
      }
      assertThat(all.toString())
          .doesNotContain(TOKEN, "MDEyMzQ1Njc4OWFi", "0123456789ab", "vault:v");
      return all.toString();
    }
    throw new AssertionError("it went well");
  }

  @Test
  void keyComesBackAsItWasAndAsNoOther() throws Exception {
    KeyEncryption.Wrapped wrapped = await(keeper.wrap(KEY, CONTEXT));
    assertThat(wrapped.kekId()).isEqualTo("transit/yihuyima:v1");
    assertThat(await(keeper.unwrap(wrapped, CONTEXT))).isEqualTo(KEY);
    assertThat(failure(keeper.unwrap(wrapped, "INDEX|1".getBytes(StandardCharsets.US_ASCII))))
        .contains("another key than was wrapped");

    service.rotate();
    assertThat(await(keeper.currentKekId())).isEqualTo("transit/yihuyima:v2");
    assertThat(await(keeper.wrap(KEY, CONTEXT)).kekId()).isEqualTo("transit/yihuyima:v2");
    assertThat(await(keeper.unwrap(wrapped, CONTEXT))).isEqualTo(KEY);
    assertThat(failure(keeper("another-token").wrap(KEY, CONTEXT))).contains("refuses our token");
  }

  @Test
  void lyingServiceIsFoundOut() throws Exception {
    KeyEncryption.Wrapped wrapped = await(keeper.wrap(KEY, CONTEXT));
    service.planFault(new Fault.Lie());
    assertThat(failure(keeper.unwrap(wrapped, CONTEXT))).contains("another key than was wrapped");
    // A ciphertext that is none would cost the data: it is tried before it is believed.
    service.planFault(new Fault.Lie());
    assertThat(failure(keeper.wrap(KEY, CONTEXT))).contains("answered 400");
    assertThat(await(keeper.unwrap(wrapped, CONTEXT))).isEqualTo(KEY);
  }

  static List<Fault> passing() {
    return List.of(
        new Fault.Status(503),
        new Fault.Status(500),
        new Fault.Status(429),
        new Fault.CutBefore(),
        new Fault.CutAfter(),
        new Fault.Hang(),
        new Fault.HangInBody(),
        new Fault.Garbage());
  }

  @ParameterizedTest
  @MethodSource("passing")
  void faultThatPassesIsTriedAgainAndOneThatStaysEnds(Fault fault) throws Exception {
    KeyEncryption.Wrapped wrapped = await(keeper.wrap(KEY, CONTEXT));
    service.planFault(fault);
    assertThat(await(keeper.unwrap(wrapped, CONTEXT))).isEqualTo(KEY);

    service.standingFault(fault);
    int before = service.calls();
    assertThat(failure(keeper.unwrap(wrapped, CONTEXT))).contains("the key service ");
    assertThat(service.calls() - before).isEqualTo(3);
  }

  @Test
  void sealedServiceIsNamedSoAndAnEndlessAnswerEnds() throws Exception {
    service.standingFault(new Fault.Status(503));
    assertThat(failure(keeper.wrap(KEY, CONTEXT))).contains("the key service is sealed");
    service.standingFault(new Fault.Endless());
    assertThat(failure(keeper.wrap(KEY, CONTEXT))).contains("the key service ");
  }

  private TestConfig served(TestConfig c) {
    return c.with("keyService", "on")
        .with("keyServiceUrl", service.baseUrl().toString())
        .with("keyServiceKey", "yihuyima")
        .with("keyServiceToken", TOKEN);
  }

  /** Nothing but the service. */
  private TestConfig alone(TestConfig c) {
    return served(c).without("keyEncryptionKeys");
  }

  private static List<String> keks(TestServer server) {
    return server
        .fixtures()
        .texts("SELECT DISTINCT kek_id FROM data_key WHERE wrapped IS NOT NULL");
  }

  @Test
  void serviceTakesOverFromTheConfigurationAndBackAgain() {
    try (TestServer server = TestServer.start()) {
      assertThat(keks(server)).containsExactly("k1");
      assertThat(KeyCommands.rotateKek(server.changed(this::served))).isZero();
      assertThat(keks(server)).containsExactly("transit/yihuyima:v1");
      try (TestServer later = server.another(this::alone)) {
        assertThat(later.get("/v1/verification-keys", null).status()).isEqualTo(200);
      }
      service.rotate();
      assertThat(KeyCommands.rotateKek(server.changed(this::alone))).isZero();
      assertThat(keks(server)).containsExactly("transit/yihuyima:v2");
      assertThat(KeyCommands.rotateKek(server.changed(c -> served(c).with("keyService", "unwrap"))))
          .isZero();
      assertThat(keks(server)).containsExactly("k1");
    }
  }

  @Test
  void runningServerOutlivesTheServiceAndANewOneDoesNotStart() {
    try (TestServer server = TestServer.start(this::alone, Clock.systemUTC())) {
      Fixtures given = server.fixtures();
      Fixtures.Org county = given.county(given.city(), "安和县总工会");
      Fixtures.Org station = given.station(county, "样例厂工会");
      Fixtures.StaffMember administrator = given.staff(given.topmost(), Role.ADMINISTRATOR);
      Fixtures.StaffMember cadre = given.staff(station, Role.CADRE);
      Fixtures.Family family = given.household(station);
      given.pair(family, cadre);
      service.standingFault(new Fault.Status(503));

      JsonObject note = new JsonObject().put("note", "来访");
      String path = "/v1/households/" + family.id() + "/visits";
      assertThat(server.post(path, cadre.token(), note).status()).isEqualTo(201);
      TestServer.Answer refused =
          server.post("/v1/key-rotations", administrator.token(), new JsonObject());
      assertThat(refused.status()).as(refused.text()).isGreaterThanOrEqualTo(500);
      assertThat(refused.text()).doesNotContain(TOKEN);
      assertThatThrownBy(() -> server.another(c -> c)).hasMessageContaining("cannot be unwrapped");
      assertThat(server.resolve(family.printed(), family.token()).json().getString("viewer"))
          .isEqualTo("household");

      service.standingFault(null);
      TestServer.Answer begun =
          server.post("/v1/key-rotations", administrator.token(), new JsonObject());
      assertThat(begun.status()).as(begun.text()).isEqualTo(202);
      Instant deadline = Instant.now().plusSeconds(90);
      String done = "SELECT count(*) FROM key_rotation WHERE state = 'DONE'";
      while (given.scalar(done) == 0) {
        Polling.pause();
        assertThat(Instant.now()).as("the rotation").isBefore(deadline);
      }
      assertThat(server.post(path, cadre.token(), note).status()).isEqualTo(201);
    }
  }
}
