package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import yihuyima.api.audit.seal.SealStore;
import yihuyima.api.audit.seal.SealWatch;
import yihuyima.api.audit.seal.Sealer;
import yihuyima.api.identity.Role;
import yihuyima.qr.Ed25519Signer;
import yihuyima.server.ConfigException;
import yihuyima.server.ConfigKey;
import yihuyima.server.ServerConfig;
import yihuyima.server.VerifyLog;

/** The sealing of the record, by servers that come and go. */
class SealIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void twoServersWriteOneChainAndWhenTheElectedOneEndsTheOtherGoesOn() {
    Path heads = TestStores.newFolder("heads").resolve("heads.jsonl");
    try (TestServer first =
            TestServer.start(c -> c.with("recordHeadFile", heads.toString()), Clock.systemUTC());
        TestServer second = first.another()) {
      Fixtures given = first.fixtures();
      Fixtures.Family family = aFamily(given);
      first.resolve(family.printed(), family.token());
      second.resolve(family.printed(), family.token());
      awaitSealed(given);
      boolean firstIsElected = seals(first) > 0;
      TestServer elected = firstIsElected ? first : second;
      TestServer other = firstIsElected ? second : first;
      assertThat(seals(other)).isZero();

      elected.close();
      other.resolve(family.printed(), family.token());
      awaitSealed(given);

      assertThat(seals(other)).isPositive();
      assertThat(given.scalar("SELECT count(*) FROM access_record")).isEqualTo(3);
      assertThat(verify(first.config(), heads)).isEqualTo(VerifyLog.CLEAN);
      assertThat(metrics(other)).contains("yihuyima_record_seal_age_seconds");
    }
  }

  @Test
  void sealerThatLosesItsConnectionDoesNotForkTheChain() {
    Path heads = TestStores.newFolder("heads").resolve("heads.jsonl");
    try (TestServer server =
        TestServer.start(c -> c.with("recordHeadFile", heads.toString()), Clock.systemUTC())) {
      Fixtures given = server.fixtures();
      Fixtures.Family family = aFamily(given);
      for (int i = 0; i < 5; i++) {
        server.resolve(family.printed(), family.token());
        assertThat(Polling.until(() -> cutOff(given) > 0, SOON)).isTrue();
      }
      awaitSealed(given);

      assertThat(verify(server.config(), heads)).isEqualTo(VerifyLog.CLEAN);
    }
  }

  private static int cutOff(Fixtures given) {
    return given
        .texts(
            """
            SELECT pg_terminate_backend(l.pid)
              FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database
             WHERE l.locktype = 'advisory' AND l.granted AND d.datname = current_database()
            """)
        .size();
  }

  @Test
  void rowsThatCommitLateAreSealedOnceAndInTheirPlace() throws Exception {
    EmbeddedPostgres postgres = TestStores.get().postgres();
    String database = TestStores.get().newDatabase();
    Path heads = TestStores.newFolder("heads").resolve("heads.jsonl");
    SealWatch watch = new SealWatch(Duration.ofDays(1), System::nanoTime);
    try (Sealer sealer = SealedLog.sealer(postgres, database, heads, watch);
        ExecutorService writers = Executors.newFixedThreadPool(4)) {
      sealer.start();
      List<Future<?>> all = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        Random random = new Random(writer);
        all.add(writers.submit(() -> writeSlowly(postgres, database, random)));
      }
      for (Future<?> one : all) {
        one.get();
      }
      try (Connection db = SealedLog.open(postgres, database)) {
        long written = SealedLog.number(db, "SELECT count(*) FROM access_record");
        assertThat(
                Polling.until(
                    () ->
                        SealedLog.number(db, "SELECT coalesce(sum(records), 0) FROM access_seal")
                            == written,
                    SOON))
            .isTrue();
      }
    }
    assertThat(verify(postgres, database, SealedLog.publicKey(), heads)).isEqualTo(VerifyLog.CLEAN);
  }

  /** Transactions of some rows each, that pause in the middle and are sometimes rolled back. */
  private static Void writeSlowly(EmbeddedPostgres postgres, String database, Random random)
      throws SQLException {
    try (Connection db = SealedLog.open(postgres, database)) {
      db.setAutoCommit(false);
      for (int transaction = 0; transaction < 60; transaction++) {
        for (int row = 0; row <= random.nextInt(4); row++) {
          SealedLog.run(
              db,
              "INSERT INTO access_record (at, operation, actor, granted, detail, request_id) VALUES (now(), 'x', 'ANYONE', true, 'x', 'x')");
          LockSupport.parkNanos(random.nextInt(8_000_000));
        }
        if (random.nextInt(5) == 0) {
          db.rollback();
        } else {
          db.commit();
        }
      }
    }
    return null;
  }

  @Test
  void moneyWaitsWhileNobodySealsAndCodesAreReadOn() throws SQLException {
    TestStores stores = TestStores.get();
    String database = stores.newDatabase();
    try (Connection holder = SealedLog.open(stores.postgres(), database)) {
      SealedLog.run(holder, "SELECT pg_advisory_lock(" + SealStore.LOCK + ")");
      try (TestServer server =
          TestServer.startOn(
              stores.postgres(),
              database,
              stores.redis(),
              c -> c.with("recordSealFailedSeconds", "3"),
              Clock.systemUTC())) {
        Fixtures given = server.fixtures();
        Fixtures.Org county = given.county(given.city(), "安和县总工会");
        Fixtures.Family family = given.household(given.station(county, "样例厂工会"));
        Fixtures.StaffMember clerk = given.staff(county, Role.FUND_CLERK);
        long paid = given.payment(family, "PAID", 1000);
        long approved = given.payment(family, "APPROVED", 1000);

        assertThat(send(server, clerk, paid).problem()).isEqualTo("state-changed");
        assertThat(
                Polling.until(
                    () -> send(server, clerk, paid).problem().equals("record-not-sealed"), SOON))
            .isTrue();
        assertThat(send(server, clerk, approved).status()).isEqualTo(503);
        assertThat(server.get("/v1/payments", clerk.token()).status()).isEqualTo(200);
        assertThat(server.resolve(family.printed(), family.token()).json().getString("viewer"))
            .isEqualTo("household");

        SealedLog.run(holder, "SELECT pg_advisory_unlock(" + SealStore.LOCK + ")");
        assertThat(Polling.until(() -> send(server, clerk, approved).status() == 200, SOON))
            .isTrue();
      }
    }
  }

  private static TestServer.Answer send(
      TestServer server, Fixtures.StaffMember clerk, long payment) {
    return server.post("/v1/payments/" + payment + "/sending", clerk.token(), null, newKey());
  }

  private static String newKey() {
    return java.util.UUID.randomUUID().toString();
  }

  @Test
  void serverRefusesAClusterWhoseTransactionsBeganAnew() {
    TestStores stores = TestStores.get();
    String database = stores.newDatabase();
    ServerConfig config = TestConfig.on(stores.postgres(), database, stores.redis()).build();
    Fixtures.on(stores.postgres(), database, config, Clock.systemUTC())
        .run(
            """
            INSERT INTO access_seal (number, format, from_xact, from_id, to_xact, to_id, records, leaves, previous_digest, sealed_at,
                   key_id, digest, signature)
            VALUES (1, 1, '0', 0, '1000000000000', 0, 0, '', '\\x00', now(), 7, '\\x00', '\\x00')
            """);

    assertThatThrownBy(() -> yihuyima.server.YihuyimaServer.start(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("restored from a logical dump")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void serverRefusesADatabaseThatIsOlderThanItsHead() throws IOException {
    Path heads = TestStores.newFolder("heads").resolve("heads.jsonl");
    Files.writeString(
        heads,
        "{\"number\":99,\"digest\":\"00\",\"at\":\"2026-11-22T00:00:00Z\",\"kid\":7,\"signature\":\"00\"}\n");

    assertThatThrownBy(
            () ->
                TestServer.start(
                    c -> c.with("recordHeadFile", heads.toString()), Clock.systemUTC()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("knows seal 99");
  }

  @Test
  void lineThatWasTornByACrashIsWrittenAgain() throws IOException {
    Path heads = TestStores.newFolder("heads").resolve("heads.jsonl");
    TestServer first =
        TestServer.start(c -> c.with("recordHeadFile", heads.toString()), Clock.systemUTC());
    awaitSeal(first.fixtures(), 1);
    first.close();
    List<String> whole = Files.readAllLines(heads);
    String last = whole.removeLast();
    whole.add(last.substring(0, last.length() / 2));
    Files.writeString(heads, String.join("\n", whole));

    try (TestServer second = first.another()) {
      Fixtures.Family family = aFamily(second.fixtures());
      second.resolve(family.printed(), family.token());
      awaitSealed(second.fixtures());

      assertThat(verify(second.config(), heads)).isEqualTo(VerifyLog.CLEAN);
    }
  }

  @Test
  void everyPartitionOnlyTakesNewRowsAndNoMonthIsRefused() throws SQLException {
    EmbeddedPostgres postgres = TestStores.get().postgres();
    String database = TestStores.get().newDatabase();
    try (Connection db = SealedLog.open(postgres, database)) {
      for (String at : List.of("1999-01-01", "2099-12-31", "now")) {
        SealedLog.run(
            db,
            "INSERT INTO access_record (at, operation, actor, granted, detail, request_id) VALUES ('%s', 'x', 'ANYONE', true, 'x', 'x')"
                .formatted(at));
      }
      String make =
          "SELECT make_access_record_partitions(current_date, (current_date + interval '6 months')::date)";
      assertThat(SealedLog.number(db, make)).isPositive();
      assertThat(SealedLog.number(db, make)).isZero();
      // A month that is long past gets its partition, one that is far ahead waits for its time.
      assertThat(SealedLog.texts(db, "SELECT at::date::text FROM access_record_default"))
          .containsExactly("2099-12-31");
      List<String> tables =
          SealedLog.texts(
              db,
              "SELECT relid::regclass::text FROM pg_partition_tree('access_record') UNION SELECT 'access_seal'");
      assertThat(tables).hasSizeGreaterThan(7);
      for (String table : tables) {
        for (String change : List.of("DELETE FROM ", "TRUNCATE ")) {
          assertThatThrownBy(() -> SealedLog.run(db, change + table))
              .as(change + table)
              .hasMessageContaining("are only ever added");
        }
      }
    }
  }

  @Test
  void monthWhoseRowsFellIntoDefaultGetsItsPartitionAndTheSealsHold() throws Exception {
    EmbeddedPostgres postgres = TestStores.get().postgres();
    String database = TestStores.get().newDatabase();
    Path heads = TestStores.newFolder("heads").resolve("heads.jsonl");
    try (Connection db = SealedLog.open(postgres, database)) {
      SealedLog.run(
          db,
          """
          INSERT INTO access_record (at, operation, actor, granted, detail, request_id, fields, household_id)
          SELECT moment, 'x', 'ANYONE', true, 'x', 'x', ARRAY['tier'], g
            FROM generate_series(1, 500) AS g,
                 unnest(ARRAY['2009-12-31 16:00:00+00', '2010-01-31 15:59:59.999999+00', '2010-01-31 16:00:00+00']::timestamptz[]) AS moment
          """);
      String whole =
          "SELECT string_agg(r::text, '|' ORDER BY r.id) FROM access_record AS r WHERE r.at < '2011-01-01'";
      List<String> before = SealedLog.texts(db, whole);
      SealedLog.seal(postgres, database, heads, 1500);

      // The sealer may have done so by itself before it was closed.
      SealedLog.number(db, "SELECT make_access_record_partitions('2010-01-15', '2010-02-15')");
      assertThat(
              SealedLog.texts(
                  db,
                  "SELECT concat(tableoid::regclass, ' ', count(*)) FROM access_record WHERE at < '2011-01-01' GROUP BY tableoid ORDER BY 1"))
          .containsExactly("access_record_2010_01 1000", "access_record_2010_02 500");
      assertThat(SealedLog.texts(db, whole)).isEqualTo(before);
      for (String table :
          List.of("access_record_2010_01", "access_record_2010_02", "access_record_default")) {
        for (String change : List.of("DELETE FROM ", "TRUNCATE ")) {
          assertThatThrownBy(() -> SealedLog.run(db, change + table))
              .as(change + table)
              .hasMessageContaining("are only ever added");
        }
      }
    }
    assertThat(verify(postgres, database, SealedLog.publicKey(), heads)).isEqualTo(VerifyLog.CLEAN);
  }

  @Test
  void monthThatSomebodyReadsForLongWaitsAndNothingIsLost() throws SQLException {
    EmbeddedPostgres postgres = TestStores.get().postgres();
    String database = TestStores.get().newDatabase();
    String make = "SELECT make_access_record_partitions('2010-01-15', '2010-01-15')";
    try (Connection db = SealedLog.open(postgres, database);
        Connection reader = SealedLog.open(postgres, database)) {
      SealedLog.run(
          db,
          "INSERT INTO access_record (at, operation, actor, granted, detail, request_id) VALUES ('2010-01-15', 'x', 'ANYONE', true, 'x', 'x')");
      reader.setAutoCommit(false);
      SealedLog.number(reader, "SELECT count(*) FROM access_record");

      assertThat(SealedLog.number(db, make)).isZero();
      assertThatThrownBy(() -> SealedLog.run(db, "DELETE FROM access_record_default"))
          .hasMessageContaining("are only ever added");
      reader.rollback();
      assertThat(SealedLog.number(db, make)).isEqualTo(1);
      assertThat(SealedLog.number(db, "SELECT count(*) FROM access_record_2010_01")).isEqualTo(1);
    }
  }

  private static Fixtures.Family aFamily(Fixtures given) {
    return given.household(given.station(given.county(given.city(), "安和县总工会"), "样例厂工会"));
  }

  private static void awaitSeal(Fixtures given, int number) {
    assertThat(
            Polling.until(() -> given.scalar("SELECT count(*) FROM access_seal") >= number, SOON))
        .isTrue();
  }

  private static void awaitSealed(Fixtures given) {
    assertThat(
            Polling.until(
                () ->
                    given.scalar(
                            "SELECT (SELECT count(*) FROM access_record) - (SELECT coalesce(sum(records), 0) FROM access_seal)")
                        == 0,
                SOON))
        .isTrue();
  }

  private static double seals(TestServer server) {
    return metrics(server)
        .lines()
        .filter(line -> line.startsWith("yihuyima_record_seals_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String metrics(TestServer server) {
    return TestServer.exchange(
            HttpRequest.newBuilder(URI.create(server.managementUrl() + "/metrics")).build())
        .text();
  }

  private static int verify(ServerConfig config, Path heads) {
    String[] key = config.text(ConfigKey.RECORD_SIGN_KEY).split(":", 2);
    byte[] published =
        Ed25519Signer.of(Integer.parseInt(key[0]), Base64.getDecoder().decode(key[1]))
            .verifier()
            .publicKey();
    return verify(
        TestStores.get().postgres(),
        config.text(ConfigKey.DATABASE_NAME),
        key[0] + "=" + Base64.getEncoder().encodeToString(published),
        heads);
  }

  private static int verify(
      EmbeddedPostgres postgres, String database, String publicKey, Path heads) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      int code =
          VerifyLog.run(
              List.of(
                  "--database", postgres.jdbcUrl(database),
                  "--public-key", publicKey,
                  "--head", heads.toString()),
              Map.of("PGUSER", postgres.user(), "PGPASSWORD", postgres.password()),
              out,
              out);
      System.out.print(bytes.toString(StandardCharsets.UTF_8));
      return code;
    }
  }
}
