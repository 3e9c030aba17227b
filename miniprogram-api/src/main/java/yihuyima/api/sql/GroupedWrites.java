package yihuyima.api.sql;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import yihuyima.api.http.Problem;

/**
 * Small writes, committed in groups: while one group is being written the next gathers, and it
 * gathers for some milliseconds more unless it is large already, because a commit costs the same
 * for one write as for a hundred. So a group is as large as the load makes it, and a lone write
 * waits for nobody. While one group waits for the disk, a second that is large enough does not wait
 * for it.
 *
 * <p>One for each event loop; not safe for many threads.
 *
 * @param <W> what is written
 * @param <R> how it came out
 */
public final class GroupedWrites<W, R> {
  /** Writes worth a commit of their own: these many do not wait for more. */
  static final int GROUP_WORTH = 64;

  /** Groups being written at once; more would only make each smaller. */
  static final int GROUPS_UNDER_WAY_MAX = 2;

  /** How long a group after another gathers, in milliseconds. */
  static final long GATHER_MS = 2;

  /** Writes that may wait; above, callers are told that the system is busy. */
  static final int WAITING_MAX = 4096;

  private record Waiting<W, R>(W written, Promise<R> outcome) {}

  private final Vertx vertx;
  private final int groupMax;
  private final Function<List<W>, Future<List<R>>> write;
  private final ArrayDeque<Waiting<W, R>> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean gathering;

  /**
   * Grouped writes.
   *
   * @param groupMax writes in one transaction, 1 and more
   * @param write commits a group; gives one outcome for each, in their order
   */
  public GroupedWrites(Vertx vertx, int groupMax, Function<List<W>, Future<List<R>>> write) {
    this.vertx = vertx;
    this.groupMax = groupMax;
    this.write = write;
  }

  /**
   * Writes.
   *
   * @return how it came out, once it is committed; fails with BUSY when too many wait, and as the
   *     database does, with the whole group
   */
  public Future<R> write(W written) {
    if (waiting.size() >= WAITING_MAX) {
      return Future.failedFuture(Problem.BUSY.because("too many wait to be written"));
    }
    Waiting<W, R> entry = new Waiting<>(written, Promise.promise());
    waiting.add(entry);
    if (!gathering && (underWay == 0 || worthwhile())) {
      // What is decided in the same moment, answered by one statement, still joins.
      gathering = true;
      vertx.runOnContext(gathered -> writeGathered());
    }
    return entry.outcome().future();
  }

  private boolean worthwhile() {
    return underWay < GROUPS_UNDER_WAY_MAX && waiting.size() >= GROUP_WORTH;
  }

  private void writeGathered() {
    gathering = false;
    if (!waiting.isEmpty() && underWay < GROUPS_UNDER_WAY_MAX) {
      writeGroup();
    }
  }

  private void writeGroup() {
    List<Waiting<W, R>> group = new ArrayList<>(Math.min(waiting.size(), groupMax));
    while (group.size() < groupMax && !waiting.isEmpty()) {
      group.add(waiting.poll());
    }
    underWay++;
    commit(group)
        .onComplete(
            written -> {
              underWay--;
              gatherNext();
              for (int i = 0; i < group.size(); i++) {
                if (written.succeeded()) {
                  group.get(i).outcome().complete(written.result().get(i));
                } else {
                  group.get(i).outcome().fail(written.cause());
                }
              }
            });
  }

  private Future<List<R>> commit(List<Waiting<W, R>> group) {
    List<W> all = group.stream().map(Waiting::written).toList();
    try {
      return write
          .apply(all)
          .map(
              outcomes -> {
                if (outcomes.size() != all.size()) {
                  throw new IllegalStateException("not one outcome for each write");
                }
                return outcomes;
              });
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void gatherNext() {
    if (gathering || waiting.isEmpty()) {
      return;
    }
    if (worthwhile()) {
      writeGroup();
    } else if (underWay == 0) {
      gathering = true;
      vertx.setTimer(GATHER_MS, gathered -> writeGathered());
    }
  }
}
