package yihuyima.api.secret.rotation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.secret.DataKeyStore;
import yihuyima.api.sql.Rows;

/** Rotations of data keys in PostgreSQL. */
final class RotationStore {
  private static final String SHOWN =
      """
      id, purpose, new_key_id, state, started_by, started_at, at_table, pass, rows_seen, rows_resealed, rows_unopened,
             rows_left, finished_at
      """;

  static final String START =
      """
      INSERT INTO key_rotation (new_key_id, state, started_by, started_at, beat_at, purpose)
      VALUES ($1, 'PUBLISHED', $2, $3, $3, $4)
      RETURNING %s
      """
          .formatted(SHOWN);
  static final String FIND =
      """
      SELECT %s
        FROM key_rotation
       WHERE id = $1
      """
          .formatted(SHOWN);

  /** The open one, or one that ended a moment ago. */
  static final String RECENT =
      """
      SELECT %s
        FROM key_rotation
       WHERE id = (SELECT max(id) FROM key_rotation WHERE purpose = $2) AND (finished_at IS NULL OR finished_at > $1)
      """
          .formatted(SHOWN);

  static final String IN_USE =
      """
      SELECT k.purpose, k.id, k.algorithm, k.current_at,
             (SELECT max(u.id) FROM data_key AS u WHERE u.purpose = k.purpose) AS ids_used
        FROM data_key AS k
       WHERE k.state = 'CURRENT'
       ORDER BY k.purpose DESC
       LIMIT 2
      """;

  static final String LOCK =
      """
      SELECT id, new_key_id, state, switched_at, at_table, after_key, pass, rows_unopened, rows_left
        FROM key_rotation
       WHERE id = (SELECT max(id) FROM key_rotation WHERE purpose = $1) AND state NOT IN ('DONE', 'BLOCKED')
         FOR UPDATE SKIP LOCKED
      """;

  /** Servers that spoke within the lease and have not loaded the key, or do not seal with it. */
  static final String BEHIND =
      """
      SELECT count(*) FILTER (WHERE NOT $1 = ANY (key_ids)) AS unaware,
             count(*) FILTER (WHERE current_id <> $1) AS unswitched
        FROM key_holder
       WHERE seen_at > now() - make_interval(secs => $2)
      """;

  /** The same for an index key: who does not write with it, and who writes with another too. */
  static final String INDEX_BEHIND =
      """
      SELECT count(*) FILTER (WHERE index_ids IS NULL OR NOT $1::smallint = ANY (index_ids)) AS unaware,
             count(*) FILTER (WHERE index_ids IS DISTINCT FROM ARRAY[$1::smallint]) AS unswitched
        FROM key_holder
       WHERE seen_at > now() - make_interval(secs => $2)
      """;

  /** Servers of a release that knows one index key only, and would write the newest wrongly. */
  static final String OF_BEFORE =
      """
      SELECT count(*) AS servers FROM key_holder WHERE index_ids IS NULL AND seen_at > now() - make_interval(secs => $1)
      """;

  /** Servers that ended without saying so. */
  static final String SWEEP =
      """
      DELETE FROM key_holder WHERE seen_at < now() - INTERVAL '1 day'
      """;

  static final String MOVE =
      """
      UPDATE key_rotation SET state = $3, switched_at = $2, beat_at = $2 WHERE id = $1
      """;

  /** Since when all servers seal with the new key: from then on the wait counts. */
  static final String STILL_SWITCHING =
      """
      UPDATE key_rotation SET switched_at = $2, beat_at = $2 WHERE id = $1
      """;

  static final String PASS =
      """
      UPDATE key_rotation
         SET state = $2, at_table = NULL, after_key = NULL, pass = pass + $3, rows_unopened = $4, rows_left = $5, beat_at = $6
       WHERE id = $1
      """;
  static final String ADVANCE =
      """
      UPDATE key_rotation
         SET at_table = $2, after_key = $3, rows_seen = rows_seen + $4, rows_resealed = rows_resealed + $5,
             rows_unopened = rows_unopened + $6, rows_left = rows_left + $7, beat_at = $8
       WHERE id = $1
      """;
  static final String FINISH =
      """
      UPDATE key_rotation
         SET state = 'DONE', at_table = NULL, after_key = NULL, beat_at = $2, finished_at = $2
       WHERE id = $1
      """;
  static final String UNBLOCK =
      """
      UPDATE key_rotation
         SET state = CASE purpose WHEN 'SEAL' THEN 'RESEALING' ELSE 'FILLING' END, at_table = NULL, after_key = NULL, pass = pass + 1, rows_unopened = 0, rows_left = 0, beat_at = $2
       WHERE id = $1 AND state = 'BLOCKED'
      """;

  /** Rows that this transaction writes carry the same facts as before: no view becomes stale. */
  static final String RESEALING_ONLY =
      """
      SELECT set_config('yihuyima.resealing', 'on', true)
      """;

  /** A rotation that is this server's for one transaction. */
  record Locked(
      long id,
      int newKeyId,
      String state,
      @Nullable OffsetDateTime switchedAt,
      @Nullable String atTable,
      List<String> afterKey,
      int pass,
      long rowsUnopened,
      long rowsLeft) {}

  /**
   * A key in use.
   *
   * @param idsUsed of its purpose, those that are no longer in use too
   */
  record InUse(
      DataKeyStore.Purpose purpose,
      int keyId,
      String algorithm,
      OffsetDateTime since,
      int idsUsed) {}

  /** How many servers are not there yet. */
  record Behind(long unaware, long unswitched) {}

  /** What one batch did. */
  record Progress(
      String atTable, List<String> afterKey, long seen, long resealed, long unopened, long left) {}

