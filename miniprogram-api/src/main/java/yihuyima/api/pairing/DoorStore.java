package yihuyima.api.pairing;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;

/** Members of a household in PostgreSQL, as a cadre at its door names them. */
final class DoorStore {
  static final String MEMBERS =
      """
      SELECT p.id, p.id_number_enc, pv.born_on
        FROM membership     AS m
        JOIN person         AS p  ON p.id = m.person_id
        JOIN person_version AS pv ON pv.person_id = p.id AND pv.is_current
       WHERE m.household_id = $1 AND m.relation = $2 AND m.to_on IS NULL
       ORDER BY p.id
       LIMIT 30
      """;

  Future<List<DoorDecision.Member>> members(
      SqlConnection db, long householdId, String relation, FieldCipher cipher) {
    return db.preparedQuery(MEMBERS)
        .execute(Tuple.of(householdId, relation))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new DoorDecision.Member(
                            row.getLong("id"),
                            row.getLocalDate("born_on"),
                            cipher.openText(
                                Column.PERSON_ID_NUMBER,
                                row.getLong("id"),
                                Rows.needBytes(row, "id_number_enc")))));
  }
}
