package yihuyima.api.audit;

import io.vertx.core.Future;
import java.util.Collections;
import java.util.List;
import yihuyima.api.sql.Database;
import yihuyima.api.sql.GroupedWrites;

/** Commits looks in groups. One for each event loop; not safe for many threads. */
public final class LookRecorder {
  /** Looks in one insert. */
  static final int GROUP_LOOKS_MAX = 512;

  private final GroupedWrites<Look, Boolean> writes;

  public LookRecorder(Database database, AccessRecordStore store) {
    this.writes =
        new GroupedWrites<>(
            database.vertx(),
            GROUP_LOOKS_MAX,
            looks ->
                database
                    .write(db -> store.insert(db, looks))
                    .map(written -> Collections.nCopies(looks.size(), true)));
  }

  /**
   * Records a look.
   *
   * @return when it is committed; fails with BUSY when too many wait, with STORE_UNAVAILABLE when
   *     the database cannot be reached: then nothing may be shown
   */
  public Future<Void> record(Look look) {
    return writes.write(look).mapEmpty();
  }

  /**
   * Records what one request looked at, each of them as one of so many.
   *
   * @param looks of different households, all of one request; may be empty
   * @return as {@link #record}, for all of them
   */
  public Future<Void> recordTogether(List<Look> looks) {
    return Future.all(looks.stream().map(look -> record(look.among(looks.size()))).toList())
        .mapEmpty();
  }
}
