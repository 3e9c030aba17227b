package yihuyima.api.partner;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.sql.Rows;

/** What was decided about partner departments, in PostgreSQL; only added to. */
final class PartnerHistoryStore {
  /** What was decided. */
  enum Kind {
    OPENED,
    LIMITS_CHANGED,
    KEY_REGISTERED,
    KEY_REVOKED,
    AGREED,
    AGREEMENT_CHANGED,
    AGREEMENT_ENDED,
    CLOSED
  }

  /**
   * One decision.
   *
   * @param subject the id of a key or the code of a purpose; null for the department itself
   * @param terms limits or an agreement, as they are from then on
   */
  record Change(
      Kind kind, @Nullable String subject, @Nullable JsonObject terms, @Nullable String reason) {}

  static final String REMEMBER =
      """
      INSERT INTO partner_history (partner_id, kind, at, by_staff_id, subject, terms, reason)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """;

  static final String LIST =
      """
      SELECT h.id, h.kind, h.at, s.name AS by_name, h.subject, h.terms, h.reason
        FROM partner_history AS h
        JOIN staff           AS s ON s.id = h.by_staff_id
       WHERE h.partner_id = $1 AND h.id < $2
       ORDER BY h.id DESC
       LIMIT $3
      """;

  /** A row with its id, for the cursor. */
  record Line(long id, JsonObject json) {}

  Future<Void> remember(
      SqlConnection db, long partnerId, Change change, OffsetDateTime at, long by) {
    return db.preparedQuery(REMEMBER)
        .execute(
            Tuple.of(partnerId, change.kind().name(), at, by, change.subject(), change.terms())
                .addValue(change.reason()))
        .mapEmpty();
  }

  /** The newest first. */
  Future<List<Line>> list(SqlClient db, long partnerId, long before, int limit) {
    return db.preparedQuery(LIST)
        .execute(Tuple.of(partnerId, before, limit))
        .map(rows -> Rows.all(rows, PartnerHistoryStore::line));
  }

  private static Line line(Row row) {
    boolean ofAgreement = row.getString("kind").startsWith("AGREE");
    JsonObject terms = row.getJsonObject("terms");
    return new Line(
        row.getLong("id"),
        new JsonObject()
            .put("kind", row.getString("kind"))
            .put("at", row.getOffsetDateTime("at").toInstant().toString())
            .put("by", row.getString("by_name"))
            .put("subject", row.getString("subject"))
            .put("limits", ofAgreement ? null : terms)
            .put("agreement", ofAgreement ? terms : null)
            .put("reason", row.getString("reason")));
  }
}
