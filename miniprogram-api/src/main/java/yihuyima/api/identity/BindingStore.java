package yihuyima.api.identity;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import yihuyima.api.sql.Rows;

/** Bindings of accounts to households in PostgreSQL. */
final class BindingStore {
  /** Adult members of the household of a live code; nobody for any other code. */
  static final String ADULTS_BY_CODE =
      """
      SELECT c.household_id, p.id AS person_id, p.id_number_enc
        FROM household_code AS c
        JOIN membership     AS m  ON m.household_id = c.household_id AND m.to_on IS NULL
        JOIN person         AS p  ON p.id = m.person_id
        JOIN person_version AS pv ON pv.person_id = p.id AND pv.is_current
       WHERE c.lookup_hash = $1 AND c.state = 'LIVE' AND pv.born_on <= $2
       ORDER BY p.id
       LIMIT 30
      """;

  static final String BIND =
      """
      INSERT INTO binding (account_id, household_id, person_id, capacity, from_at)
      VALUES ($1, $2, $3, 'ADULT', $4)
      """;

  /** An adult member with the sealed ID number. */
  record Adult(long householdId, long personId, byte[] idNumberSealed) {}

  Future<List<Adult>> adultsByCode(SqlClient db, byte[] lookupHash, LocalDate bornBy) {
    return db.preparedQuery(ADULTS_BY_CODE)
        .execute(Tuple.of(Buffer.buffer(lookupHash), bornBy))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new Adult(
                            row.getLong("household_id"),
                            row.getLong("person_id"),
                            Rows.needBytes(row, "id_number_enc"))));
  }

  /** Fails with ALREADY_BOUND when the account is bound. */
  Future<Void> bind(
      SqlConnection db, long accountId, long householdId, long personId, OffsetDateTime now) {
    return db.preparedQuery(BIND)
        .execute(Tuple.of(accountId, householdId, personId, now))
        .mapEmpty();
  }
}
