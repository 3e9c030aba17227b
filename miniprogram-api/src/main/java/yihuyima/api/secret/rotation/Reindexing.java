package yihuyima.api.secret.rotation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import yihuyima.api.secret.BlindIndex;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.IndexedColumn;

/** Gives every row its values under the new index key, and takes those under the old one away. */
public final class Reindexing {
  /** The new column is the second, or the first, by the new key's id. */
  static final List<IndexWalk> TO_SECOND = IndexWalk.all(2);

  static final List<IndexWalk> TO_FIRST = IndexWalk.all(1);

  /**
   * Proxies of before that have no sealed number: whoever accepted signed in with that number, so
   * the account's value is theirs.
   */
  static final String PROXIES_TO_SECOND =
      """
      UPDATE proxy AS x
         SET phone_bidx2 = a.phone_bidx2
        FROM account AS a
       WHERE x.phone_enc IS NULL AND x.ended_at IS NULL AND x.phone_bidx2 IS NULL
         AND a.phone_bidx = x.phone_bidx AND a.phone_bidx2 IS NOT NULL
      """;

  static final String PROXIES_TO_FIRST =
      """
      UPDATE proxy AS x
         SET phone_bidx = a.phone_bidx
        FROM account AS a
       WHERE x.phone_enc IS NULL AND x.ended_at IS NULL AND x.phone_bidx IS NULL
         AND a.phone_bidx2 = x.phone_bidx2 AND a.phone_bidx IS NOT NULL
      """;

  /** Looking costs less than hashing, and takes nobody's lock. */
  private static final int CHECKED_ROWS = 2000;

  private static final Logger LOG = LoggerFactory.getLogger(Reindexing.class);

  private record Batch(List<IndexWalk.Filled> rows, int unopened) {}

  private final Vertx vertx;
  private final FieldCipher cipher;
  private final BlindIndex index;

  /** Opens with this cipher and indexes with this index, whose ring has the new key. */
  public Reindexing(Vertx vertx, FieldCipher cipher, BlindIndex index) {
    this.vertx = vertx;
    this.cipher = cipher;
    this.index = index;
  }

  private static Windows<IndexWalk> windows(RotationStore.Locked job) {
    return new Windows<>(job.newKeyId() % 2 == 0 ? TO_SECOND : TO_FIRST);
  }

  /**
   * Fills the next window.
   *
   * @return what was done; empty behind the last row of the last table; fails when the database
   *     does, or this server has not the new key
   */
  Future<Optional<RotationStore.Progress>> fill(SqlConnection db, RotationStore.Locked job) {
    return windows(job)
        .next(db, job, table -> table.batchRows())
        .compose(
            found ->
                found.isEmpty()
                    ? fillProxiesOfBefore(db, job).map(Optional.empty())
                    : fill(db, job, found.get()).map(Optional::of));
  }

  private Future<RotationStore.Progress> fill(
      SqlConnection db, RotationStore.Locked job, Windows.Window<IndexWalk> window) {
    IndexWalk walk = window.walk();
    return walk.missing(db, window.after(), window.until())
        .compose(rows -> vertx.executeBlocking(() -> indexed(walk, rows, job.newKeyId()), false))
        .compose(
            batch ->
                walk.fill(db, batch.rows())
                    .map(filled -> window.done(filled, batch.unopened(), 0)));
  }

  private static Future<Void> fillProxiesOfBefore(SqlConnection db, RotationStore.Locked job) {
    return db.preparedQuery(job.newKeyId() % 2 == 0 ? PROXIES_TO_SECOND : PROXIES_TO_FIRST)
        .execute()
        .mapEmpty();
  }

  /** Counts the rows of the next window that lack a value under the new key. */
  Future<Optional<RotationStore.Progress>> check(SqlConnection db, RotationStore.Locked job) {
    return windows(job)
        .next(db, job, table -> CHECKED_ROWS)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : found
                        .get()
                        .walk()
                        .countMissing(db, found.get().after(), found.get().until())
                        .map(left -> Optional.of(found.get().done(0, 0, left))));
  }

  /** Takes the values under the old key out of the next window. */
  Future<Optional<RotationStore.Progress>> clear(SqlConnection db, RotationStore.Locked job) {
    return windows(job)
        .next(db, job, table -> table.batchRows())
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : found
                        .get()
                        .walk()
                        .clear(db, found.get().after(), found.get().until())
                        .map(cleared -> Optional.of(found.get().done(cleared, 0, 0))));
  }

  /** Counts the rows of the next window that have a value under the old key. */
  Future<Optional<RotationStore.Progress>> prove(SqlConnection db, RotationStore.Locked job) {
    return windows(job)
        .next(db, job, table -> CHECKED_ROWS)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : found
                        .get()
                        .walk()
                        .countOld(db, found.get().after(), found.get().until())
                        .map(left -> Optional.of(found.get().done(0, 0, left))));
  }

  private Batch indexed(IndexWalk walk, List<IndexWalk.Found> rows, int newKeyId) {
    List<IndexWalk.Filled> done = new ArrayList<>();
    int unopened = 0;
    for (IndexWalk.Found row : rows) {
      long place = walk.table().place(row.key());
      List<byte @Nullable []> values = new ArrayList<>();
      // Nothing that it could be made from: a proxy of before whose number nobody here knows.
      boolean opens = row.sealed().stream().anyMatch(Objects::nonNull);
      for (int c = 0; c < walk.columns().size(); c++) {
        byte[] sealed = row.sealed().get(c);
        byte[] value =
            sealed == null ? null : indexed(walk.columns().get(c), place, sealed, newKeyId);
        opens &= sealed == null || value != null;
        values.add(value);
      }
      unopened += opens ? 0 : 1;
      done.add(new IndexWalk.Filled(row.key(), values));
    }
    return new Batch(done, unopened);
  }

  /** Null when the value does not open: the row is left as it is, and counted. */
  private byte @Nullable [] indexed(IndexedColumn column, long place, byte[] sealed, int newKeyId) {
    String value;
    try {
      value = cipher.openText(column.sealed(), place, sealed);
    } catch (IllegalStateException e) {
      LOG.error("a value of {} does not open while its index changes", column.sealed());
      return null;
    }
    return index.of(newKeyId, column.kind(), value);
  }
}
