package yihuyima.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.limit.Limits;
import yihuyima.api.limit.RedisLink;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.DataKeys;

/** Starts the whole process: one link to Redis, one management port, an HTTP verticle each core. */
public final class YihuyimaServer {
  private static final Logger LOG = LoggerFactory.getLogger(YihuyimaServer.class);
  private static final long START_SECONDS = 60;
  private static final long STOP_SECONDS = 20;

  private YihuyimaServer() {}

  /** Starts with the system's clock. */
  public static RunningServer start(ServerConfig config) {
    return start(config, router -> {}, Clock.systemUTC());
  }

  /** Starts with routes of the demo's own. */
  public static RunningServer start(ServerConfig config, Consumer<Router> extraRoutes) {
    return start(config, extraRoutes, Clock.systemUTC());
  }

  /**
   * Starts.
   *
   * @throws ConfigException when the database's schema or clock is not what it must be
   * @throws IllegalStateException when a port is taken, or the database cannot be reached
   */
  public static RunningServer start(
      ServerConfig config, Consumer<Router> extraRoutes, Clock clock) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Vertx vertx =
        Vertx.builder()
            .with(new VertxOptions().setPreferNativeTransport(true).setMetricsOptions(labels()))
            .withMetrics(new MicrometerMetricsFactory(metrics))
            .build();
    RedisLink redis = Foundations.redis(config);
    Pool probe = Foundations.pool(config, vertx, 1, 1);
    RecordSealing sealing = new RecordSealing(config, clock, metrics);
    Running running = new Running(vertx, redis, probe, metrics, sealing);
    try {
      Waiting.of(new DatabaseCheck(config, probe, clock).run(), START_SECONDS);
      sealing.start(config);
      running.load(Waiting.of(Foundations.dataKeys(config, vertx, probe, clock), START_SECONDS));
      running.listen(config, clock, extraRoutes);
      LOG.atInfo()
          .addKeyValue("port", running.httpPort())
          .addKeyValue("managementPort", running.managementPort())
          .log("serving");
      return running;
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
  }

  /** Labels without a path or a code: neither an address nor a person may stand in a metric. */
  private static MicrometerMetricsOptions labels() {
    return new MicrometerMetricsOptions()
        .setEnabled(true)
        .setJvmMetricsEnabled(true)
        .setLabels(
            EnumSet.of(Label.HTTP_METHOD, Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME));
  }

  private static int freePort(String host) {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("no free port", e);
    }
  }

  private static final class Running implements RunningServer {
    private final Vertx vertx;
    private final RedisLink redis;
    private final Management management;
    private final PrometheusMeterRegistry metrics;
    private final RecordSealing sealing;
    private @Nullable DataKeys keys;
    private int httpPort;
    private int managementPort;
    private final java.util.concurrent.atomic.AtomicBoolean closed =
        new java.util.concurrent.atomic.AtomicBoolean();

    Running(
        Vertx vertx,
        RedisLink redis,
        Pool probe,
        PrometheusMeterRegistry metrics,
        RecordSealing sealing) {
      this.vertx = vertx;
      this.redis = redis;
      this.metrics = metrics;
      this.sealing = sealing;
      this.management = new Management(vertx, probe, redis, metrics);
    }

    private void load(DataKeys loaded) {
      keys = loaded.keepFresh();
      Gauge.builder("yihuyima.data.key.ids.used", loaded, DataKeys::idsUsed)
          .description("Ids of data keys given out so far; there are 255, alarm at 200")
          .register(metrics);
    }

    private void listen(ServerConfig config, Clock clock, Consumer<Router> extraRoutes) {
      DataKeys loaded = Objects.requireNonNull(keys);
      Limits limits = new Limits(vertx, redis, new BlindIndex(loaded), Foundations.limits(config));
      Pages pages = new Pages(config);
      int wanted = config.number(ConfigKey.EVENT_LOOPS);
      int loops = wanted == 0 ? Runtime.getRuntime().availableProcessors() : wanted;
      int asked = config.number(ConfigKey.HTTP_PORT);
      ConnectionCap cap =
          new ConnectionCap(
              config.number(ConfigKey.CONNECTIONS_PER_ADDRESS),
              config.list(ConfigKey.TRUSTED_PROXIES));
      Optional<Tls> tls = Tls.of(config, clock);
      // Event loops share a port by its number, so a free one is chosen before the first listens.
      int port = asked == 0 ? freePort(config.text(ConfigKey.HTTP_HOST)) : asked;
      for (int i = 0; i < loops; i++) {
        HttpVerticle verticle =
            new HttpVerticle(
                config,
                port,
                redis,
                loaded,
                limits,
                sealing.watch(),
                pages,
                clock,
                i == 0,
                extraRoutes,
                cap,
                tls);
        Waiting.of(vertx.deployVerticle(verticle), START_SECONDS);
      }
      httpPort = port;
      HttpServer managed =
          Waiting.of(
              management.listen(
                  config.text(ConfigKey.MANAGEMENT_HOST), config.number(ConfigKey.MANAGEMENT_PORT)),
              START_SECONDS);
      managementPort = managed.actualPort();
    }

    @Override
    public int httpPort() {
      return httpPort;
    }

    @Override
    public int managementPort() {
      return managementPort;
    }

    @Override
    public void close() {
      if (!closed.compareAndSet(false, true)) {
        return;
      }
      management.stopping();
      DataKeys loaded = keys;
      try {
        if (loaded != null) {
          Waiting.of(loaded.close(), STOP_SECONDS);
        }
        Waiting.of(vertx.close(), STOP_SECONDS);
      } catch (RuntimeException e) {
        LOG.warn("not everything stopped in time", e);
      }
      sealing.close();
      redis.close();
    }
  }
}
