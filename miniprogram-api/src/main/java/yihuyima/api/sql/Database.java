package yihuyima.api.sql;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;

/**
 * The database: single statements that read go through a pipelined pool, transactions through a
 * pool of their own, so that neither waits behind the other.
 *
 * <p>Reads are tried again when the connection was lost, for they change nothing; writes never are,
 * for nobody knows whether they were done: their clients try again under the same idempotency key.
 */
public final class Database {
  /** How often a read is tried in all. */
  private static final int READ_TRIES = 8;

  /** How long to wait before the second try; doubles up to {@link #READ_WAIT_MAX_MS}. */
  private static final long READ_WAIT_MS = 25;

  private static final long READ_WAIT_MAX_MS = 400;

  private final Vertx vertx;
  private final Pool reading;
  private final Pool writing;

  /**
   * @param reading pipelined, for single statements
   * @param writing not pipelined, for transactions
   */
  public Database(Vertx vertx, Pool reading, Pool writing) {
    this.vertx = vertx;
    this.reading = reading;
    this.writing = writing;
  }

  /**
   * Reads with single statements.
   *
   * @param query what to run; may run more than once, must change nothing
   * @return what the query gives; fails with STORE_UNAVAILABLE or BUSY when the database does not
   *     answer in time, with the query's own failure otherwise
   */
  public <T> Future<T> read(Function<SqlClient, Future<T>> query) {
    return read(query, 1, READ_WAIT_MS);
  }

  private <T> Future<T> read(Function<SqlClient, Future<T>> query, int tried, long waitMs) {
    Future<T> answer = attempt(reading, query);
    return answer.recover(
        error -> {
          if (tried < READ_TRIES && SqlErrors.isTransient(error)) {
            return vertx
                .timer(waitMs)
                .compose(ignored -> read(query, tried + 1, Math.min(waitMs * 2, READ_WAIT_MAX_MS)));
          }
          return Future.failedFuture(SqlErrors.toFailure(error));
        });
  }

  private static <T> Future<T> attempt(Pool pool, Function<SqlClient, Future<T>> query) {
    try {
      return query.apply(pool);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * Runs a transaction; a failed Future rolls it back.
   *
   * @return what the work gives, once committed; fails with the work's failure, or with
   *     STORE_UNAVAILABLE or BUSY, in which case it is not known whether the commit was done
   */
  public <T> Future<T> transact(Function<SqlConnection, Future<T>> work) {
    return writing
        .withTransaction(work)
        .recover(error -> Future.failedFuture(SqlErrors.toFailure(error)));
  }

  /**
   * One statement that commits by itself, on a connection for writes.
   *
   * @return what the work gives; fails as {@link #transact}
   */
  public <T> Future<T> write(Function<SqlClient, Future<T>> work) {
    return attempt(writing, work).recover(error -> Future.failedFuture(SqlErrors.toFailure(error)));
  }

  public Vertx vertx() {
    return vertx;
  }

  /** Closes both pools. */
  public Future<Void> close() {
    return Future.join(reading.close(), writing.close()).mapEmpty();
  }
}
