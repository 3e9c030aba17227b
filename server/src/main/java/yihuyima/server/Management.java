package yihuyima.server;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import yihuyima.api.limit.RedisLink;

/**
 * Health, readiness and metrics, on a port of their own that nobody outside the machine reaches.
 */
final class Management {
  private final Vertx vertx;
  private final Pool probe;
  private final RedisLink redis;
  private final PrometheusMeterRegistry metrics;
  private volatile boolean stopping;

  Management(Vertx vertx, Pool probe, RedisLink redis, PrometheusMeterRegistry metrics) {
    this.vertx = vertx;
    this.probe = probe;
    this.redis = redis;
    this.metrics = metrics;
  }

  /** Listens; fails when the port is taken. */
  Future<HttpServer> listen(String host, int port) {
    Router router = Router.router(vertx);
    router.get("/health/live").handler(context -> context.json(new JsonObject().put("live", true)));
    router.get("/health/ready").handler(this::ready);
    router
        .get("/metrics")
        .handler(
            context ->
                context
                    .response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(metrics.scrape()));
    return vertx.createHttpServer().requestHandler(router).listen(port, host);
  }

  /** From now on not ready: whoever sends traffic sends it elsewhere. */
  void stopping() {
    stopping = true;
  }

  /** Ready while the database answers; without Redis the server goes on, with less. */
  private void ready(RoutingContext context) {
    Future<Boolean> database = probe.query("SELECT 1").execute().map(true).otherwise(false);
    Future<Boolean> cache =
        redis.run(vertx, link -> link.async().ping()).map(true).otherwise(false);
    Future.all(database, cache)
        .onSuccess(
            both -> {
              boolean ready = database.result() && !stopping;
              context
                  .response()
                  .setStatusCode(ready ? 200 : 503)
                  .putHeader("Content-Type", "application/json")
                  .end(
                      new JsonObject()
                          .put("ready", ready)
                          .put("database", database.result())
                          .put("redis", cache.result())
                          .put("stopping", stopping)
                          .toBuffer());
            });
  }
}
