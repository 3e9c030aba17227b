package yihuyima.api.microaid;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import yihuyima.api.access.Purpose;
import yihuyima.api.http.Problem;
import yihuyima.api.policy.PolicyStore;
import yihuyima.api.sql.Rows;

/** Households as applicants, in PostgreSQL. Takes the client or the connection. */
final class ApplicantStore {
  static final String FIND =
      """
      SELECT h.id, h.withdrawn, o.path, o.region_code, w.person_id AS worker_id, hv.tier,
             (SELECT f.id FROM household_file AS f WHERE f.household_id = h.id AND f.closed_on IS NULL) AS file_id,
             (SELECT value FROM catalogue_version WHERE only_row) AS catalogue_version,
             (SELECT coalesce(json_agg(json_build_object('policy', e.policy_code, 'state', e.state, 'reason', e.reason)), '[]')
                FROM entitlement AS e WHERE e.household_id = h.id) AS entitlements,
             (SELECT coalesce(json_agg(a.programme_id), '[]')
                FROM application AS a
               WHERE a.household_id = h.id AND a.state IN ('SUBMITTED', 'RETURNED', 'CHECKED')) AS open_programmes,
             (SELECT coalesce(json_agg(json_build_object('programme', u.programme_id, 'fen', u.fen)), '[]')
                FROM (SELECT a.programme_id, sum(a.amount_fen)::bigint AS fen
                        FROM application AS a JOIN payment AS p ON p.application_id = a.id
                       WHERE a.household_id = h.id AND a.state = 'APPROVED' AND p.approved_on >= $2
                       GROUP BY a.programme_id) AS u) AS approved
        FROM household    AS h
        JOIN organisation AS o ON o.id = h.organisation_id
        JOIN membership   AS w ON w.household_id = h.id AND w.relation = 'WORKER' AND w.to_on IS NULL
        LEFT JOIN household_version AS hv ON hv.household_id = h.id AND hv.is_current
       WHERE h.id = $1
      """;

  /**
   * Applications of one household are sent, and approved, one after the other: otherwise two could
   * share one ceiling.
   */
  static final String LOCK_HOUSEHOLD =
      """
      SELECT id FROM household WHERE id = $1 AND processing_stopped_at IS NULL FOR NO KEY UPDATE
      """;

  private final PolicyStore policies = new PolicyStore();

  /** Locks a household until the transaction ends; fails with PROCESSING_STOPPED. */
  Future<Void> lockHousehold(SqlClient db, long householdId) {
    return db.preparedQuery(LOCK_HOUSEHOLD)
        .execute(Tuple.of(householdId))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw Problem.PROCESSING_STOPPED.because("as the family wished");
              }
              return null;
            });
  }

  /**
   * A household as an applicant on a day.
   *
   * @return the applicant; empty when there is no such household, or it has no worker; fails when
   *     the database does
   */
  Future<Optional<Offer.Applicant>> find(SqlClient db, long householdId, LocalDate today) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(householdId, today.withDayOfYear(1)))
        .map(rows -> Rows.first(rows, ApplicantStore::applicant))
        .compose(found -> withStandard(db, found, today));
  }

  private Future<Optional<Offer.Applicant>> withStandard(
      SqlClient db, Optional<Offer.Applicant> found, LocalDate today) {
    if (found.isEmpty()) {
      return Future.succeededFuture(found);
    }
    return policies
        .standardMonthFen(db, found.get().regionCode(), today)
        .map(fen -> found.map(applicant -> applicant.withStandard(fen)));
  }

  private static Offer.Applicant applicant(Row row) {
    Map<String, Offer.Entitlement> entitlements = new HashMap<>();
    for (Object item : (JsonArray) row.getValue("entitlements")) {
      JsonObject e = (JsonObject) item;
      entitlements.put(
          e.getString("policy"),
          new Offer.Entitlement(e.getString("state"), e.getString("reason")));
    }
    Set<Long> open = new HashSet<>();
    for (Object id : (JsonArray) row.getValue("open_programmes")) {
      open.add(((Number) id).longValue());
    }
    Map<Long, Long> approved = new HashMap<>();
    for (Object item : (JsonArray) row.getValue("approved")) {
      JsonObject u = (JsonObject) item;
      approved.put(u.getLong("programme"), u.getLong("fen"));
    }
    return new Offer.Applicant(
        row.getLong("id"),
        row.getLong("worker_id"),
        row.getLong("file_id"),
        row.getString("path"),
        row.getString("region_code"),
        row.getString("tier"),
        0,
        row.getLong("catalogue_version"),
        entitlements,
        open,
        approved,
        Purpose.named(row.getArrayOfStrings("withdrawn")));
  }
}
