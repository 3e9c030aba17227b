package yihuyima.api.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;

/**
 * Where passwords and recovery codes are hashed: off the event loops, and only so many at once, for
 * each takes 19 MiB and tens of milliseconds. Whoever sends a thousand sign-ins neither takes the
 * others' memory nor all processors.
 *
 * <p>Not safe for many threads: whoever hashes has its own on each event loop. The threads are
 * shared by them all.
 */
public final class PasswordWork {
  /** Hashes made at once by a server; all its event loops together. */
  public static final int AT_ONCE_MAX = 2;

  /** Hashes of one kind that may wait on an event loop: some seconds of work. */
  public static final int WAITING_MAX = 64;

  /** Work that takes longer than these seconds is told in the log. */
  private static final int SLOW_SECONDS = 30;

  private final WorkerExecutor workers;
  private int waiting;

  /** Work on the threads that this server has for it. */
  public PasswordWork(Vertx vertx) {
    this.workers =
        vertx.createSharedWorkerExecutor("passwords", AT_ONCE_MAX, SLOW_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Does it on a worker.
   *
   * @return what it gave; fails with BUSY when too many wait, and as it failed
   */
  public <T extends @Nullable Object> Future<T> run(Callable<T> work) {
    if (waiting >= WAITING_MAX) {
      return Future.failedFuture(Problem.BUSY.because("too many passwords wait to be hashed"));
    }
    waiting++;
    return workers.<T>executeBlocking(work, false).onComplete(done -> waiting--);
  }
}
