package yihuyima.demo;

import io.lettuce.core.RedisURI;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import yihuyima.api.access.Action;
import yihuyima.api.audit.AccessRecordStore;
import yihuyima.api.audit.LookRecorder;
import yihuyima.api.http.Api;
import yihuyima.api.http.ApiRouter;
import yihuyima.api.http.ApiSettings;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Idempotency;
import yihuyima.api.http.Request;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.SessionGate;
import yihuyima.api.limit.Limit;
import yihuyima.api.limit.LimitSettings;
import yihuyima.api.limit.Limits;
import yihuyima.api.limit.RedisLink;
import yihuyima.api.policy.Catalogues;
import yihuyima.api.policy.PolicyStore;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.KeyRings;
import yihuyima.api.sql.Database;
import yihuyima.demo.ScanLoad.Case;
import yihuyima.demo.ScanLoad.Load;
import yihuyima.demo.ScanLoad.Scanned;
import yihuyima.server.ConfigKey;
import yihuyima.server.Foundations;
import yihuyima.server.RunningServer;
import yihuyima.server.ServerConfig;
import yihuyima.server.YihuyimaServer;

/**
 * What the security stack costs: scans by households with every layer, with none and with one
 * alone, in one process, interleaved. Without any, a scan is the same router and contract, the same
 * grouped statement and the same answer; see {@link StackScan}. "product" is the server itself, to
 * see that "all" is honest. Prints a table; {@code --json FILE} writes it as JSON. Ends by itself.
 */
final class StackBench {
  private static final double ROUND_SECONDS = 3;
  private static final double WARM_SECONDS = 5;

  private final Map<String, Set<StackLayer>> variants = new LinkedHashMap<>();
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private int households = 10_000;
  private int rounds = 5;

  private StackBench() throws IOException {
    variants.put("off", EnumSet.noneOf(StackLayer.class));
    for (StackLayer layer : StackLayer.values()) {
      variants.put("only " + layer.name().toLowerCase(Locale.ROOT), EnumSet.of(layer));
    }
    variants.put("all", EnumSet.allOf(StackLayer.class));
    for (String variant : variants.keySet()) {
      ports.put(variant, freePort());
    }
  }

