package yihuyima.api.secret;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yihuyima.api.sql.Rows;

/** Wrapped data keys, and who holds which in memory, in PostgreSQL. */
public final class DataKeyStore {
  /** Data keys are few: 255 of each purpose in all time. */
  static final String ALL =
      """
      SELECT purpose, id, algorithm, state, kek_id, wrapped
        FROM data_key
       ORDER BY purpose, id
       LIMIT 510
      """;

  static final String INSERT =
      """
      INSERT INTO data_key (purpose, id, algorithm, state, kek_id, wrapped, created_at, current_at)
      VALUES ($1, $2, $3, $4::text, $5, $6, $7::timestamptz, CASE WHEN $4::text = 'CURRENT' THEN $7::timestamptz END)
      """;

  /** Two servers that start at once make one key: the second waits and then finds it. */
  static final String LOCK =
      """
      SELECT pg_advisory_xact_lock(7948321001)
      """;

  static final String DEMOTE =
      """
      UPDATE data_key SET state = 'OLD' WHERE purpose = $1 AND state = 'CURRENT'
      """;
  static final String PROMOTE =
      """
      UPDATE data_key SET state = 'CURRENT', current_at = $3 WHERE purpose = $1 AND id = $2 AND state = 'NEXT'
      """;
  static final String RETIRE =
      """
      UPDATE data_key SET state = 'RETIRED', wrapped = NULL, retired_at = $2 WHERE purpose = $1 AND state = 'OLD'
      """;
  static final String REWRAP =
      """
      UPDATE data_key SET kek_id = $3, wrapped = $4 WHERE purpose = $1 AND id = $2 AND wrapped = $5
      """;
  static final String BEAT =
      """
      INSERT INTO key_holder AS h (server, key_ids, current_id, index_ids, seen_at)
      VALUES ($1, $2, $3, $4, clock_timestamp())
      ON CONFLICT (server) DO UPDATE SET key_ids = $2, current_id = $3, index_ids = $4, seen_at = clock_timestamp()
      """;
  static final String LEAVE =
      """
      DELETE FROM key_holder WHERE server = $1
      """;

  /** What keys are for. */
  public enum Purpose {
    /** Sealing columns. */
    SEAL,
    /** Blind indexes. */
    INDEX
  }

  /** How far a key is in its life. */
  public enum State {
    NEXT,
    CURRENT,
    OLD,
    RETIRED
  }

  /**
   * A key as stored.
   *
   * @param wrapped null once it is retired
   */
  public record Stored(
      Purpose purpose,
      int id,
      KeyAlgorithm algorithm,
      State state,
      KeyEncryption.@Nullable Wrapped wrapped) {

    /** The same key, wrapped. */
    public Stored with(KeyEncryption.Wrapped by) {
      return new Stored(purpose, id, algorithm, state, by);
    }

    /** What is authenticated with the wrapped key: it opens as this key and as no other. */
    public byte[] context() {
      return ("yihuyima data key|" + purpose + "|" + id + "|" + algorithm)
          .getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** Every key, retired ones too. */
  public Future<List<Stored>> all(SqlClient db) {
    return db.preparedQuery(ALL).execute().map(rows -> Rows.all(rows, DataKeyStore::stored));
  }

  /** Waits until nobody else makes keys; until the end of the transaction. */
  public Future<Void> lock(SqlConnection db) {
    return db.preparedQuery(LOCK).execute().mapEmpty();
  }

  /** Adds a wrapped key. */
  public Future<Void> insert(SqlClient db, Stored key, OffsetDateTime at) {
    KeyEncryption.Wrapped wrapped = java.util.Objects.requireNonNull(key.wrapped());
    Tuple values =
        Tuple.of(
                key.purpose().name(),
                (short) key.id(),
                key.algorithm().name(),
                key.state().name(),
                wrapped.kekId(),
                Buffer.buffer(wrapped.bytes()))
            .addValue(at);
    return db.preparedQuery(INSERT).execute(values).mapEmpty();
  }

  /** Lets the key that servers have loaded be the one that seals. */
  public Future<Void> promote(SqlConnection db, Purpose purpose, int id, OffsetDateTime at) {
    return db.preparedQuery(DEMOTE)
        .execute(Tuple.of(purpose.name()))
        .compose(ok -> db.preparedQuery(PROMOTE).execute(Tuple.of(purpose.name(), (short) id, at)))
        .mapEmpty();
  }

  /** Destroys every old key of a purpose. The caller has seen that nothing needs them. */
  public Future<Void> retire(SqlConnection db, Purpose purpose, OffsetDateTime at) {
    return db.preparedQuery(RETIRE).execute(Tuple.of(purpose.name(), at)).mapEmpty();
  }

  /** Puts a key wrapped anew in the place of the same key; gives whether it was still there. */
  Future<Boolean> rewrap(SqlClient db, Stored before, KeyEncryption.Wrapped after) {
    KeyEncryption.Wrapped was = java.util.Objects.requireNonNull(before.wrapped());
    return db.preparedQuery(REWRAP)
        .execute(
            Tuple.of(
                before.purpose().name(),
                (short) before.id(),
                after.kekId(),
                Buffer.buffer(after.bytes()),
                Buffer.buffer(was.bytes())))
        .map(rows -> rows.rowCount() == 1);
  }

  Future<Void> beat(SqlClient db, UUID server, KeyRing ring) {
    Short[] ids = ring.ids().stream().map(Integer::shortValue).toArray(Short[]::new);
    Short[] indexIds = ring.indexIds().stream().map(Integer::shortValue).toArray(Short[]::new);
    return db.preparedQuery(BEAT)
        .execute(Tuple.of(server, ids, (short) ring.currentId(), indexIds))
        .mapEmpty();
  }

  Future<Void> leave(SqlClient db, UUID server) {
    return db.preparedQuery(LEAVE).execute(Tuple.of(server)).mapEmpty();
  }

  private static Stored stored(Row row) {
    byte[] wrapped = Rows.bytes(row, "wrapped");
    return new Stored(
        Purpose.valueOf(row.getString("purpose")),
        row.getShort("id"),
        KeyAlgorithm.valueOf(row.getString("algorithm")),
        State.valueOf(row.getString("state")),
        wrapped == null ? null : new KeyEncryption.Wrapped(row.getString("kek_id"), wrapped));
  }
}
