package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import yihuyima.api.identity.Role;
import yihuyima.api.identity.SessionGate;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Subtree;

/** Resets that wait for a second administrator, in PostgreSQL. */
final class ResetRequestStore {
  private static final String COLUMNS =
      """
      r.id, r.staff_id, s.name, s.login_name, o.name AS organisation, o.path, r.kind, r.asked_by, b.name AS asked_by_name,
             r.asked_at, r.expires_at, r.ended_at IS NOT NULL AS ended
        FROM reset_request AS r
        JOIN staff         AS s ON s.id = r.staff_id
        JOIN organisation  AS o ON o.id = s.organisation_id
        JOIN staff         AS b ON b.id = r.asked_by
      """;

  /** One that has expired makes room. */
  static final String EXPIRE =
      """
      UPDATE reset_request
         SET outcome = 'EXPIRED', ended_at = $3
       WHERE staff_id = $1 AND kind = $2 AND ended_at IS NULL AND expires_at <= $3
      """;

  /** Asked twice it is one request. */
  static final String ASK =
      """
      INSERT INTO reset_request (staff_id, kind, asked_by, asked_at, expires_at)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (staff_id, kind) WHERE ended_at IS NULL DO NOTHING
      """;

  static final String FIND_OPEN =
      """
      SELECT %s
       WHERE r.staff_id = $1 AND r.kind = $2 AND r.ended_at IS NULL
      """
          .formatted(COLUMNS);

  static final String FIND_FOR_CHANGE =
      """
      SELECT %s
       WHERE r.id = $1
         FOR UPDATE OF r
      """
          .formatted(COLUMNS);

  static final String LIST =
      """
      SELECT %s
       WHERE r.ended_at IS NULL AND r.expires_at > $3 AND o.path >= $1 AND o.path < $2
       ORDER BY r.id
       LIMIT 100
      """
          .formatted(COLUMNS);

  static final String END =
      """
      UPDATE reset_request
         SET outcome = $2, ended_by = $3, ended_at = $4
       WHERE id = $1 AND ended_at IS NULL
      """;

  /**
   * What the last day says. Roles before the first row that is known count as powers: better one
   * confirmation too many.
   */
  static final String LATELY =
      """
      SELECT EXISTS (SELECT 1
                       FROM staff_history
                      WHERE staff_id = $1 AND roles && $2::text[]
                        AND id >= coalesce((SELECT max(k.id) FROM staff_history AS k WHERE k.staff_id = $1 AND k.at <= $4), 0))
             OR (EXISTS (SELECT 1 FROM staff_history WHERE staff_id = $1 AND kind = 'ROLES_CHANGED' AND at > $4)
                 AND NOT EXISTS (SELECT 1 FROM staff_history WHERE staff_id = $1 AND (at <= $4 OR kind = 'OPENED'))) AS had_powers,
             EXISTS (SELECT 1 FROM staff_history WHERE staff_id = $1 AND kind = $3 AND at > $4) AS other_reset
      """;

  /** What puts an account, or its proofs, into somebody else's hands. */
  static final String IS_NEW =
      """
      SELECT EXISTS (SELECT 1
                       FROM staff_history
                      WHERE staff_id IN ($1, $2) AND at > $3
                        AND kind IN ('OPENED', 'ROLES_CHANGED', 'PASSWORD_RESET', 'SECOND_FACTOR_RESET')) AS is_new
      """;

  Future<ResetDecision.Lately> lately(
      SqlConnection db, long staffId, ResetRequest.Kind kind, OffsetDateTime since) {
    String[] powers =
        SessionGate.NEED_SECOND_FACTOR.stream().map(Role::name).sorted().toArray(String[]::new);
    StaffHistoryStore.Kind other =
        kind == ResetRequest.Kind.PASSWORD
            ? StaffHistoryStore.Kind.SECOND_FACTOR_RESET
            : StaffHistoryStore.Kind.PASSWORD_RESET;
    return db.preparedQuery(LATELY)
        .execute(Tuple.of(staffId, powers, other.name(), since))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new ResetDecision.Lately(
                  row.getBoolean("had_powers"), row.getBoolean("other_reset"));
            });
  }

  /** Whether one of them was opened, given roles or reset since. */
  Future<Boolean> isNew(SqlConnection db, long one, long other, OffsetDateTime since) {
    return db.preparedQuery(IS_NEW)
        .execute(Tuple.of(one, other, since))
        .map(rows -> rows.iterator().next().getBoolean("is_new"));
  }

  /** Asks, or finds what was asked already and waits. */
  Future<Asked> ask(
      SqlConnection db, long staffId, ResetRequest.Kind kind, long by, OffsetDateTime now) {
    return db.preparedQuery(EXPIRE)
        .execute(Tuple.of(staffId, kind.name(), now))
        .compose(
            ok ->
                db.preparedQuery(ASK)
                    .execute(Tuple.of(staffId, kind.name(), by, now, now.plus(ResetRequest.LIFE))))
        .compose(
            asked ->
                db.preparedQuery(FIND_OPEN)
                    .execute(Tuple.of(staffId, kind.name()))
                    .map(rows -> Rows.first(rows, ResetRequestStore::request).orElseThrow())
                    .map(request -> new Asked(request, asked.rowCount() == 1)));
  }

  /** {@code anew} is whether it was not there before. */
  record Asked(ResetRequest request, boolean anew) {}

  Future<Optional<ResetRequest>> findForChange(SqlConnection db, long id) {
    return db.preparedQuery(FIND_FOR_CHANGE)
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows, ResetRequestStore::request));
  }

  Future<List<ResetRequest>> list(SqlClient db, Subtree subtree, OffsetDateTime now) {
    return db.preparedQuery(LIST)
        .execute(Tuple.of(subtree.from(), subtree.to(), now))
        .map(rows -> Rows.all(rows, ResetRequestStore::request));
  }

  Future<Void> end(SqlConnection db, long id, String outcome, long by, OffsetDateTime now) {
    return db.preparedQuery(END).execute(Tuple.of(id, outcome, by, now)).mapEmpty();
  }

  private static ResetRequest request(Row row) {
    return new ResetRequest(
        row.getLong("id"),
        row.getLong("staff_id"),
        row.getString("name"),
        row.getString("login_name"),
        row.getString("organisation"),
        row.getString("path"),
        ResetRequest.Kind.valueOf(row.getString("kind")),
        row.getLong("asked_by"),
        row.getString("asked_by_name"),
        row.getOffsetDateTime("asked_at"),
        row.getOffsetDateTime("expires_at"),
        row.getBoolean("ended"));
  }
}
