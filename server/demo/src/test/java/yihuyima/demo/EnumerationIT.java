package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import yihuyima.api.identity.Role;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.Column;

/**
 * Guessing codes and the last digits of ID numbers, from many addresses, with families and cadres
 * behind the same ones. {@code -Dguesses=1000000 -Daddresses=1000} takes the full size.
 */
class EnumerationIT {
  private static final int GUESSES = Integer.getInteger("guesses", 2_000);
  private static final int ADDRESSES = Integer.getInteger("addresses", 20);
  private static final int AT_ONCE = 16;

  /** Codes that the guessers have seen on walls. */
  private static final int SEEN_CODES = 20;

  /** One honest call in so many guesses. */
  private static final int HONEST_EVERY = 50;

  /** So often does one of them scan in the whole run: at the pace of people. */
  private static final int SCANS_OF_ONE = 100;

  /** Tries of one account in an hour, and what a long run gets back of them. */
  private static final int TRIES_OF_AN_ACCOUNT = 6;

  /** A family about to bind, in an account that knows its phone. */
  private record Binder(String token, String code, String digits) {}

  /** A family that scans its own card, and the cadre who does. */
  private record Neighbour(Fixtures.Family family, Fixtures.StaffMember cadre) {}

  private static final class Tally {
    final AtomicLong hits = new AtomicLong();
    final AtomicLong lookups = new AtomicLong();
    final AtomicLong lookupsStopped = new AtomicLong();
    final AtomicLong bindings = new AtomicLong();
    final AtomicLong bindingsCompared = new AtomicLong();
    final AtomicLong honest = new AtomicLong();
    final AtomicLong honestStopped = new AtomicLong();
  }

  private final Tally tally = new Tally();
  private TestServer server;
  private Fixtures given;
  private final List<Neighbour> neighbours = new ArrayList<>();
  private final List<Fixtures.Family> seen = new ArrayList<>();
  private final List<String> accounts = new ArrayList<>();
  private final ConcurrentLinkedQueue<Binder> binders = new ConcurrentLinkedQueue<>();

  @Test
  void guessersAreStoppedAndTheirNeighboursAreNot() throws Exception {
    TestStores stores = TestStores.get();
    attack(stores.redis(), "with Redis", () -> {});
  }

  @Test
  void guessersAreStoppedWithoutRedisToo() throws Exception {
    Path folder = TestStores.newFolder("enumeration-redis");
    EmbeddedRedis redis = EmbeddedRedis.start(folder);
    attack(redis, "Redis down", redis::close);
  }

  private void attack(EmbeddedRedis redis, String how, Runnable before) throws Exception {
    TestStores stores = TestStores.get();
    server =
        TestServer.startOn(
            stores.postgres(),
            stores.newDatabase(),
            redis,
            config ->
                config
                    .with("trustedProxies", "127.0.0.1")
                    .without("lookupsPerAddressMinute")
                    .without("lookupsInAllMinute")
                    .without("lookupsPerCallerMinute"),
            Clock.systemUTC());
    try {
      people();
      before.run();
      long began = System.nanoTime();
      guess();
      report(how, (System.nanoTime() - began) / 1e9);
    } finally {
      server.close();
    }
    long most = (long) ADDRESSES * TRIES_OF_AN_ACCOUNT;
    assertThat(tally.hits).hasValue(0);
    assertThat(tally.honest).hasPositiveValue();
    assertThat(tally.honestStopped.get()).isLessThanOrEqualTo(tally.honest.get() / 1_000);
    assertThat(tally.bindingsCompared.get())
        .as("no more than the limits of the accounts, and what a long run gives back")
        .isLessThanOrEqualTo(Math.max(most * 3 / 2, tally.bindings.get() / 100));
  }

  private void people() {
    given = server.fixtures();
    Fixtures.Org county = given.county(given.city(), "安和县总工会");
    Fixtures.Org station = given.station(county, "样例厂工会");
    for (int i = 0; i < SEEN_CODES; i++) {
      seen.add(given.household(station));
    }
    for (int i = 0; i <= GUESSES / HONEST_EVERY / SCANS_OF_ONE; i++) {
      Neighbour neighbour =
          new Neighbour(given.household(station), given.staff(station, Role.CADRE));
      given.pair(neighbour.family(), neighbour.cadre());
      neighbours.add(neighbour);
    }
    for (int i = 0; i < ADDRESSES; i++) {
      accounts.add(given.tokenOfUnbound());
    }
    for (int i = 0; i < Math.min(200, GUESSES / HONEST_EVERY / 3 + 1); i++) {
      binders.add(binder(given.household(station)));
    }
  }

