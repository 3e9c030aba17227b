package yihuyima.api.secret.rotation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.SealedTable;

/** Goes through every encrypted column of every table, a window of rows at a time. */
public final class Resealing {
  static final List<TableWalk> WALKS =
      Arrays.stream(SealedTable.values()).map(TableWalk::new).toList();

  private static final Windows<TableWalk> WINDOWS = new Windows<>(WALKS);

  /** Looking costs less than sealing, and takes nobody's lock. */
  private static final int CHECKED_ROWS = 2000;

  private static final Logger LOG = LoggerFactory.getLogger(Resealing.class);

  private record Batch(List<TableWalk.Anew> rows, int unopened) {}

  private final Vertx vertx;
  private final FieldCipher cipher;

  /** Seals with the newest key of this cipher. */
  public Resealing(Vertx vertx, FieldCipher cipher) {
    this.vertx = vertx;
    this.cipher = cipher;
  }

  /**
   * Seals the next window anew.
   *
   * @return what was done; empty behind the last row of the last table; fails when the database
   *     does
   */
  Future<Optional<RotationStore.Progress>> batch(SqlConnection db, RotationStore.Locked job) {
    return WINDOWS
        .next(db, job, table -> table.batchRows())
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : batch(db, job, found.get()).map(Optional::of));
  }

  private Future<RotationStore.Progress> batch(
      SqlConnection db, RotationStore.Locked job, Windows.Window<TableWalk> window) {
    TableWalk walk = window.walk();
    return walk.old(db, window.after(), window.until(), job.newKeyId())
        .compose(
            old ->
                // Sealing photos takes tens of milliseconds: not on an event loop.
                vertx.executeBlocking(() -> sealAnew(walk.table(), old, job.newKeyId()), false))
        .compose(
            batch ->
                walk.replace(db, batch.rows())
                    .map(resealed -> window.done(resealed, batch.unopened(), 0)));
  }

  /**
   * Counts what is left in the next window.
   *
   * @return what was seen; empty behind the last row of the last table
   */
  Future<Optional<RotationStore.Progress>> check(SqlConnection db, RotationStore.Locked job) {
    return WINDOWS
        .next(db, job, table -> table.batchRows() < 100 ? 100 : CHECKED_ROWS)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : found
                        .get()
                        .walk()
                        .count(db, found.get().after(), found.get().until(), job.newKeyId())
                        .map(left -> Optional.of(found.get().done(0, 0, left))));
  }

  private Batch sealAnew(SealedTable table, List<TableWalk.Found> rows, int newKeyId) {
    List<TableWalk.Anew> done = new ArrayList<>();
    int unopened = 0;
    List<Column> columns = table.columns();
    for (TableWalk.Found row : rows) {
      long place = table.place(row.key());
      List<byte @Nullable []> anew = new ArrayList<>();
      boolean opens = true;
      for (int c = 0; c < columns.size(); c++) {
        byte[] sealed = row.sealed().get(c);
        boolean old = sealed != null && FieldCipher.keyId(sealed) != newKeyId;
        byte[] again = old ? sealAnew(columns.get(c), place, sealed) : null;
        opens &= !old || again != null;
        anew.add(again);
      }
      unopened += opens ? 0 : 1;
      done.add(new TableWalk.Anew(row, anew));
    }
    return new Batch(done, unopened);
  }

  /** Null when the value does not open: the row is left as it is, and counted. */
  private byte @Nullable [] sealAnew(Column column, long place, byte[] sealed) {
    try {
      return cipher.seal(column, place, cipher.open(column, place, sealed));
    } catch (IllegalStateException e) {
      LOG.error("a value of {} does not open while keys change: {}", column, e.getMessage());
      return null;
    }
  }
}
