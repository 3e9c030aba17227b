package yihuyima.api.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one step of a job after the other, each in a transaction of its own, until there is nothing
 * to do; never busy for more than half of the time, however slow the machine is.
 */
public final class StepLoop {
  private static final long WAIT_MS = 250;

  private static final Logger LOG = LoggerFactory.getLogger(StepLoop.class);

  /** What a step leaves to be done; when, in milliseconds. */
  public record Next(boolean more, long afterMs) {
    /** Nothing is to be done. */
    public static final Next NONE = new Next(false, 0);

    /** Something is, and waits for others. */
    public static final Next SOON = new Next(true, WAIT_MS);

    /** Something is. */
    public static final Next NOW = new Next(true, 1);
  }

  private final String what;
  private final Database database;
  private final Function<SqlConnection, Future<Next>> step;
  private boolean working;

  /**
   * A loop.
   *
   * @param what it is doing, for the log
   */
  public StepLoop(String what, Database database, Function<SqlConnection, Future<Next>> step) {
    this.what = what;
    this.database = database;
    this.step = step;
  }

  /** Works until there is nothing to do; one call at a time does. */
  public void work() {
    if (!working) {
      working = true;
      next();
    }
  }

  private void next() {
    long began = System.nanoTime();
    database
        .transact(step)
        .onComplete(
            done -> {
              if (done.failed()) {
                LOG.warn("{} pauses: {}", what, done.cause().getMessage());
              }
              if (done.failed() || !done.result().more()) {
                working = false;
                return;
              }
              long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
              database
                  .vertx()
                  .setTimer(Math.max(1, Math.max(took, done.result().afterMs())), id -> next());
            });
  }
}