  Future<JsonObject> start(
      SqlClient db, DataKeyStore.Purpose purpose, int newKeyId, String by, OffsetDateTime at) {
    return db.preparedQuery(SWEEP)
        .execute()
        .compose(
            ok ->
                db.preparedQuery(START).execute(Tuple.of((short) newKeyId, by, at, purpose.name())))
        .map(rows -> json(rows.iterator().next()));
  }

  Future<Optional<JsonObject>> find(SqlClient db, long id) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows, RotationStore::json));
  }

  Future<Optional<JsonObject>> recent(
      SqlClient db, DataKeyStore.Purpose purpose, OffsetDateTime since) {
    return db.preparedQuery(RECENT)
        .execute(Tuple.of(since, purpose.name()))
        .map(rows -> Rows.first(rows, RotationStore::json));
  }

  Future<Optional<Locked>> lock(SqlConnection db, DataKeyStore.Purpose purpose) {
    return db.preparedQuery(LOCK)
        .execute(Tuple.of(purpose.name()))
        .map(
            rows ->
                Rows.first(
                    rows,
                    row -> {
                      String[] after = row.getArrayOfStrings("after_key");
                      return new Locked(
                          row.getLong("id"),
                          row.getShort("new_key_id"),
                          row.getString("state"),
                          row.getOffsetDateTime("switched_at"),
                          row.getString("at_table"),
                          after == null ? List.of() : List.of(after),
                          row.getInteger("pass"),
                          row.getLong("rows_unopened"),
                          row.getLong("rows_left"));
                    }));
  }

  Future<Behind> behind(SqlClient db, int newKeyId, Duration lease) {
    return behind(db, BEHIND, newKeyId, lease);
  }

  Future<Behind> indexBehind(SqlClient db, int newKeyId, Duration lease) {
    return behind(db, INDEX_BEHIND, newKeyId, lease);
  }

  /** Whether a server of before runs. */
  Future<Boolean> isAnyOfBefore(SqlClient db, Duration lease) {
    return db.preparedQuery(OF_BEFORE)
        .execute(Tuple.of((double) lease.toSeconds()))
        .map(rows -> rows.iterator().next().getLong("servers") > 0);
  }

  private static Future<Behind> behind(SqlClient db, String sql, int newKeyId, Duration lease) {
    return db.preparedQuery(sql)
        .execute(Tuple.of((short) newKeyId, (double) lease.toSeconds()))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Behind(row.getLong("unaware"), row.getLong("unswitched"));
            });
  }

  /** Into a state that waits, from now on. */
  Future<Void> moved(SqlClient db, long id, String state, OffsetDateTime at) {
    return db.preparedQuery(MOVE).execute(Tuple.of(id, at, state)).mapEmpty();
  }

  Future<Void> stillSwitching(SqlClient db, long id, OffsetDateTime at) {
    return db.preparedQuery(STILL_SWITCHING).execute(Tuple.of(id, at)).mapEmpty();
  }

  /** Begins a pass, or ends one; what it counted is kept where it is given. */
  Future<Void> pass(
      SqlClient db,
      long id,
      String state,
      int passes,
      long unopened,
      long left,
      OffsetDateTime at) {
    return db.preparedQuery(PASS)
        .execute(Tuple.of(id, state, passes, unopened, left, at))
        .mapEmpty();
  }

  Future<Void> advance(SqlClient db, long id, Progress p, OffsetDateTime at) {
    Tuple values =
        Tuple.of(id, p.atTable(), p.afterKey().toArray(new String[0]), p.seen(), p.resealed())
            .addValue(p.unopened())
            .addValue(p.left())
            .addValue(at);
    return db.preparedQuery(ADVANCE).execute(values).mapEmpty();
  }

  Future<Void> finish(SqlClient db, long id, OffsetDateTime at) {
    return db.preparedQuery(FINISH).execute(Tuple.of(id, at)).mapEmpty();
  }

  Future<Boolean> unblock(SqlClient db, long id, OffsetDateTime at) {
    return db.preparedQuery(UNBLOCK).execute(Tuple.of(id, at)).map(rows -> rows.rowCount() == 1);
  }

  Future<Void> resealingOnly(SqlConnection db) {
    return db.preparedQuery(RESEALING_ONLY).execute().mapEmpty();
  }

  /** The keys in use, and how many ids each purpose has used up. */
  Future<List<InUse>> inUse(SqlClient db) {
    return db.preparedQuery(IN_USE)
        .execute()
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new InUse(
                            DataKeyStore.Purpose.valueOf(row.getString("purpose")),
                            row.getShort("id"),
                            row.getString("algorithm"),
                            row.getOffsetDateTime("current_at"),
                            row.getShort("ids_used"))));
  }

  private static JsonObject json(Row row) {
    OffsetDateTime finished = row.getOffsetDateTime("finished_at");
    String state = row.getString("state");
    return new JsonObject()
        .put("rotationId", row.getLong("id"))
        .put("purpose", row.getString("purpose"))
        .put("newKeyId", row.getShort("new_key_id").intValue())
        .put("state", state)
        .put(
            "percent",
            RotationProgress.percent(
                DataKeyStore.Purpose.valueOf(row.getString("purpose")),
                state,
                row.getString("at_table")))
        .put("atTable", row.getString("at_table"))
        .put("pass", row.getInteger("pass"))
        .put("rowsSeen", row.getLong("rows_seen"))
        .put("rowsResealed", row.getLong("rows_resealed"))
        .put("rowsUnopened", row.getLong("rows_unopened"))
        .put("rowsLeft", row.getLong("rows_left"))
        .put("startedAt", row.getOffsetDateTime("started_at").toInstant().toString())
        .put("finishedAt", finished == null ? null : finished.toInstant().toString());
  }
}
