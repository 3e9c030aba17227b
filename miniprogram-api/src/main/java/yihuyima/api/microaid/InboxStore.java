package yihuyima.api.microaid;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import yihuyima.api.access.Access;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Masking;
import yihuyima.api.household.Names;
import yihuyima.api.identity.Caller;
import yihuyima.api.pairing.ConcernRows;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;

/** What waits for a member of staff, in PostgreSQL. */
final class InboxStore {
  /**
   * What waits for a caller, by every right the caller has; each part reads one range of an index,
   * as large as what waits in the caller's own reach. $1 to $3 say which parts count.
   */
  static final String FIND =
      """
      WITH waiting AS (
          SELECT a.id, coalesce(a.due_on, DATE '9999-12-31') AS due
            FROM application AS a
           WHERE $1::boolean AND a.state = 'SUBMITTED' AND a.organisation_path >= $5 AND a.organisation_path < $6
           UNION
          SELECT a.id, coalesce(a.due_on, DATE '9999-12-31')
            FROM pairing AS pr JOIN application AS a ON a.household_id = pr.household_id
           WHERE $2::boolean AND pr.staff_id = $4 AND pr.to_on IS NULL AND a.state = 'SUBMITTED'
           UNION
          SELECT a.id, coalesce(a.due_on, DATE '9999-12-31')
            FROM organisation AS s JOIN application AS a ON a.organisation_path = s.path
           WHERE $2::boolean AND s.path = $5 AND s.shared_pairing AND a.state = 'SUBMITTED'
           UNION
          SELECT a.id, coalesce(a.due_on, DATE '9999-12-31')
            FROM application AS a
           WHERE $3::boolean AND a.state = 'CHECKED' AND a.organisation_path >= $5 AND a.organisation_path < $6
             AND a.checked_by IS DISTINCT FROM $4),
      page AS (
          SELECT id, due FROM waiting WHERE (due, id) > ($7, $8) ORDER BY due, id LIMIT $9)
      SELECT a.id, g.name AS programme, a.state, a.submitted_at, a.due_on, a.amount_fen, page.due, a.person_id, pv.name_enc,
             o.name AS organisation, h.id AS household_id, o.path, o.shared_pairing AS shared,
             h.processing_stopped_at IS NOT NULL AS stopped, h.withdrawn,
             EXISTS (SELECT 1 FROM pairing AS pr
                      WHERE pr.staff_id = $4 AND pr.household_id = h.id AND pr.to_on IS NULL) AS paired
        FROM page
        JOIN application    AS a  ON a.id = page.id
        JOIN programme      AS g  ON g.id = a.programme_id
        JOIN household      AS h  ON h.id = a.household_id
        JOIN organisation   AS o  ON o.id = h.organisation_id
        JOIN person_version AS pv ON pv.person_id = a.person_id AND pv.is_current
       ORDER BY page.due, a.id
      """;

  /**
   * One application that waits.
   *
   * @param due what it is ordered by: the day it is due, far ahead when it has none
   * @param headName of the worker, in full
   */
  record Item(
      ApplicationSummary summary,
      Concern concern,
      LocalDate due,
      String headName,
      String organisation) {

    JsonObject toJson(Caller caller, LocalDate today) {
      return new JsonObject()
          .put("application", summary.toJson())
          .put("householdId", concern.householdId())
          .put(
              "headName",
              Access.masking(caller, concern) == Masking.OPEN ? headName : Names.masked(headName))
          .put("organisation", organisation)
          .put("action", summary.state() == ApplicationState.SUBMITTED ? "CHECK" : "APPROVE")
          .put("late", due.isBefore(today));
    }
  }

  private final FieldCipher cipher;

  InboxStore(FieldCipher cipher) {
    this.cipher = cipher;
  }

  /** What waits after a place in the list, the most urgent first; fails when the database does. */
  Future<List<Item>> find(
      SqlClient db, Access.Waiting waiting, LocalDate afterDue, long afterId, int limit) {
    Tuple values =
        Tuple.of(
                waiting.checks(),
                waiting.inCharge(),
                waiting.approves(),
                waiting.staffId(),
                waiting.subtree().from(),
                waiting.subtree().to())
            .addValue(afterDue)
            .addValue(afterId)
            .addValue(limit);
    return db.preparedQuery(FIND).execute(values).map(rows -> Rows.all(rows, this::item));
  }

  private Item item(Row row) {
    return new Item(
        ApplicationSummary.of(row),
        ConcernRows.of(row),
        row.getLocalDate("due"),
        cipher.openText(
            Column.PERSON_NAME, row.getLong("person_id"), Rows.needBytes(row, "name_enc")),
        row.getString("organisation"));
  }
}