  /** Signed in with the phone that the union has of the family. */
  private Binder binder(Fixtures.Family family) {
    String token = given.tokenOfUnbound();
    long account = ForgedToken.claims(token).getLong("id");
    given.run(
        "UPDATE account SET phone_enc = ?, phone_bidx = ? WHERE id = ?",
        given.cipher().seal(Column.ACCOUNT_PHONE, account, family.phone()),
        given.index().of(BlindIndex.Kind.PHONE, family.phone()),
        account);
    return new Binder(
        token, family.printed(), family.idNumber().substring(family.idNumber().length() - 6));
  }

  private void guess() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<Void>> lanes = new ArrayList<>();
      for (int lane = 0; lane < AT_ONCE; lane++) {
        int from = lane;
        lanes.add(
            () -> {
              Random random = new Random(from);
              for (int i = from; i < GUESSES; i += AT_ONCE) {
                one(i, random);
                if (i % HONEST_EVERY == 0) {
                  honest(i);
                }
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(lanes)) {
        done.get();
      }
    }
  }

  private void one(int i, Random random) {
    int who = i % ADDRESSES;
    String address = address(who);
    if (i % 4 == 3) {
      String code = unknownCode(i);
      TestServer.Answer answer = send("GET", "/v1/household-codes/" + code, null, null, address);
      tally.lookups.incrementAndGet();
      tally.lookupsStopped.addAndGet(answer.status() == 429 ? 1 : 0);
      boolean hit = answer.status() == 200 && !answer.json().getString("viewer").equals("anyone");
      tally.hits.addAndGet(hit ? 1 : 0);
      return;
    }
    String code = i % 4 == 2 ? unknownCode(i) : seen.get(random.nextInt(SEEN_CODES)).printed();
    String digits =
        String.format("%02d%03d", 1 + random.nextInt(28), random.nextInt(1_000))
            + "0123456789X".charAt(random.nextInt(11));
    TestServer.Answer answer = bind(accounts.get(who), code, digits, address);
    tally.bindings.incrementAndGet();
    tally.bindingsCompared.addAndGet(answer.status() == 429 ? 0 : 1);
    tally.hits.addAndGet(answer.status() < 300 ? 1 : 0);
  }

  /** Well made, and of no household. */
  private String unknownCode(int i) {
    return given
        .codeKeys()
        .mint(given.codeKeys().currentMintKeyId(), 500_000_000L + i, 1)
        .printed();
  }

  /** Behind the same address as the guesser of this moment. */
  private void honest(int i) {
    String address = address(i % ADDRESSES);
    Neighbour neighbour = neighbours.get(i / HONEST_EVERY % neighbours.size());
    Fixtures.Family family = neighbour.family();
    List<TestServer.Answer> answers = new ArrayList<>();
    answers.add(
        send("GET", "/v1/household-codes/" + family.printed(), family.token(), null, address));
    answers.add(
        send(
            "GET",
            "/v1/household-codes/" + family.printed(),
            neighbour.cadre().token(),
            null,
            address));
    Binder binder = binders.poll();
    if (binder != null) {
      answers.add(bind(binder.token(), binder.code(), binder.digits(), address));
    }
    for (TestServer.Answer answer : answers) {
      tally.honest.incrementAndGet();
      tally.honestStopped.addAndGet(answer.status() >= 300 ? 1 : 0);
    }
  }

  private static String address(int who) {
    return "198.18." + who / 250 + "." + (who % 250 + 1);
  }

  private TestServer.Answer bind(String token, String code, String digits, String address) {
    JsonObject body = new JsonObject().put("code", code).put("idLastSix", digits);
    return send("POST", "/v1/bindings", token, body, address);
  }

  private TestServer.Answer send(
      String method,
      String path,
      @Nullable String token,
      @Nullable JsonObject body,
      String address) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .header("X-Forwarded-For", "203.0.113.9, " + address)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.encode()));
    if (body != null) {
      request.header("Content-Type", "application/json");
      request.header("Idempotency-Key", UUID.randomUUID().toString());
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return TestServer.exchange(request.build());
  }

  private void report(String how, double seconds) {
    System.out.printf(
        "enumeration, %s: %,d guesses from %,d addresses in %.0f s: %d hits; bindings %,d, compared %,d (%.2f %% stopped);"
            + " lookups %,d, %.2f %% stopped, the rest neutral; honest %,d, stopped %,d; %s%n",
        how,
        GUESSES,
        ADDRESSES,
        seconds,
        tally.hits.get(),
        tally.bindings.get(),
        tally.bindingsCompared.get(),
        100.0 * (tally.bindings.get() - tally.bindingsCompared.get()) / tally.bindings.get(),
        tally.lookups.get(),
        100.0 * tally.lookupsStopped.get() / tally.lookups.get(),
        tally.honest.get(),
        tally.honestStopped.get(),
        OffsetDateTime.now(ZoneOffset.UTC).toLocalDate());
  }
}
