package yihuyima.server;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import yihuyima.api.MiniprogramApi;
import yihuyima.api.audit.seal.SealWatch;
import yihuyima.api.limit.Limits;
import yihuyima.api.limit.RedisLink;
import yihuyima.api.secret.KeyRings;

/** One event loop that serves HTTP: its own pools, its own API, the shared port. */
final class HttpVerticle extends VerticleBase {
  /** A connection that says nothing is closed after this. */
  private static final int IDLE_SECONDS = 60;

  /** All headers of a request together; more are answered with 431 and the connection closed. */
  private static final int HEADER_BYTES_MAX = 16 * 1024;

  private static final int INITIAL_LINE_BYTES_MAX = 4 * 1024;

  /** How long a stop waits for requests under way. */
  private static final long STOP_SECONDS = 10;

  /** How often an event loop looks for jobs, in milliseconds. */
  private static final long WORK_EVERY_MS = 2000;

  private final ServerConfig config;
  private final int port;
  private final RedisLink redis;
  private final KeyRings keys;
  private final Limits limits;
  private final SealWatch sealing;
  private final Pages pages;
  private final Clock clock;
  private final boolean works;
  private final Consumer<Router> extraRoutes;
  private final ConnectionCap cap;
  private final Optional<Tls> tls;
  private HttpServer server;
  private MiniprogramApi.Foundation foundation;

  /**
   * What it serves.
   *
   * @param works whether this event loop goes on with jobs as well
   * @param extraRoutes mounted first; the demo's own
   * @param cap of the process
   * @param tls empty where a proxy carries it
   */
  HttpVerticle(
      ServerConfig config,
      int port,
      RedisLink redis,
      KeyRings keys,
      Limits limits,
      SealWatch sealing,
      Pages pages,
      Clock clock,
      boolean works,
      Consumer<Router> extraRoutes,
      ConnectionCap cap,
      Optional<Tls> tls) {
    this.config = config;
    this.port = port;
    this.redis = redis;
    this.keys = keys;
    this.limits = limits;
    this.sealing = sealing;
    this.pages = pages;
    this.clock = clock;
    this.works = works;
    this.extraRoutes = extraRoutes;
    this.cap = cap;
    this.tls = tls;
  }

  @Override
  public Future<?> start() {
    foundation = Foundations.of(config, vertx, redis, keys, limits, sealing, clock);
    MiniprogramApi api = new MiniprogramApi(foundation);
    return api.router(vertx)
        .compose(
            apiRouter -> {
              Router router = Router.router(vertx);
              extraRoutes.accept(router);
              pages.mount(router);
              Connections connections = new Connections(vertx, patience(), cap);
              CommonHeaders common = CommonHeaders.of(config);
              HttpServerOptions options = options();
              tls.ifPresent(own -> own.carry(options));
              server = vertx.createHttpServer(options);
              return server
                  .connectionHandler(connections::opened)
                  .invalidRequestHandler(
                      request -> {
                        common.put(request.response().putHeader("Connection", "close"));
                        HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
                      })
                  .requestHandler(
                      request -> {
                        common.put(request.response());
                        if (!connections.began(request)) {
                          refuse(request);
                          return;
                        }
                        boolean isApi = request.path().startsWith("/v1/");
                        (isApi ? apiRouter : router).handle(request);
                      })
                  .listen(port, config.text(ConfigKey.HTTP_HOST));
            })
        .onSuccess(
            listening -> {
              tls.ifPresent(own -> own.follow(vertx, server));
              if (works) {
                vertx.setPeriodic(WORK_EVERY_MS, id -> api.work());
              }
            });
  }

  @Override
  public Future<?> stop() {
    Future<Void> stopped =
        server == null ? Future.succeededFuture() : server.shutdown(STOP_SECONDS, TimeUnit.SECONDS);
    return stopped.eventually(() -> foundation.database().close());
  }

  private Connections.Patience patience() {
    return new Connections.Patience(
        Duration.ofSeconds(config.number(ConfigKey.REQUEST_HEAD_SECONDS)),
        Duration.ofSeconds(config.number(ConfigKey.REQUEST_BODY_SECONDS)),
        Duration.ofSeconds(IDLE_SECONDS));
  }

  /** Too many headers: nobody to talk with. */
  private static void refuse(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(431)
        .putHeader("Connection", "close")
        .end()
        .onComplete(sent -> request.connection().close());
  }

  /** HTTP/1.1 alone: one set of limits to reason about. */
  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxHeaderSize(HEADER_BYTES_MAX)
        .setMaxInitialLineLength(INITIAL_LINE_BYTES_MAX)
        .setUseAlpn(false)
        .setHttp2ClearTextEnabled(false)
        .setTcpNoDelay(true)
        .setTcpFastOpen(false)
        .setReusePort(false);
  }
}
