package yihuyima.api.repetition;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Matter;
import yihuyima.api.identity.Caller;
import yihuyima.api.pairing.ConcernRows;
import yihuyima.api.sql.Rows;

/** How what an answer is about stands today. */
final class StandingStore {
  static final String HOUSEHOLD =
      """
      SELECT %s,
             EXISTS (SELECT 1 FROM consent AS c
                      WHERE c.household_id = h.id AND c.decision = 'WITHDRAWN' AND c.at > $3) AS withdrawn_since
        FROM household    AS h
        JOIN organisation AS o ON o.id = h.organisation_id
       WHERE h.id = $1
      """
          .formatted(ConcernRows.COLUMNS_FOR_STAFF_2);

  static final String ORGANISATION =
      """
      SELECT o.path
        FROM organisation AS o
       WHERE o.id = $1
      """;

  static final String STAFF =
      """
      SELECT o.path
        FROM staff        AS s
        JOIN organisation AS o ON o.id = s.organisation_id
       WHERE s.id = $1
      """;

  static final String PARTNER =
      """
      SELECT o.path
        FROM partner      AS p
        JOIN organisation AS o ON o.id = p.organisation_id
       WHERE p.id = $1
      """;

  /** Where the household stands; of one that concerns none, where it was opened. */
  static final String INVESTIGATION =
      """
      SELECT o.path, i.household_id
        FROM leak_investigation AS i
        LEFT JOIN household     AS h ON h.id = i.household_id
        JOIN organisation       AS o ON o.id = coalesce(h.organisation_id, i.organisation_id)
       WHERE i.id = $1
      """;

  /**
   * How a matter stands.
   *
   * @param householdId whose data the answer shows; null when it shows nobody's
   * @param investigationId the leak investigation that the answer belongs to; null for others
   * @param withdrawnSince whether the family took any consent back since the answer was given
   */
  record Standing(
      Concern concern,
      @Nullable Long householdId,
      @Nullable Long investigationId,
      boolean withdrawnSince) {}

  /**
   * Finds how a matter stands to a caller; empty when the thing is gone; fails when the database
   * does.
   */
  Future<Optional<Standing>> find(
      SqlConnection db, Caller caller, Matter matter, OffsetDateTime answeredAt) {
    return switch (matter.kind()) {
      case HOUSEHOLD ->
          db.preparedQuery(HOUSEHOLD)
              .execute(Tuple.of(matter.id(), Concern.staffId(caller), answeredAt))
              .map(rows -> Rows.first(rows, row -> household(row, matter)));
      case ORGANISATION -> place(db, ORGANISATION, matter.id());
      case STAFF -> place(db, STAFF, matter.id());
      case PARTNER -> place(db, PARTNER, matter.id());
      case INVESTIGATION ->
          db.preparedQuery(INVESTIGATION)
              .execute(Tuple.of(matter.id()))
              .map(
                  rows ->
                      Rows.first(
                          rows,
                          row ->
                              new Standing(
                                  Concern.ofOrganisation(row.getString("path")),
                                  row.getLong("household_id"),
                                  matter.id(),
                                  false)));
      case NOTHING -> throw new IllegalArgumentException("nothing stands nowhere");
    };
  }

  private static Standing household(Row row, Matter matter) {
    Concern concern = ConcernRows.of(row).ofMember(matter.personId());
    return new Standing(concern, concern.householdId(), null, row.getBoolean("withdrawn_since"));
  }

  private static Future<Optional<Standing>> place(SqlConnection db, String sql, long id) {
    return db.preparedQuery(sql)
        .execute(Tuple.of(id))
        .map(
            rows ->
                Rows.first(
                    rows,
                    row ->
                        new Standing(
                            Concern.ofOrganisation(row.getString("path")), null, null, false)));
  }
}
