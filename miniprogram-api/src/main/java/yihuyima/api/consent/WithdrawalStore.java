package yihuyima.api.consent;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
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

/** Families that took a consent back and did not give it again, in PostgreSQL. */
final class WithdrawalStore {
  /** Later than any moment that is kept, in microseconds since 1970. */
  static final long LAST_MICROS = 253_402_214_400_000_000L;

  /**
   * Of the whole subtree, of one's own families, of those that a station shares: $1 and $2 say
   * which. Each part reads an index that holds only families that took something back.
   */
  static final String LIST =
      """
      WITH reached AS (
          SELECT h.id, h.withdrawn_at
            FROM organisation AS q JOIN household AS h ON h.organisation_id = q.id
           WHERE $1::boolean AND q.path >= $4 AND q.path < $5
             AND h.withdrawn_at IS NOT NULL AND h.processing_stopped_at IS NULL AND (h.withdrawn_at, h.id) < ($6, $7)
           UNION
          SELECT h.id, h.withdrawn_at
            FROM pairing AS pr JOIN household AS h ON h.id = pr.household_id
           WHERE $3::boolean AND pr.staff_id = $2 AND pr.to_on IS NULL
             AND h.withdrawn_at IS NOT NULL AND h.processing_stopped_at IS NULL AND (h.withdrawn_at, h.id) < ($6, $7)
           UNION
          SELECT h.id, h.withdrawn_at
            FROM organisation AS q JOIN household AS h ON h.organisation_id = q.id
           WHERE $3::boolean AND q.path = $4 AND q.shared_pairing
             AND h.withdrawn_at IS NOT NULL AND h.processing_stopped_at IS NULL AND (h.withdrawn_at, h.id) < ($6, $7)),
      page AS (
          SELECT id, withdrawn_at FROM reached ORDER BY withdrawn_at DESC, id DESC LIMIT $8)
      SELECT page.withdrawn_at, o.name AS organisation, w.person_id AS head_id, pv.name_enc, %s,
             (SELECT json_agg(json_build_object('purpose', n.purpose, 'channel', n.channel,
                              'at', to_char(n.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) ORDER BY n.at DESC)
                FROM (SELECT DISTINCT ON (c.purpose) c.purpose, c.decision, c.channel, c.at
                        FROM consent AS c
                       WHERE c.household_id = h.id
                       ORDER BY c.purpose, c.id DESC) AS n
               WHERE n.decision = 'WITHDRAWN') AS withdrawals
        FROM page
        JOIN household      AS h  ON h.id = page.id
        JOIN organisation   AS o  ON o.id = h.organisation_id
        JOIN membership     AS w  ON w.household_id = h.id AND w.relation = 'WORKER' AND w.to_on IS NULL
        JOIN person_version AS pv ON pv.person_id = w.person_id AND pv.is_current
       ORDER BY page.withdrawn_at DESC, page.id DESC
      """
          .formatted(ConcernRows.COLUMNS_FOR_STAFF_2);

  /**
   * A family with what it took back.
   *
   * @param micros when it last took something back, in microseconds since 1970
   * @param headName of the worker, in full
   * @param withdrawals as the contract writes them
   */
  record Line(
      Concern concern, long micros, String headName, String organisation, JsonArray withdrawals) {
    JsonObject json(Caller caller) {
      boolean openly = Access.masking(caller, concern) == Masking.OPEN;
      return new JsonObject()
          .put("householdId", concern.householdId())
          .put("headName", openly ? headName : Names.masked(headName))
          .put("organisation", organisation)
          .put("withdrawals", withdrawals);
    }
  }

  private final FieldCipher cipher;

  WithdrawalStore(FieldCipher cipher) {
    this.cipher = cipher;
  }

  /** Families before a place in the list, newest first; fails when the database does. */
  Future<List<Line>> list(
      SqlClient db, Access.WithdrawalsDesk desk, long beforeMicros, long beforeId, int limit) {
    Instant before =
        Instant.EPOCH.plus(Math.clamp(beforeMicros, 0, LAST_MICROS), ChronoUnit.MICROS);
    Tuple values =
        Tuple.of(
                desk.office(),
                desk.staffId(),
                desk.inCharge(),
                desk.subtree().from(),
                desk.subtree().to(),
                before.atOffset(ZoneOffset.UTC))
            .addValue(beforeId)
            .addValue(limit);
    return db.preparedQuery(LIST).execute(values).map(rows -> Rows.all(rows, this::line));
  }

  private Line line(Row row) {
    OffsetDateTime at = row.getOffsetDateTime("withdrawn_at");
    return new Line(
        ConcernRows.of(row),
        ChronoUnit.MICROS.between(Instant.EPOCH, at.toInstant()),
        cipher.openText(
            Column.PERSON_NAME, row.getLong("head_id"), Rows.needBytes(row, "name_enc")),
        row.getString("organisation"),
        (JsonArray) row.getValue("withdrawals"));
  }
}
