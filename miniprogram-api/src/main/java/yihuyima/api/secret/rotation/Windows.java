package yihuyima.api.secret.rotation;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import yihuyima.api.secret.SealedTable;

/** Goes through tables one after the other, from where a rotation stands. */
final class Windows<W extends Walk> {
  private final List<W> walks;

  Windows(List<W> walks) {
    this.walks = walks;
  }

  /**
   * A window of one table's rows.
   *
   * @param next where the walk goes on after it
   */
  record Window<W extends Walk>(
      W walk, List<String> after, List<String> until, long rows, Place next) {
    RotationStore.Progress done(long changed, long unopened, long left) {
      return new RotationStore.Progress(next.table(), next.after(), rows, changed, unopened, left);
    }
  }

  /** A place of the walk: a table and the key behind which it goes on; no table at the end. */
  private record Place(String table, List<String> after) {}

  private Place startOf(int walk) {
    return walk == walks.size()
        ? new Place("", List.of())
        : new Place(walks.get(walk).table().table(), walks.get(walk).start());
  }

  /**
   * The next window. One that is not full is its table's last: what comes behind it later is
   * written with the new key, and whoever ran after that would never arrive on a busy table.
   *
   * @param rows how many of a table at once
   * @return the window; empty behind the last row of the last table
   */
  Future<Optional<Window<W>>> next(
      SqlConnection db, RotationStore.Locked job, ToIntFunction<SealedTable> rows) {
    String table = job.atTable();
    if (table == null) {
      return window(db, 0, walks.getFirst().start(), rows);
    }
    for (int i = 0; i < walks.size(); i++) {
      if (walks.get(i).table().table().equals(table)) {
        return window(db, i, job.afterKey(), rows);
      }
    }
    return Future.succeededFuture(Optional.empty());
  }

  private Future<Optional<Window<W>>> window(
      SqlConnection db, int at, List<String> after, ToIntFunction<SealedTable> rows) {
    if (at == walks.size()) {
      return Future.succeededFuture(Optional.empty());
    }
    W walk = walks.get(at);
    int size = rows.applyAsInt(walk.table());
    return walk.windowEnd(db, after, size)
        .compose(
            end -> {
              if (end.isEmpty()) {
                return window(db, at + 1, startOf(at + 1).after(), rows);
              }
              List<String> until = end.get().key();
              Place next =
                  end.get().rows() < size
                      ? startOf(at + 1)
                      : new Place(walk.table().table(), until);
              return Future.succeededFuture(
                  Optional.of(new Window<>(walk, after, until, end.get().rows(), next)));
            });
  }
}
