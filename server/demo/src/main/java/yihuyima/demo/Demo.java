package yihuyima.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postgresql.ds.PGSimpleDataSource;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.code.CodeKeys;
import yihuyima.api.identity.Passwords;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.KeyRings;
import yihuyima.demo.county.Cast;
import yihuyima.demo.county.SampleCounty;
import yihuyima.demo.county.SampleKeys;
import yihuyima.qr.SignedCode;
import yihuyima.server.Foundations;
import yihuyima.server.Migration;
import yihuyima.server.RunningServer;
import yihuyima.server.ServerConfig;
import yihuyima.server.YihuyimaServer;

/**
 * Everything that runs in a demo. Started in the order in which one thing stands on another,
 * stopped in the opposite order, from wherever the start has got to.
 */
final class Demo implements AutoCloseable {
  private static final long STAND_IN_SECONDS = 10;

  /** How often the console looks for new text messages. */
  private static final long MESSAGES_EVERY_MS = 300;

  /** Text messages are sent to a stand-in on this machine. */
  private static final Duration OUTSIDE_DEADLINE = Duration.ofSeconds(5);

  private final DemoOptions options;
  private final int port;
  private final String publicUrl;
  private final Console console;
  private final Clock clock = Clock.systemUTC();
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private boolean closed;

  Demo(DemoOptions options, int port, Console console) {
    this.options = options;
    this.port = port;
    this.publicUrl = options.publicUrl() == null ? "http://localhost:" + port : options.publicUrl();
    this.console = console;
  }

  /** Starts all of it and says where it is; returns when it serves. */
  void start() throws IOException, SQLException {
    Path directory = directory();
    console.passing("PostgreSQL …");
    Durability durability = options.data() == null ? Durability.FAST : Durability.DURABLE;
    DemoKeys keys = DemoKeys.in(directory, ChinaTime.today(clock));
    EmbeddedPostgres postgres = run(EmbeddedPostgres.start(directory, durability));
    console.passing("Redis …");
    EmbeddedRedis redis = run(EmbeddedRedis.start(directory));
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    run(() -> await(vertx.close()));
    WechatStandIn wechat =
        await(
            WechatStandIn.start(
                vertx, DemoConfig.WECHAT_APP_ID, keys.text("wechatAppSecret"), clock));
    wechat.acceptDemoCodes(true);
    WecomStandIn wecom =
        await(WecomStandIn.start(vertx, DemoConfig.WECOM_CORP_ID, keys.text("wecomSecret"), clock));
    wecom.acceptDemoCodes(true);
    SmsStandIn sms =
        await(
            SmsStandIn.start(
                vertx,
                DemoConfig.SMS_SECRET_ID,
                keys.text("smsSecretKey"),
                DemoConfig.SMS_APP_ID,
                clock));
    ServerConfig config =
        DemoConfig.of(
            options,
            port,
            publicUrl,
            keys,
            new DemoConfig.Beside(postgres, redis, wechat, wecom, sms.settings(OUTSIDE_DEADLINE)));
    console.passing("migrate …");
    Migration.migrate(config);
    PGSimpleDataSource database = dataSource(postgres);
    CodeKeys codes = Foundations.codeKeys(config);
    KeyRings rings = Foundations.openKeys(config);
    FieldCipher cipher = new FieldCipher(rings);
    load(database, keys, rings, codes, cipher);
    // Opened anew each time, on a thread of its own: a worker of the server may not wait.
    Stage stage =
        new Stage(
            database,
            codes,
            () ->
                new FieldCipher(
                    CompletableFuture.supplyAsync(() -> Foundations.openKeys(config)).join()));
    console.passing("server …");
    RunningServer server =
        run(
            YihuyimaServer.start(
                config, router -> new DemoRoutes(stage, sms, keys.password()).mount(router)));
    showMessages(vertx, sms);
    tell(stage, server, config, keys, database);
  }

