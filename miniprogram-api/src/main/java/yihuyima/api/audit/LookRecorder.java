package yihuyima.api.audit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import yihuyima.api.http.Problem;
import yihuyima.api.sql.Database;

/**
 * Commits looks in groups: while one group is being written the next gathers, and it gathers for
 * some milliseconds more unless it is large already, because a commit costs the same for one look
 * as for a hundred. So a group is as large as the load makes it, and a lone look waits for nobody.
 * While one group waits for the disk, a second that is large enough does not wait for it.
 *
 * <p>One for each event loop; not safe for many threads.
 */
public final class LookRecorder {
  /** Looks in one insert. */
  static final int GROUP_LOOKS_MAX = 512;

  /** Looks worth a commit of their own: these many do not wait for more. */
  static final int GROUP_LOOKS_WORTH = 16;

  /** Groups being written at once; more would only make each smaller. */
  static final int GROUPS_UNDER_WAY_MAX = 2;

  /** How long a group after another gathers, in milliseconds. */
  static final long GATHER_MS = 2;

  /** Looks that may wait; above, callers are told that the system is busy. */
  static final int WAITING_LOOKS_MAX = 4096;

  private record Waiting(Look look, Promise<Void> done) {}

  private final Database database;
  private final AccessRecordStore store;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean gathering;

  public LookRecorder(Database database, AccessRecordStore store) {
    this.database = database;
    this.store = store;
  }

  /**
   * Records a look.
   *
   * @return when it is committed; fails with BUSY when too many wait, with STORE_UNAVAILABLE when
   *     the database cannot be reached: then nothing may be shown
   */
  public Future<Void> record(Look look) {
    if (waiting.size() >= WAITING_LOOKS_MAX) {
      return Future.failedFuture(Problem.BUSY.because("too many looks wait to be recorded"));
    }
    Waiting entry = new Waiting(look, Promise.promise());
    waiting.add(entry);
    if (!gathering && (underWay == 0 || worthwhile())) {
      // What is decided in the same moment, answered by one statement, still joins.
      gathering = true;
      database.vertx().runOnContext(gathered -> writeGathered());
    }
    return entry.done().future();
  }

  private boolean worthwhile() {
    return underWay < GROUPS_UNDER_WAY_MAX && waiting.size() >= GROUP_LOOKS_WORTH;
  }

  private void writeGathered() {
    gathering = false;
    if (!waiting.isEmpty() && underWay < GROUPS_UNDER_WAY_MAX) {
      writeGroup();
    }
  }

  private void writeGroup() {
    List<Waiting> group = new ArrayList<>(Math.min(waiting.size(), GROUP_LOOKS_MAX));
    while (group.size() < GROUP_LOOKS_MAX && !waiting.isEmpty()) {
      group.add(waiting.poll());
    }
    underWay++;
    database
        .write(db -> store.insert(db, group.stream().map(Waiting::look).toList()))
        .onComplete(
            written -> {
              underWay--;
              gatherNext();
              for (Waiting entry : group) {
                if (written.succeeded()) {
                  entry.done().complete();
                } else {
                  entry.done().fail(written.cause());
                }
              }
            });
  }

  private void gatherNext() {
    if (gathering || waiting.isEmpty()) {
      return;
    }
    if (worthwhile()) {
      writeGroup();
    } else if (underWay == 0) {
      gathering = true;
      database.vertx().setTimer(GATHER_MS, gathered -> writeGathered());
    }
  }
}
