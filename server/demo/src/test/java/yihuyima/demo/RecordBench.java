package yihuyima.demo;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.Look;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.audit.seal.Finding;
import yihuyima.api.audit.seal.SealWatch;
import yihuyima.api.audit.seal.Sealer;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.sql.Database;
import yihuyima.server.Foundations;
import yihuyima.server.Migration;
import yihuyima.server.ServerConfig;

/**
 * What sealing costs and what it finds: looks recorded a second with the sealer on against off, in
 * one run, interleaved; how fast a whole record is verified; and how many of many random tampers
 * are found and located. PostgreSQL runs on the same machine, commits are durable. Ends by itself.
 */
final class RecordBench {
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(4);

  /** Requests that wait for their look to be committed, at any moment. */
  private static final int AT_ONCE = 64;

  private static final long SEED = 20261122L;

  private final JsonObject results = new JsonObject();
  private int records = 1_000_000;
  private int tampers = 10_000;

  private RecordBench() {}

  public static void main(String[] arguments) throws Exception {
    RecordBench bench = new RecordBench();
    Path json = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--json" -> json = Path.of(arguments[++i]);
        case "--records" -> bench.records = Integer.parseInt(arguments[++i]);
        case "--tampers" -> bench.tampers = Integer.parseInt(arguments[++i]);
        default -> {
          System.err.println("bench record [--records N] [--tampers N] [--json FILE]");
          System.exit(2);
        }
      }
    }
    System.out.printf(
        "cores %d, JDK %s, durable commits%n",
        Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    try {
      bench.price();
      bench.findings();
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
    if (json != null) {
      Files.writeString(json, bench.results.encodePrettily());
    }
    System.exit(0);
  }

  private void price() throws Exception {
    Path folder = TestStores.newFolder("bench-record");
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.start(folder.resolve("pg"), Durability.DURABLE);
        EmbeddedRedis redis = EmbeddedRedis.start(folder.resolve("redis"))) {
      Migration.migrate(postgres.jdbcUrl(), postgres.user(), postgres.password());
      ServerConfig config = TestConfig.on(postgres, postgres.database(), redis).build();
      Vertx vertx = Vertx.vertx();
      Database database =
          new Database(
              vertx, Foundations.pool(config, vertx, 1, 1), Foundations.pool(config, vertx, 8, 1));
      AccessRecordStore store = new AccessRecordStore(new BlindIndex(Foundations.openKeys(config)));
      LookRecorder recorder = new LookRecorder(database, store);
      connect(database);
      record(vertx, recorder, ROUND);
      List<Double> on = new ArrayList<>();
      List<Double> off = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        boolean onFirst = round % 2 == 0;
        if (onFirst) {
          on.add(sealed(postgres, vertx, recorder, folder));
        }
        off.add(record(vertx, recorder, ROUND));
        if (!onFirst) {
          on.add(sealed(postgres, vertx, recorder, folder));
        }
      }
      double ratio = median(on) / median(off);
      System.out.printf(
          Locale.ROOT,
          "recording, %d at once, median of %d rounds of %d s: %,.0f looks/s unsealed, %,.0f sealed, ratio %.2f%n",
          AT_ONCE,
          ROUNDS,
          ROUND.toSeconds(),
          median(off),
          median(on),
          ratio);
      results.put(
          "price",
          new JsonObject()
              .put("unsealedPerSecond", median(off))
              .put("sealedPerSecond", median(on))
              .put("ratio", ratio));
      vertx.close().await();
    }
  }

  /** The first connection of a cold JVM may take longer on a busy machine than a pool waits. */
  private static void connect(Database database) {
    boolean connected =
        Polling.until(
            () -> {
              try {
                database.write(db -> db.query("SELECT 1").execute()).await();
                return true;
              } catch (RuntimeException e) {
                return false;
              }
            },
            Duration.ofMinutes(1));
    if (!connected) {
      throw new IllegalStateException("the database does not answer");
    }
  }

  /** A round with a sealer, after it has sealed what the round before left. */
  private static double sealed(
      EmbeddedPostgres postgres, Vertx vertx, LookRecorder recorder, Path folder) throws Exception {
    Path heads = folder.resolve("heads.jsonl");
    try (Connection db = SealedLog.open(postgres, postgres.database())) {
      long before = SealedLog.number(db, "SELECT count(*) FROM access_record");
      SealedLog.seal(postgres, postgres.database(), heads, before);
    }
    SealWatch watch = new SealWatch(Duration.ofDays(1), System::nanoTime);
    try (Sealer sealer =
        SealedLog.sealer(postgres, postgres.database(), heads, watch, Sealer.TICK)) {
      sealer.start();
      return record(vertx, recorder, ROUND);
    }
  }

  /** Looks recorded a second; each waits for its commit before the next is begun. */
  private static double record(Vertx vertx, LookRecorder recorder, Duration time) throws Exception {
    AtomicLong done = new AtomicLong();
    long began = System.nanoTime();
    long end = began + time.toNanos();
    Promise<Void> ended = Promise.promise();
    vertx.runOnContext(
        go -> {
          List<Future<Void>> all = new ArrayList<>();
          for (int i = 0; i < AT_ONCE; i++) {
            Promise<Void> one = Promise.promise();
            next(recorder, done, end, one);
            all.add(one.future());
          }
          Future.all(all).<Void>mapEmpty().onComplete(ended);
        });
    ended.future().await();
    return done.get() / ((System.nanoTime() - began) / 1e9);
  }

  private static void next(LookRecorder recorder, AtomicLong done, long end, Promise<Void> last) {
    if (System.nanoTime() > end) {
      last.complete();
      return;
    }
    Look look =
        new Look(
            Clock.systemUTC().instant(),
            "resolveHouseholdCode",
            "STAFF:3",
            null,
            done.get() % 100_000,
            true,
            "cadre",
            null,
            "A7K2",
            "1os5zymowsje9",
            "10.0.0.1");
    recorder
        .record(look)
        .onSuccess(
            recorded -> {
              done.incrementAndGet();
              next(recorder, done, end, last);
            })
        .onFailure(last::fail);
  }

  private void findings() throws Exception {
    Path folder = TestStores.newFolder("bench-tamper");
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.start(folder.resolve("pg"), Durability.FAST)) {
      String database = postgres.database();
      Migration.migrate(postgres.jdbcUrl(), postgres.user(), postgres.password());
      long began = System.nanoTime();
      SealedLog log = SealedLog.of(postgres, database, records, SEED);
      System.out.printf(
          Locale.ROOT,
          "%,d records written and sealed in %d seals in %.0f s%n",
          records,
          log.seals(),
          seconds(began));
      List<Double> times = new ArrayList<>();
      try (Connection db = log.begin()) {
        for (int i = 0; i < 3; i++) {
          began = System.nanoTime();
          List<Finding> found = TamperRun.findings(db, log, 1, Long.MAX_VALUE);
          times.add(seconds(began));
          if (!found.isEmpty()) {
            throw new IllegalStateException("an untouched record: " + found);
          }
          db.rollback();
        }
      }
      System.out.printf(
          Locale.ROOT,
          "verified: %,d records in %.1f s, one thread, median of 3%n",
          records,
          median(times));
      began = System.nanoTime();
      TamperRun run = TamperRun.of(log, tampers, SEED);
      System.out.printf(
          Locale.ROOT,
          "%,d tampers of %d kinds in %.0f s: %,d found, %,d located and nothing else accused%n",
          tampers,
          run.done.size(),
          seconds(began),
          run.found,
          run.located);
      run.failed.stream().limit(10).forEach(System.out::println);
      results
          .put("verify", new JsonObject().put("records", records).put("seconds", median(times)))
          .put(
              "tampers",
              new JsonObject()
                  .put("done", tampers)
                  .put("found", run.found)
                  .put("located", run.located));
      log.close();
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