  /** Ours alone, from now until the end. */
  private Path directory() throws IOException {
    Path path = options.data();
    if (path == null) {
      Path temporary = Files.createTempDirectory("yihuyima-demo");
      run(() -> Binaries.deleteTree(temporary));
      path = temporary;
    }
    DataDirectory owned = DataDirectory.own(path, "demo");
    run(owned::release);
    return owned.path();
  }

  private void load(
      PGSimpleDataSource database,
      DemoKeys keys,
      KeyRings rings,
      CodeKeys codes,
      FieldCipher cipher)
      throws SQLException {
    if (!SampleCounty.isEmpty(database)) {
      console.say("样例县 sample county: 用上次的数据 as it was left");
      return;
    }
    Instant begun = clock.instant();
    SampleKeys sample =
        new SampleKeys(
            cipher,
            new BlindIndex(rings),
            codes,
            Passwords.hash(keys.password()),
            keys::partnerPublicKey);
    console.passing("样例县 sample county …");
    SampleCounty.load(
        database,
        sample,
        options.households(),
        SampleCounty.SEED,
        ChinaTime.today(clock),
        console.loading());
    double seconds = Duration.between(begun, clock.instant()).toMillis() / 1000.0;
    console.say(
        String.format(
            Locale.ROOT, "样例县 sample county: %,d 户, %.1f s", options.households(), seconds));
  }

  private static PGSimpleDataSource dataSource(EmbeddedPostgres postgres) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(postgres.jdbcUrl());
    database.setUser(postgres.user());
    database.setPassword(postgres.password());
    return database;
  }

  private void tell(
      Stage stage,
      RunningServer server,
      ServerConfig config,
      DemoKeys keys,
      PGSimpleDataSource database)
      throws SQLException, IOException {
    CodeKeys codes = Foundations.codeKeys(config);
    Optional<SignedCode> signed = stage.signed(Cast.HOUSEHOLD);
    Path json = options.json();
    if (json != null) {
      Map<String, String> bearer =
          new DemoSessions(database, Foundations.tokens(config, clock), clock).open();
      DemoFile.write(
          json,
          new DemoFile.Addresses(
              codes.prefix().publicUrl(),
              "http://localhost:" + port,
              "http://127.0.0.1:" + server.managementPort(),
              signed.map(code -> code.text(codes.prefix())).orElse("")),
          stage,
          keys,
          bearer);
    }
    new Welcome(console, stage, codes.prefix(), keys.password())
        .show(publicUrl, signed, options.data() != null);
  }

  /** On the console too: whoever tries to sign in by phone may have no page open. */
  private void showMessages(Vertx vertx, SmsStandIn sms) {
    Instant[] shownUntil = {clock.instant()};
    vertx.setPeriodic(
        MESSAGES_EVERY_MS,
        timer -> {
          for (SmsStandIn.Message message : sms.messages()) {
            if (message.at().isAfter(shownUntil[0])) {
              shownUntil[0] = message.at();
              console.say(
                  "短信 → " + DemoRoutes.plain(message.phone()) + "  " + DemoRoutes.text(message));
            }
          }
        });
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(STAND_IN_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("a stand-in takes longer than it may", e);
    }
  }

  /**
   * Notes that it runs and has to be stopped; stops it at once when everything is being stopped.
   */
  private <T extends AutoCloseable> T run(T started) {
    synchronized (this) {
      if (!closed) {
        running.push(started);
        return started;
      }
    }
    stop(started);
    throw new IllegalStateException("stopping");
  }

  /** Stops everything, the last first; harmless when repeated. */
  @Override
  public void close() {
    Deque<AutoCloseable> rest;
    synchronized (this) {
      closed = true;
      rest = new ArrayDeque<>(running);
      running.clear();
    }
    rest.forEach(this::stop);
  }

  private void stop(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      console.complain("not stopped in order: " + e);
    }
  }
}
