package yihuyima.api.visit;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Sequences;

/** Visits in PostgreSQL. Takes the connection. */
final class VisitStore {
  static final String INSERT =
      """
      INSERT INTO visit (id, household_id, staff_id, visited_at, recorded_at, note_enc)
      VALUES ($1, $2, $3, $4, $5, $6)
      RETURNING (SELECT s.name FROM staff AS s WHERE s.id = staff_id) AS by
      """;

  private final FieldCipher cipher;

  VisitStore(FieldCipher cipher) {
    this.cipher = cipher;
  }

  /** A visit as written, with the visitor's name. */
  record Kept(long visitId, String by) {}

  /** Adds a visit; fails when the database does. */
  Future<Kept> insert(
      SqlConnection db,
      long householdId,
      long staffId,
      OffsetDateTime visitedAt,
      OffsetDateTime recordedAt,
      String note) {
    return Sequences.next(db, "visit")
        .compose(
            id ->
                db.preparedQuery(INSERT)
                    .execute(
                        Tuple.of(
                            id,
                            householdId,
                            staffId,
                            visitedAt,
                            recordedAt,
                            Buffer.buffer(cipher.seal(Column.VISIT_NOTE, id, note))))
                    .map(rows -> new Kept(id, rows.iterator().next().getString("by"))));
  }
}
