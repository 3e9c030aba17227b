package yihuyima.api.pairing;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.household.HouseholdLine;
import yihuyima.api.identity.Caller;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;

/** Pairings in PostgreSQL. Takes the client or the connection. */
public final class PairingStore {
  static final String CONCERN =
      """
      SELECT %s
        FROM household    AS h
        JOIN organisation AS o ON o.id = h.organisation_id
       WHERE h.id = $1
      """
          .formatted(ConcernRows.COLUMNS_FOR_STAFF_2);

  static final String PAIRED =
      """
      SELECT %s
        FROM (SELECT pr.household_id
                FROM pairing AS pr
                JOIN household AS k ON k.id = pr.household_id AND k.processing_stopped_at IS NULL
               WHERE pr.staff_id = $1 AND pr.to_on IS NULL AND pr.household_id > $2
               ORDER BY pr.household_id
               LIMIT $3) AS page
        JOIN household AS h ON h.id = page.household_id
        %s
       ORDER BY h.id
      """
          .formatted(HouseholdLine.COLUMNS, HouseholdLine.JOINS);

  /**
   * How a household stands to a caller.
   *
   * @return how it stands; empty when there is no such household; fails when the database does
   */
  public Future<Guarded<Concern>> concern(SqlClient db, Caller caller, long householdId) {
    return db.preparedQuery(CONCERN)
        .execute(Tuple.of(householdId, Concern.staffId(caller)))
        .map(rows -> Guarded.of(Rows.first(rows, ConcernRows::of), found -> found));
  }

  /** Households paired with a member of staff, after a household; fails when the database does. */
  Future<List<HouseholdLine>> paired(
      SqlClient db, long staffId, long after, int limit, FieldCipher cipher) {
    return db.preparedQuery(PAIRED)
        .execute(Tuple.of(staffId, after, limit))
        .map(rows -> Rows.all(rows, (Row row) -> HouseholdLine.of(row, cipher)));
  }
}
