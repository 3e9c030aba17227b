package yihuyima.server;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a Future, on a thread that may. */
final class Waiting {
  private Waiting() {}

  /**
   * Its value; throws its failure.
   *
   * @throws IllegalStateException when it does not come in time
   */
  static <T> T of(Future<T> future, long seconds) {
    try {
      return future.await(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("not within " + seconds + " seconds", e);
    }
  }
}
