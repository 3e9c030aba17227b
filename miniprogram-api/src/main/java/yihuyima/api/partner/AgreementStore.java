package yihuyima.api.partner;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import yihuyima.api.sql.Rows;

/** What was agreed with partner departments, in PostgreSQL. */
final class AgreementStore {
  static final String LIST =
      """
      SELECT purpose, coalesce(title, purpose) AS title, legal_ground, fields, until_on, version, ended_at IS NOT NULL AS ended
        FROM partner_purpose
       WHERE partner_id = $1
       ORDER BY purpose
       LIMIT $2
      """;

  static final String PUT =
      """
      INSERT INTO partner_purpose AS g (partner_id, purpose, title, legal_ground, fields, until_on)
      VALUES ($1, $2, $3, $4, $5, $6)
          ON CONFLICT (partner_id, purpose) DO UPDATE
         SET title = excluded.title, legal_ground = excluded.legal_ground, fields = excluded.fields, until_on = excluded.until_on,
             ended_at = NULL, version = g.version + 1
      """;

  static final String END =
      """
      UPDATE partner_purpose
         SET ended_at = $3, version = version + 1
       WHERE partner_id = $1 AND purpose = $2 AND ended_at IS NULL
      """;

  static final String END_ALL =
      """
      UPDATE partner_purpose
         SET ended_at = $2, version = version + 1
       WHERE partner_id = $1 AND ended_at IS NULL
      """;

  /** All of a department, ended ones too, by purpose. */
  Future<List<Agreement>> list(SqlClient db, long partnerId) {
    return db.preparedQuery(LIST)
        .execute(Tuple.of(partnerId, Department.AGREEMENTS_MAX))
        .map(rows -> Rows.all(rows, AgreementStore::agreement));
  }

  /** Agrees on a purpose, or changes what was agreed, also when that had ended. */
  Future<Void> put(SqlConnection db, long partnerId, Agreement agreement) {
    return db.preparedQuery(PUT)
        .execute(
            Tuple.of(
                partnerId,
                agreement.purpose(),
                agreement.title(),
                agreement.legalGround(),
                agreement.fields().toArray(String[]::new),
                agreement.untilOn()))
        .mapEmpty();
  }

  /** Ends it with this moment. */
  Future<Void> end(SqlConnection db, long partnerId, String purpose, OffsetDateTime now) {
    return db.preparedQuery(END).execute(Tuple.of(partnerId, purpose, now)).mapEmpty();
  }

  Future<Void> endAll(SqlConnection db, long partnerId, OffsetDateTime now) {
    return db.preparedQuery(END_ALL).execute(Tuple.of(partnerId, now)).mapEmpty();
  }

  private static Agreement agreement(Row row) {
    return new Agreement(
        row.getString("purpose"),
        row.getString("title"),
        row.getString("legal_ground"),
        List.of(row.getArrayOfStrings("fields")),
        row.getLocalDate("until_on"),
        row.getInteger("version"),
        row.getBoolean("ended"));
  }
}
