package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;
import yihuyima.server.Migration;

/** PostgreSQL restarted and Redis gone, under load: no wrong answer, and recovery by itself. */
class FaultsIT {
  private static final Duration RECOVERY_MAX = Duration.ofSeconds(20);

  private EmbeddedPostgres postgres;
  private EmbeddedRedis redis;
  private TestServer server;
  private Fixtures given;
  private List<Fixtures.Family> families;
  private Fixtures.StaffMember clerk;

  @BeforeEach
  void start() {
    postgres = EmbeddedPostgres.start(TestStores.newFolder("faults-pg"), Durability.DURABLE);
    redis = EmbeddedRedis.start(TestStores.newFolder("faults-redis"));
    Migration.migrate(postgres.jdbcUrl(), postgres.user(), postgres.password());
    server =
        TestServer.startOn(
            postgres, postgres.database(), redis, config -> config, Clock.systemUTC());
    given = server.fixtures();
    Fixtures.Org county = given.county(given.city(), "安和县总工会");
    Fixtures.Org station = given.station(county, "样例厂工会");
    families = java.util.stream.Stream.generate(() -> given.household(station)).limit(8).toList();
    clerk = given.staff(county, Role.CODE_CLERK);
  }

  @AfterEach
  void stop() {
    server.close();
    redis.close();
    postgres.close();
  }

  /** Scans without a pause until told to stop; keeps every answer that is wrong. */
  private final class Load implements AutoCloseable {
    private final AtomicBoolean on = new AtomicBoolean(true);
    private final AtomicLong good = new AtomicLong();
    private final AtomicLong unavailable = new AtomicLong();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Load() {
      for (Fixtures.Family family : families) {
        threads.execute(() -> scan(family));
      }
    }

    private void scan(Fixtures.Family family) {
      while (on.get()) {
        TestServer.Answer answer;
        try {
          answer = server.resolve(family.printed(), family.token());
        } catch (RuntimeException e) {
          wrong.add("no answer: " + e.getMessage());
          continue;
        }
        if (answer.status() == 503) {
          unavailable.incrementAndGet();
        } else if (answer.status() == 200
            && answer.json().getString("viewer").equals("household")
            && answer.json().getLong("householdId") == family.id()) {
          good.incrementAndGet();
        } else {
          wrong.add(answer.status() + " " + answer.text());
        }
      }
    }

    void untilGood(long more) {
      long wanted = good.get() + more;
      Instant deadline = Instant.now().plus(RECOVERY_MAX);
      while (good.get() < wanted) {
        assertThat(Instant.now())
            .as("good %d, 503 %d, wrong %s", good.get(), unavailable.get(), wrong)
            .isBefore(deadline);
        Polling.pause();
      }
    }

    @Override
    public void close() {
      on.set(false);
      threads.close();
    }
  }

  @Test
  void databaseRestartedUnderLoadLosesNothingAndComesBack() {
    try (Load load = new Load()) {
      load.untilGood(100);
      for (int round = 0; round < 3; round++) {
        postgres.stopImmediately();
        postgres.restart();
        load.untilGood(100);
      }
      assertThat(load.wrong).isEmpty();
    }
    TestServer.Answer ready =
        TestServer.exchange(
            HttpRequest.newBuilder(URI.create(server.managementUrl() + "/health/ready")).build());
    assertThat(ready.status()).isEqualTo(200);
  }

  @Test
  void withoutRedisScansGoOnAndGuessingIsClosed() {
    Fixtures.Family family = families.getFirst();
    assertThat(server.send("POST", "/v1/my/dynamic-code", family.token(), null, null).status())
        .isEqualTo(201);
    try (Load load = new Load()) {
      load.untilGood(50);
      redis.kill();
      load.untilGood(50);
      assertThat(load.wrong).isEmpty();
      assertThat(load.unavailable.get()).isZero();
    }
    assertThat(server.resolve(family.printed(), null).json().getString("viewer"))
        .isEqualTo("anyone");
    assertThat(server.send("POST", "/v1/my/dynamic-code", family.token(), null, null).problem())
        .isEqualTo("store-unavailable");
    String unbound = given.tokenOfUnbound();
    JsonObject guess = new JsonObject().put("code", family.printed()).put("idLastSix", "000000");
    assertThat(server.post("/v1/bindings", unbound, guess).problem()).isEqualTo("binding-refused");
    assertThat(server.post("/v1/bindings", unbound, guess).problem())
        .isEqualTo("too-many-requests");

    redis.restart();
    Instant deadline = Instant.now().plus(RECOVERY_MAX);
    while (server.send("POST", "/v1/my/dynamic-code", family.token(), null, null).status() != 201) {
      assertThat(Instant.now()).isBefore(deadline);
    }
  }

  @Test
  void flushedRedisRevivesNoEndedSession() {
    Fixtures.Family family = families.getFirst();
    server.delete("/v1/sessions/current", family.token());
    redis.kill();
    redis.restart();

    assertThat(server.resolve(family.printed(), family.token()).status()).isEqualTo(401);
  }

  @Test
  void hungRedisDoesNotHoldUpAScan() {
    Fixtures.Family family = families.getFirst();
    redis.pause();
    try {
      assertThat(server.resolve(family.printed(), family.token()).status()).isEqualTo(200);
      assertThat(server.resolve(family.printed(), null).status()).isEqualTo(200);
    } finally {
      redis.resume();
    }
  }

  @Test
  void writeDuringAnOutageIsDoneOnceOrNotAtAll() {
    Fixtures.Family family = families.getFirst();
    String path = "/v1/households/" + family.id() + "/code/replacement";
    postgres.stopImmediately();
    assertThat(server.post(path, clerk.token(), null, "replace-once-00000001").status())
        .isEqualTo(503);
    postgres.restart();
    Instant deadline = Instant.now().plus(RECOVERY_MAX);
    TestServer.Answer answer;
    do {
      answer = server.post(path, clerk.token(), null, "replace-once-00000001");
      assertThat(Instant.now()).isBefore(deadline);
    } while (answer.status() == 503);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().getInteger("generation")).isEqualTo(2);
    assertThat(server.post(path, clerk.token(), null, "replace-once-00000001").text())
        .isEqualTo(answer.text());
  }
}
