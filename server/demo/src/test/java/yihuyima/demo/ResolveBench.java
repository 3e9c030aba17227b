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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToDoubleFunction;
import yihuyima.demo.ScanLoad.Case;
import yihuyima.demo.ScanLoad.Load;
import yihuyima.demo.ScanLoad.Scanned;
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
  private static final double ROUND_SECONDS = 3;
  private static final double WARM_SECONDS = 6;
  private static final double WAIT_SECONDS = 4;

  private static final String SELECT_ONE =
      """
      SELECT id, organisation_id FROM household WHERE id = $1
      """;

  private static final String SELECT_VIEW =
      """
      SELECT body_enc FROM household_view WHERE household_id = $1
      """;

  private final Path work;
  private final int rounds;
  private final JsonObject results = new JsonObject();

  private ResolveBench(Path work, int rounds) {
    this.work = work;
    this.rounds = rounds;
  }

  public static void main(String[] arguments) throws Exception {
    List<Integer> sizes = new ArrayList<>();
    Path json = null;
    int rounds = 5;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--json" -> json = Path.of(arguments[++i]);
        case "--households" -> sizes.add(Integer.parseInt(arguments[++i]));
        case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
        default -> {
          System.err.println("bench resolve [--households N]… [--rounds N] [--json FILE]");
          System.exit(2);
        }
      }
    }
    if (sizes.isEmpty()) {
      sizes.addAll(List.of(10_000, 1_000_000));
    }
    ResolveBench bench = new ResolveBench(Files.createTempDirectory("yihuyima-bench"), rounds);
    System.out.printf(
        "cores %d, JDK %s, %d connections, %d households scanned, durable commits, median of %d%n",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        ScanLoad.CONNECTIONS,
        ScanLoad.SCANNED,
        rounds);
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
      ServerConfig config = ScanLoad.config(postgres, redis);
      ScanLoad.fill(postgres, config, households);
      List<Case> cases = prepare(postgres, config, households);
      try (RunningServer server =
          YihuyimaServer.start(config, router -> floors(router, config, households))) {
        measure(server.httpPort(), cases, households, CpuMeter.of(postgres, redis));
      }
    }
  }

  /** Requests of households and of cadres, each signed in for real. */
  private List<Case> prepare(EmbeddedPostgres postgres, ServerConfig config, int households)
      throws IOException {
    List<String> floorOfView = new ArrayList<>();
    List<String> byHousehold = new ArrayList<>();
    List<String> byCadre = new ArrayList<>();
    for (Scanned scanned : ScanLoad.households(postgres, config, households)) {
      floorOfView.add("/bench/view/" + scanned.householdId() + "\t");
      byHousehold.add(scanned.path() + "\t" + scanned.token());
      if (!scanned.cadreToken().isEmpty()) {
        byCadre.add(scanned.path() + "\t" + scanned.cadreToken());
      }
    }
    ScanLoad files = new ScanLoad(work);
    return List.of(
        new Case("hello", files.file("hello", List.of("/bench/hello\t")), "hello"),
        new Case("select", files.file("select", List.of("/bench/select\t")), "organisation"),
        new Case("select-view", files.file("select-view", floorOfView), ""),
        new Case("household", files.file("household", byHousehold), "\"viewer\":\"household\""),
        new Case("cadre", files.file("cadre", byCadre), "\"viewer\":\"cadre\""));
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

  private void measure(int port, List<Case> cases, int households, CpuMeter meter)
      throws Exception {
    // What is scanned first composes the views that the floor then reads.
    for (Case one : cases.reversed()) {
      ScanLoad.drive(port, one, WARM_SECONDS, 0, meter);
    }
    Map<String, List<Load>> loads = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      List<Case> order = new ArrayList<>(cases);
      java.util.Collections.shuffle(order, new Random(round));
      for (Case one : order) {
        loads
            .computeIfAbsent(one.name(), name -> new ArrayList<>())
            .add(ScanLoad.drive(port, one, ROUND_SECONDS, 0, meter));
      }
    }
    System.out.printf(
        "%-12s %8s %8s %8s %10s %15s %9s %14s %16s%n",
        "case",
        "rps",
        "p50 ms",
        "p99 ms",
        "of select",
        "of select-view",
        "of hello",
        "server CPU µs",
        "PostgreSQL CPU µs");
    for (Case one : cases) {
      double rps = median(loads.get(one.name()), Load::rps);
      Load waiting = ScanLoad.drive(port, one, WAIT_SECONDS, Math.max(1, (long) (rps / 2)), meter);
      print(one.name(), households, loads, rps, waiting);
    }
    System.out.println(
        "p50 and p99 at half the rate, from the moment a request was due; CPU time of one answer");
  }

  private void print(
      String name, int households, Map<String, List<Load>> loads, double rps, Load waiting) {
    double hello = rps / median(loads.get("hello"), Load::rps);
    double select = rps / median(loads.get("select"), Load::rps);
    double view = rps / median(loads.get("select-view"), Load::rps);
    double serverMicros = median(loads.get(name), Load::serverMicros);
    double postgresMicros = median(loads.get(name), Load::postgresMicros);
    System.out.printf(
        Locale.ROOT,
        "%-12s %,8.0f %8.2f %8.2f %10.2f %15.2f %9.2f %14.0f %16.0f%n",
        name,
        rps,
        waiting.p50Ms(),
        waiting.p99Ms(),
        select,
        view,
        hello,
        serverMicros,
        postgresMicros);
    results.put(
        name + "@" + households,
        new JsonObject()
            .put("rps", rps)
            .put("p99Ms", waiting.p99Ms())
            .put("serverCpuMicros", serverMicros)
            .put("postgresCpuMicros", postgresMicros)
            .put(
                "ratioTo",
                new JsonObject()
                    .put("select", select)
                    .put("select-view", view)
                    .put("hello", hello)));
  }

  private static double median(List<Load> loads, ToDoubleFunction<Load> of) {
    return ScanLoad.median(loads.stream().map(load -> of.applyAsDouble(load)).toList());
  }
}