  public static void main(String[] arguments) throws Exception {
    StackBench bench = new StackBench();
    Path json = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--json" -> json = Path.of(arguments[++i]);
        case "--households" -> bench.households = Integer.parseInt(arguments[++i]);
        case "--rounds" -> bench.rounds = Integer.parseInt(arguments[++i]);
        default -> {
          System.err.println("bench stack [--households N] [--rounds N] [--json FILE]");
          System.exit(2);
        }
      }
    }
    System.out.printf(
        "cores %d, JDK %s, %d connections, durable commits, median of %d%n",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        ScanLoad.CONNECTIONS,
        bench.rounds);
    try {
      JsonObject results = bench.run();
      if (json != null) {
        Files.writeString(json, results.encodePrettily());
      }
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private JsonObject run() throws Exception {
    Path work = Files.createTempDirectory("yihuyima-bench");
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.start(work.resolve("pg"), Durability.DURABLE);
        EmbeddedRedis redis = EmbeddedRedis.start(work.resolve("redis"))) {
      ServerConfig config = ScanLoad.config(postgres, redis);
      ScanLoad.fill(postgres, config, households);
      List<Scanned> scanned = ScanLoad.households(postgres, config, households);
      ScanLoad files = new ScanLoad(work);
      List<String> signedIn = scanned.stream().map(s -> s.path() + "\t" + s.token()).toList();
      List<String> anyone = scanned.stream().map(s -> s.path() + "\t").toList();
      String expected = "\"viewer\":\"household\"";
      Case withToken = new Case("signed-in", files.file("signed-in", signedIn), expected);
      Case without = new Case("anyone", files.file("anyone", anyone), expected);
      KeyRings keys = Foundations.openKeys(config);
      try (RunningServer server =
          YihuyimaServer.start(config, router -> listen(config, redis, keys))) {
        CpuMeter meter = CpuMeter.of(postgres, redis);
        // The first scan composes a view; its bytes are then laid beside it, opened.
        for (Scanned one : scanned) {
          TestServer.exchange(
              HttpRequest.newBuilder(
                      URI.create("http://localhost:" + server.httpPort() + one.path()))
                  .header("Authorization", "Bearer " + one.token())
                  .build());
        }
        layOpen(postgres, scanned, new FieldCipher(keys));
        ports.put("product", server.httpPort());
        Map<String, Case> cases = new LinkedHashMap<>();
        for (String name : ports.keySet()) {
          boolean token =
              name.equals("product") || variants.get(name).contains(StackLayer.SESSIONS);
          cases.put(name, token ? withToken : without);
        }
        return measure(cases, meter);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Every variant on a port of its own, on the event loop that is just being started. */
  private void listen(ServerConfig config, EmbeddedRedis redis, KeyRings keys) {
    Vertx vertx = Vertx.currentContext().owner();
    Clock clock = Clock.systemUTC();
    Database database =
        new Database(
            vertx,
            Foundations.pool(config, vertx, config.number(ConfigKey.READ_CONNECTIONS), 64),
            Foundations.pool(config, vertx, config.number(ConfigKey.WRITE_CONNECTIONS), 1));
    StackScan.Ground ground =
        new StackScan.Ground(
            vertx,
            database,
            Foundations.codeKeys(config),
            new FieldCipher(keys),
            new Catalogues(database, new PolicyStore(), clock),
            limits(vertx, redis, keys),
            new LookRecorder(database, new AccessRecordStore(new BlindIndex(keys))),
            clock);
    List<Future<?>> listening = new ArrayList<>();
    variants.forEach(
        (name, layers) ->
            listening.add(
                router(config, ground, new StackScan(ground, layers))
                    .build(vertx)
                    .compose(
                        router ->
                            vertx
                                .createHttpServer(
                                    new HttpServerOptions()
                                        .setIdleTimeout(60)
                                        .setIdleTimeoutUnit(TimeUnit.SECONDS)
                                        .setTcpNoDelay(true))
                                .requestHandler(router)
                                .listen(ports.get(name), "127.0.0.1"))));
    Future.all(listening).onFailure(Throwable::printStackTrace);
  }

  private static Limits limits(Vertx vertx, EmbeddedRedis redis, KeyRings keys) {
    RedisURI uri =
        RedisURI.builder()
            .withHost(redis.host())
            .withPort(redis.port())
            .withPassword(redis.password().toCharArray())
            .build();
    LimitSettings s = LimitSettings.standard();
    LimitSettings wide =
        new LimitSettings(
            s.lookupsPerAddress(),
            s.lookupsInAll(),
            Limit.perMinute(100_000_000),
            s.computationsPerAddress(),
            s.computationsInAll(),
            s.bindingsPerAccount(),
            s.bindingsPerAddress(),
            s.bindingsPerCode(),
            s.signInsPerAddress(),
            s.signInsPerName(),
            s.partnerSignInsPerAddress(),
            s.smsPerPhone(),
            s.smsPerAddress(),
            s.smsInAll());
    return new Limits(vertx, RedisLink.open(uri), new BlindIndex(keys), wide);
  }

  private static ApiRouter router(ServerConfig config, StackScan.Ground ground, StackScan scan) {
    Api api = new Api();
    for (Action action : Action.values()) {
      if (action == Action.RESOLVE_HOUSEHOLD_CODE) {
        api.onWithOwnSessionCheck(action, scan::answer);
      } else if (isOperation(action)) {
        api.on(
            action, (caller, request) -> Future.failedFuture(new UnsupportedOperationException()));
      }
    }
    return new ApiRouter(
        api,
        new ApiSettings(Set.of(), config.number(ConfigKey.IN_FLIGHT_MAX), 15_000),
        Foundations.tokens(config, ground.clock()),
        new SessionGate(false),
        session -> Future.succeededFuture(true),
        (partner, request) -> Future.succeededFuture(),
        ground.database(),
        new Idempotency(
            ground.cipher(),
            (db, caller, request, action, matter, at) -> Future.succeededFuture(),
            ground.clock()),
        new ApiRouter.RefusalRecord() {
          @Override
          public Future<Void> refused(Caller caller, Request request, Failure failure) {
            return Future.succeededFuture();
          }

          @Override
          public Future<Void> refusedAtDoor(Caller caller, Request request, Failure failure) {
            return Future.succeededFuture();
          }
        },
        () -> true);
  }

  /** Some actions are parts of operations and have no name of their own in the contract. */
  private static boolean isOperation(Action action) {
    try {
      return !action.operationId().isEmpty();
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static void layOpen(EmbeddedPostgres postgres, List<Scanned> scanned, FieldCipher cipher)
      throws SQLException {
    try (Connection db =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        Statement statement = db.createStatement();
        PreparedStatement read =
            db.prepareStatement("SELECT body_enc FROM household_view WHERE household_id = ?");
        PreparedStatement write =
            db.prepareStatement(
                """
                INSERT INTO bench_view (household_id, version, built_version, built_on, body_enc)
                SELECT household_id, version, built_version, built_on, ? FROM household_view WHERE household_id = ?
                """)) {
      statement.execute(StackScan.OPENED_VIEWS);
      for (Scanned one : scanned) {
        read.setLong(1, one.householdId());
        try (ResultSet row = read.executeQuery()) {
          row.next();
          byte[] sealed = row.getBytes(1);
          if (sealed == null) {
            throw new IllegalStateException("a view was not composed");
          }
          write.setBytes(1, cipher.open(Column.HOUSEHOLD_VIEW, one.householdId(), sealed));
          write.setLong(2, one.householdId());
          write.executeUpdate();
        }
      }
      // As many rows as are in the table beside it, so that both are read through equal indexes.
      statement.execute(
          """
          INSERT INTO bench_view (household_id, version, built_version, built_on, body_enc)
          SELECT household_id, version, built_version, built_on, body_enc FROM household_view
              ON CONFLICT (household_id) DO NOTHING
          """);
      statement.execute("ANALYZE bench_view");
    }
  }

  private JsonObject measure(Map<String, Case> cases, CpuMeter meter) throws Exception {
    for (Map.Entry<String, Case> one : cases.entrySet()) {
      ScanLoad.drive(ports.get(one.getKey()), one.getValue(), WARM_SECONDS, 0, meter);
    }
    Map<String, List<Load>> loads = new LinkedHashMap<>();
    cases.keySet().forEach(name -> loads.put(name, new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      List<String> order = new ArrayList<>(cases.keySet());
      java.util.Collections.shuffle(order, new Random(round));
      for (String name : order) {
        loads
            .get(name)
            .add(ScanLoad.drive(ports.get(name), cases.get(name), ROUND_SECONDS, 0, meter));
      }
    }
    return print(loads);
  }

  private static JsonObject print(Map<String, List<Load>> loads) {
    JsonObject results = new JsonObject();
    double offRps = median(loads.get("off"), Load::rps);
    double offMicros = median(loads.get("off"), StackBench::micros);
    System.out.printf(
        "%-16s %8s %22s %14s %16s %20s%n",
        "layers",
        "scans/s",
        "throughput it costs %",
        "server CPU µs",
        "PostgreSQL CPU µs",
        "CPU it costs µs");
    loads.forEach(
        (name, all) -> {
          double rps = median(all, Load::rps);
          double micros = median(all, StackBench::micros);
          System.out.printf(
              Locale.ROOT,
              "%-16s %,8.0f %22.0f %14.0f %16.0f %20.0f%n",
              name,
              rps,
              100 * (1 - rps / offRps),
              median(all, Load::serverMicros),
              median(all, Load::postgresMicros),
              micros - offMicros);
          results.put(
              name,
              new JsonObject()
                  .put("rps", rps)
                  .put("throughputCost", 1 - rps / offRps)
                  .put("serverCpuMicros", median(all, Load::serverMicros))
                  .put("postgresCpuMicros", median(all, Load::postgresMicros))
                  .put("cpuCostMicros", micros - offMicros));
        });
    return results;
  }

  /** Processor time of one answer, server and PostgreSQL together. */
  private static double micros(Load load) {
    return load.serverMicros() + load.postgresMicros();
  }

  private static double median(List<Load> loads, ToDoubleFunction<Load> of) {
    return ScanLoad.median(loads.stream().map(load -> of.applyAsDouble(load)).toList());
  }
}
