package yihuyima.demo;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.postgresql.ds.PGSimpleDataSource;
import yihuyima.api.code.CodeKeys;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.KeyRings;
import yihuyima.demo.county.SampleCounty;
import yihuyima.demo.county.SampleKeys;
import yihuyima.server.ConfigKey;
import yihuyima.server.Foundations;
import yihuyima.server.RunningServer;
import yihuyima.server.ServerConfig;
import yihuyima.server.YihuyimaServer;

/**
 * How fast a scan is answered, against floors taken in the same run, interleaved: a router that
 * says hello, a handler that does one SELECT by primary key on a pool like ours, and one that sends
 * the bytes of a kept view it selected the same way: what answers of this size cost before anything
 * is decided, opened or recorded. The load comes from a process of its own on the same machine,
 * PostgreSQL and Redis run there too, commits are durable. Prints a table; {@code --json FILE}
 * writes it as JSON. Ends by itself.
 */
final class ResolveBench {
  private static final int ROUNDS = 5;
  private static final double ROUND_SECONDS = 3;
  private static final double WARM_SECONDS = 6;
  private static final double WAIT_SECONDS = 4;
  private static final int CONNECTIONS = 64;

  /** Households that are scanned, drawn from all over the register. */
  private static final int SCANNED = 2000;

  private static final String SELECT_ONE =
      """
      SELECT id, organisation_id FROM household WHERE id = $1
      """;

  private static final String SELECT_VIEW =
      """
      SELECT body_enc FROM household_view WHERE household_id = $1
      """;

  private record Case(String name, Path requests, String expected) {}

  private record Load(double rps, double p50Ms, double p99Ms, long wrong) {}

  private final Path work;
  private final JsonObject results = new JsonObject();

  private ResolveBench(Path work) {
    this.work = work;
  }

