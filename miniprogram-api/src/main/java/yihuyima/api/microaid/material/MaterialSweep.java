package yihuyima.api.microaid.material;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.sql.Database;

/**
 * Deletes photos that no application named in time, some at once, so that what a family did not
 * send does not stay. Called again and again; several servers may sweep at once and do not wait for
 * each other.
 */
public final class MaterialSweep {
  /** How often there may be something to do. */
  private static final Duration EVERY = Duration.ofMinutes(1);

  /** Photos deleted in one statement. */
  private static final int DELETED_AT_ONCE_MAX = 200;

  private final Database database;
  private final Clock clock;
  private final MaterialStore store = new MaterialStore();
  private Instant next = Instant.MIN;

  public MaterialSweep(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Sweeps when it is time to; what fails is tried again the next time. */
  public void work() {
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(EVERY);
    sweep().onFailure(error -> {});
  }

  /**
   * Sweeps once.
   *
   * @return how many photos were deleted; fails when the database does
   */
  public Future<Integer> sweep() {
    return database.write(db -> store.sweep(db, ChinaTime.now(clock), DELETED_AT_ONCE_MAX));
  }
}
