package yihuyima.api.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Problem;

class SqlErrorsTest {
  /** As the pool itself says it, whose words are not for us to choose. */
  @Test
  void whoGetsNoConnectionInTimeIsToldThatTheSystemIsBusy() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      // A database that takes connections and never answers.
      NetServer silent =
          await(vertx.createNetServer().connectHandler(socket -> {}).listen(0, "127.0.0.1"));
      Pool pool =
          PgBuilder.pool()
              .with(
                  new PoolOptions()
                      .setMaxSize(1)
                      .setConnectionTimeout(50)
                      .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
              .connectingTo(
                  new PgConnectOptions()
                      .setHost("127.0.0.1")
                      .setPort(silent.actualPort())
                      .setUser("nobody")
                      .setDatabase("none"))
              .using(vertx)
              .build();

      Throwable failed =
          await(pool.getConnection().map(gave -> (Throwable) null).otherwise(e -> e));

      assertThat(SqlErrors.toFailure(failed))
          .isInstanceOfSatisfying(
              Failure.class, failure -> assertThat(failure.problem()).isEqualTo(Problem.BUSY));
    } finally {
      await(vertx.close());
    }
  }

  private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