  public static void main(String[] arguments) throws Exception {
    List<Integer> sizes = new ArrayList<>();
    Path json = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--json" -> json = Path.of(arguments[++i]);
        case "--households" -> sizes.add(Integer.parseInt(arguments[++i]));
        default -> {
          System.err.println("bench resolve [--households N]… [--json FILE]");
          System.exit(2);
        }
      }
    }
    if (sizes.isEmpty()) {
      sizes.addAll(List.of(10_000, 1_000_000));
    }
    ResolveBench bench = new ResolveBench(Files.createTempDirectory("yihuyima-bench"));
    System.out.printf(
        "cores %d, JDK %s, %d connections, %d households scanned, durable commits%n",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        CONNECTIONS,
        SCANNED);
    try {
      for (int size : sizes) {
        bench.run(size);
      }
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
    if (json != null) {
      Files.writeString(json, bench.results.encodePrettily());
    }
    System.exit(0);
  }

  private void run(int households) throws Exception {
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.start(work.resolve("pg" + households), Durability.DURABLE);
        EmbeddedRedis redis = EmbeddedRedis.start(work.resolve("redis" + households))) {
      ServerConfig config =
          TestConfig.on(postgres, postgres.database(), redis)
              .with("lookupsPerCallerMinute", "100000000")
              .with("eventLoops", "0")
              .build();
      yihuyima.server.Migration.migrate(postgres.jdbcUrl(), postgres.user(), postgres.password());
      long began = System.nanoTime();
      load(postgres, config, households);
      System.out.printf(
          Locale.ROOT,
          "%n%,d households loaded in %.0f s%n",
          households,
          (System.nanoTime() - began) / 1e9);
      List<Case> cases = prepare(postgres, config, households);
      try (RunningServer server =
          YihuyimaServer.start(config, router -> floors(router, config, households))) {
        measure(server.httpPort(), cases, households);
      }
    }
  }

  private static void load(EmbeddedPostgres postgres, ServerConfig config, int households)
      throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(postgres.jdbcUrl());
    source.setUser(postgres.user());
    source.setPassword(postgres.password());
    KeyRings keyRings = Foundations.openKeys(config);
    SampleKeys keys =
        new SampleKeys(
            new FieldCipher(keyRings),
            new BlindIndex(keyRings),
            Foundations.codeKeys(config),
            "not used here",
            partner -> Arrays.copyOf(partner.getBytes(StandardCharsets.UTF_8), 32));
    SampleCounty.load(
        source,
        keys,
        households,
        SampleCounty.SEED,
        LocalDate.now(Clock.systemUTC()),
        (d, t) -> {});
  }

  /** Requests of households and of cadres, each signed in for real. */
  private List<Case> prepare(EmbeddedPostgres postgres, ServerConfig config, int households)
      throws IOException {
    Fixtures given = Fixtures.on(postgres, postgres.database(), config, Clock.systemUTC());
    CodeKeys codes = Foundations.codeKeys(config);
    List<String> rows =
        given.texts(
            """
            SELECT c.household_id || ' ' || c.generation || ' ' || w.person_id || ' ' ||
                   coalesce((SELECT min(p.staff_id) FROM pairing AS p JOIN staff AS s ON s.id = p.staff_id
                              WHERE p.household_id = c.household_id AND p.to_on IS NULL AND 'CADRE' = ANY (s.roles)), 0)
              FROM household_code AS c
              JOIN membership AS w ON w.household_id = c.household_id AND w.relation = 'WORKER' AND w.to_on IS NULL
             WHERE c.state = 'LIVE' AND c.household_id % ? = 0
             ORDER BY random()
             LIMIT ?
            """,
            Math.max(1, households / (SCANNED * 2)), SCANNED);
    List<String> floorOfView = new ArrayList<>();
    List<String> byHousehold = new ArrayList<>();
    List<String> byCadre = new ArrayList<>();
    Map<Long, String> cadreTokens = new LinkedHashMap<>();
    for (String row : rows) {
      String[] parts = row.split(" ", -1);
      long household = Long.parseLong(parts[0]);
      String path =
          "/v1/household-codes/"
              + codes
                  .mint(codes.currentMintKeyId(), household, Integer.parseInt(parts[1]))
                  .printed();
      floorOfView.add("/bench/view/" + household + "\t");
      byHousehold.add(path + "\t" + given.tokenOfHousehold(household, Long.parseLong(parts[2])));
      long cadre = Long.parseLong(parts[3]);
      if (cadre != 0) {
        byCadre.add(path + "\t" + cadreTokens.computeIfAbsent(cadre, given::tokenOfStaff));
      }
    }
    return List.of(
        new Case("hello", file("hello", List.of("/bench/hello\t")), "hello"),
        new Case("select", file("select", List.of("/bench/select\t")), "organisation"),
        new Case("select-view", file("select-view", floorOfView), ""),
        new Case("household", file("household", byHousehold), "\"viewer\":\"household\""),
        new Case("cadre", file("cadre", byCadre), "\"viewer\":\"cadre\""));
  }

  private Path file(String name, List<String> lines) throws IOException {
    return Files.write(work.resolve(name + ".txt"), lines);
  }

  private static void floors(Router router, ServerConfig config, int households) {
    Vertx vertx = io.vertx.core.Vertx.currentContext().owner();
    Pool pool = Foundations.pool(config, vertx, config.number(ConfigKey.READ_CONNECTIONS), 64);
    router
        .get("/bench/hello")
        .handler(
            context -> context.response().putHeader("Content-Type", "text/plain").end("hello"));
    router
        .get("/bench/select")
        .handler(
            context -> {
              long id = 1 + ThreadLocalRandom.current().nextLong(households);
              pool.preparedQuery(SELECT_ONE)
                  .execute(Tuple.of(id))
                  .onSuccess(
                      rows -> {
                        Row row = rows.iterator().next();
                        context
                            .response()
                            .putHeader("Content-Type", "application/json")
                            .end(
                                new JsonObject()
                                    .put("id", row.getLong("id"))
                                    .put("organisation", row.getLong("organisation_id"))
                                    .toBuffer());
                      })
                  .onFailure(context::fail);
            });
    router
        .get("/bench/view/:id")
        .handler(
            context ->
                pool.preparedQuery(SELECT_VIEW)
                    .execute(Tuple.of(Long.parseLong(context.pathParam("id"))))
                    .onSuccess(rows -> sendView(context, rows.iterator().next()))
                    .onFailure(context::fail));
  }

  private static void sendView(RoutingContext context, Row row) {
    Buffer body = row.getBuffer("body_enc");
    context
        .response()
        .putHeader("Content-Type", "application/octet-stream")
        .end(body == null ? Buffer.buffer() : body);
  }

  private void measure(int port, List<Case> cases, int households) throws Exception {
    // What is scanned first composes the views that the floor then reads.
    for (Case one : cases.reversed()) {
      drive(port, one, WARM_SECONDS, 0);
    }
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      List<Case> order = new ArrayList<>(cases);
      java.util.Collections.shuffle(order, new Random(round));
      for (Case one : order) {
        Load load = drive(port, one, ROUND_SECONDS, 0);
        if (load.wrong() > 0) {
          throw new IllegalStateException(one.name() + ": " + load.wrong() + " wrong answers");
        }
        rates.computeIfAbsent(one.name(), name -> new ArrayList<>()).add(load.rps());
      }
    }
    System.out.printf(
        "%-14s %10s %10s %10s %12s %15s %12s%n",
        "case", "rps", "p50 ms", "p99 ms", "of select", "of select-view", "of hello");
    double hello = median(rates.get("hello"));
    double select = median(rates.get("select"));
    double view = median(rates.get("select-view"));
    for (Case one : cases) {
      double rps = median(rates.get(one.name()));
      Load waiting = drive(port, one, WAIT_SECONDS, Math.max(1, (long) (rps / 2)));
      System.out.printf(
          Locale.ROOT,
          "%-14s %,10.0f %10.2f %10.2f %12.2f %15.2f %12.2f%n",
          one.name(),
          rps,
          waiting.p50Ms(),
          waiting.p99Ms(),
          rps / select,
          rps / view,
          rps / hello);
      results.put(
          one.name() + "@" + households,
          new JsonObject()
              .put("rps", rps)
              .put("p99Ms", waiting.p99Ms())
              .put(
                  "ratioTo",
                  new JsonObject()
                      .put("select", rps / select)
                      .put("select-view", rps / view)
                      .put("hello", rps / hello)));
    }
    System.out.println("p50 and p99 at half the rate, from the moment a request was due");
  }

  private Load drive(int port, Case one, double seconds, long rate) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "yihuyima.demo.LoadGenerator",
                String.valueOf(port),
                one.requests().toString(),
                String.valueOf(seconds),
                String.valueOf(CONNECTIONS),
                String.valueOf(rate),
                one.expected())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(one.name() + ": the load generator failed: " + line);
    }
    JsonObject said = new JsonObject(line.substring(line.indexOf('{')));
    return new Load(
        said.getDouble("rps"),
        said.getDouble("p50Ms"),
        said.getDouble("p99Ms"),
        said.getLong("wrong"));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
