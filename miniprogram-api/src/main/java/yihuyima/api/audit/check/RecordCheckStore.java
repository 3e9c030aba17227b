package yihuyima.api.audit.check;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import yihuyima.api.sql.Rows;

/** Checks of the record in PostgreSQL. */
final class RecordCheckStore {
  private static final String COLUMNS =
      "id, from_on, to_on, state, asked_at, ended_at, seals_total, seals, records, findings, places";

  static final String ASK =
      """
      INSERT INTO record_check (asked_by, from_on, to_on, state, asked_at)
      VALUES ($1, $2, $3, 'WAITING', $4)
      RETURNING %s
      """
          .formatted(COLUMNS);

  static final String FIND =
      """
      SELECT %s
        FROM record_check
       WHERE id = $1
      """
          .formatted(COLUMNS);

  static final String LIST =
      """
      SELECT %s
        FROM record_check
       WHERE id < $1
       ORDER BY id DESC
       LIMIT $2
      """
          .formatted(COLUMNS);

  static final String UNDER_WAY =
      """
      SELECT count(*) AS under_way
        FROM record_check
       WHERE state IN ('WAITING', 'RUNNING')
      """;

  /** The oldest that waits, or whose server has said nothing for a while: it begins anew. */
  static final String TAKE =
      """
      UPDATE record_check
         SET state = 'RUNNING', alive_at = $1, seals = 0, records = 0, findings = 0, places = '[]', run = run + 1
       WHERE id = (SELECT id
                     FROM record_check
                    WHERE state = 'WAITING' OR state = 'RUNNING' AND alive_at < $2
                    ORDER BY id
                    LIMIT 1
                      FOR UPDATE SKIP LOCKED)
      RETURNING id, from_on, to_on, run
      """;

  /** Nothing when another server has taken it over. */
  static final String PROGRESS =
      """
      UPDATE record_check
         SET alive_at = $3, seals_total = $4, seals = $5, records = $6, findings = $7, places = $8
       WHERE id = $1 AND run = $2 AND state = 'RUNNING'
      """;

  static final String END =
      """
      UPDATE record_check
         SET state = $3, ended_at = $4, seals_total = coalesce($5, seals_total), seals = $6, records = $7, findings = $8, places = $9
       WHERE id = $1 AND run = $2 AND state = 'RUNNING'
      """;

  /** What is sealed and what waits; waiting ones are counted up to a limit. */
  static final String SEAL_STATE =
      """
      SELECT s.number, s.sealed_at,
             (SELECT count(*)
                FROM (SELECT 1
                        FROM access_record AS r
                       WHERE (r.xact, r.id) >= (s.to_xact, s.to_id)
                       LIMIT $1) AS waiting) AS waiting
        FROM access_seal AS s
       ORDER BY s.number DESC
       LIMIT 1
      """;

  /** One that a server works on now; {@code run} tells its servers apart. */
  record Taken(long id, LocalDate from, LocalDate to, int run) {}

  /** How far it is. */
  record Progress(long sealsTotal, long seals, long records, long findings, JsonArray places) {}

  /** The newest seal and how many records wait for theirs. */
  record SealState(long number, Instant sealedAt, int waiting) {}

  Future<RecordCheck> ask(
      SqlConnection db, long by, LocalDate from, LocalDate to, OffsetDateTime now) {
    return db.preparedQuery(ASK)
        .execute(Tuple.of(by, from, to, now))
        .map(rows -> read(rows.iterator().next()));
  }

  Future<Integer> underWay(SqlClient db) {
    return db.preparedQuery(UNDER_WAY)
        .execute()
        .map(rows -> rows.iterator().next().getInteger("under_way"));
  }

  Future<Optional<RecordCheck>> find(SqlClient db, long id) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows, RecordCheckStore::read));
  }

  Future<List<RecordCheck>> list(SqlClient db, long before, int limit) {
    return db.preparedQuery(LIST)
        .execute(Tuple.of(before, limit))
        .map(rows -> Rows.all(rows, RecordCheckStore::read));
  }

  Future<Optional<Taken>> take(SqlClient db, OffsetDateTime now, OffsetDateTime silentSince) {
    return db.preparedQuery(TAKE)
        .execute(Tuple.of(now, silentSince))
        .map(
            rows ->
                Rows.first(
                    rows,
                    row ->
                        new Taken(
                            row.getLong("id"),
                            row.getLocalDate("from_on"),
                            row.getLocalDate("to_on"),
                            row.getInteger("run"))));
  }

  /** Gives whether it is still this server's. */
  Future<Boolean> progress(SqlClient db, Taken taken, Progress progress, OffsetDateTime now) {
    Tuple values =
        Tuple.of(taken.id(), taken.run(), now, progress.sealsTotal(), progress.seals())
            .addValue(progress.records())
            .addValue(progress.findings())
            .addValue(progress.places());
    return db.preparedQuery(PROGRESS).execute(values).map(rows -> rows.rowCount() == 1);
  }

  Future<Void> end(
      SqlClient db, Taken taken, RecordCheck.State state, Progress progress, OffsetDateTime now) {
    Tuple values =
        Tuple.of(taken.id(), taken.run(), state.name(), now)
            .addValue(progress.sealsTotal())
            .addValue(progress.seals())
            .addValue(progress.records())
            .addValue(progress.findings())
            .addValue(progress.places());
    return db.preparedQuery(END).execute(values).mapEmpty();
  }

  Future<Optional<SealState>> sealState(SqlClient db, int waitingMax) {
    return db.preparedQuery(SEAL_STATE)
        .execute(Tuple.of(waitingMax))
        .map(
            rows ->
                Rows.first(
                    rows,
                    row ->
                        new SealState(
                            row.getLong("number"),
                            row.getOffsetDateTime("sealed_at").toInstant(),
                            row.getInteger("waiting"))));
  }

  private static RecordCheck read(Row row) {
    OffsetDateTime ended = row.getOffsetDateTime("ended_at");
    return new RecordCheck(
        row.getLong("id"),
        row.getLocalDate("from_on"),
        row.getLocalDate("to_on"),
        RecordCheck.State.valueOf(row.getString("state")),
        row.getOffsetDateTime("asked_at").toInstant(),
        ended == null ? null : ended.toInstant(),
        row.getLong("seals_total"),
        row.getLong("seals"),
        row.getLong("records"),
        row.getLong("findings"),
        row.getJsonArray("places"));
  }
}
