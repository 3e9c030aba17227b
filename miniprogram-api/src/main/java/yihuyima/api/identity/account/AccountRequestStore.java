package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.identity.Role;
import yihuyima.api.identity.SessionGate;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Subtree;

/** What waits for a second administrator, in PostgreSQL. Whoever writes here holds the account. */
final class AccountRequestStore {
  private static final String COLUMNS =
      """
      r.id, r.staff_id, s.name, s.login_name, o.name AS organisation, o.path, r.kind, r.roles, r.asked_by, b.name AS asked_by_name,
             b.left_at IS NULL AND 'ADMINISTRATOR' = ANY (b.roles) AND starts_with(o.path, bo.path) AS asker_stands,
             r.asked_at, r.expires_at, s.one_time_until IS NOT NULL AS one_time,
             (SELECT f.confirmed_at FROM second_factor AS f WHERE f.staff_id = s.id) AS second_factor_since,
             r.ended_at IS NOT NULL AS ended
        FROM account_request AS r
        JOIN staff           AS s  ON s.id = r.staff_id
        JOIN organisation    AS o  ON o.id = s.organisation_id
        JOIN staff           AS b  ON b.id = r.asked_by
        JOIN organisation    AS bo ON bo.id = b.organisation_id
      """;

  /** One that has expired makes room. */
  static final String EXPIRE =
      """
      UPDATE account_request
         SET outcome = 'EXPIRED', ended_at = $3
       WHERE staff_id = $1 AND kind = $2 AND ended_at IS NULL AND expires_at <= $3
      """;

  /** Asked twice it is one request. */
  static final String ASK =
      """
      INSERT INTO account_request (staff_id, kind, roles, asked_by, asked_at, expires_at)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (staff_id, kind) WHERE ended_at IS NULL DO NOTHING
      """;

  static final String FIND_OPEN =
      """
      SELECT %s
       WHERE r.staff_id = $1 AND r.kind = $2 AND r.ended_at IS NULL
      """
          .formatted(COLUMNS);

  static final String ACCOUNT_OF =
      """
      SELECT staff_id
        FROM account_request
       WHERE id = $1
      """;

  static final String FIND =
      """
      SELECT %s
       WHERE r.id = $1
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
      UPDATE account_request
         SET outcome = $2, ended_by = $3, ended_at = $4
       WHERE id = $1 AND ended_at IS NULL
      """;

  /** With the account: nobody confirms anything of one that is closed. */
  static final String END_ALL =
      """
      UPDATE account_request
         SET outcome = 'REPLACED', ended_by = $2, ended_at = $3
       WHERE staff_id = $1 AND ended_at IS NULL
      """;

  /**
   * What the last day says. Roles before the first row that is known count as powers: better one
   * confirmation too many. So do powers that waited until a moment ago.
   */
  static final String LATELY =
      """
      SELECT EXISTS (SELECT 1
                       FROM staff_history
                      WHERE staff_id = $1 AND roles && $2::text[]
                        AND id >= coalesce((SELECT max(k.id) FROM staff_history AS k WHERE k.staff_id = $1 AND k.at <= $4), 0))
             OR (EXISTS (SELECT 1 FROM staff_history WHERE staff_id = $1 AND kind = 'ROLES_CHANGED' AND at > $4)
                 AND NOT EXISTS (SELECT 1 FROM staff_history WHERE staff_id = $1 AND (at <= $4 OR kind = 'OPENED'))) AS had_powers,
             EXISTS (SELECT 1 FROM staff_history WHERE staff_id = $1 AND kind = $3 AND at > $4) AS other_reset,
             EXISTS (SELECT 1 FROM account_request WHERE staff_id = $1 AND kind = 'POWERS' AND (ended_at IS NULL OR ended_at > $4)) AS waited
      """;

  /**
   * What puts an account, or its proofs, into somebody else's hands. An account that the operator
   * opened at the machine is in no administrator's.
   */
  static final String IS_NEW =
      """
      SELECT EXISTS (SELECT 1
                       FROM staff_history
                      WHERE staff_id IN ($1, $2) AND at > $3
                        AND (kind IN ('ROLES_CHANGED', 'POWERS_CONFIRMED', 'PASSWORD_RESET', 'SECOND_FACTOR_RESET')
                             OR kind = 'OPENED' AND by_staff_id IS NOT NULL)) AS is_new
      """;

  Future<RequestDecision.Lately> lately(
      SqlConnection db, long staffId, AccountRequest.Kind kind, OffsetDateTime since) {
    StaffHistoryStore.Kind other =
        kind == AccountRequest.Kind.PASSWORD
            ? StaffHistoryStore.Kind.SECOND_FACTOR_RESET
            : StaffHistoryStore.Kind.PASSWORD_RESET;
    return db.preparedQuery(LATELY)
        .execute(
            Tuple.of(
                staffId,
                StaffAccountStore.names(SessionGate.NEED_SECOND_FACTOR),
                other.name(),
                since))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new RequestDecision.Lately(
                  row.getBoolean("had_powers"),
                  row.getBoolean("other_reset"),
                  row.getBoolean("waited"));
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
      SqlConnection db,
      long staffId,
      AccountRequest.Kind kind,
      Set<Role> roles,
      long by,
      OffsetDateTime now) {
    String @Nullable [] powers = roles.isEmpty() ? null : StaffAccountStore.names(roles);
    Tuple values =
        Tuple.of(staffId, kind.name())
            .addValue(powers)
            .addLong(by)
            .addValue(now)
            .addValue(now.plus(kind.life));
    return expire(db, staffId, kind, now)
        .compose(ok -> db.preparedQuery(ASK).execute(values))
        .compose(
            asked ->
                findOpen(db, staffId, kind)
                    .map(open -> new Asked(open.orElseThrow(), asked.rowCount() == 1)));
  }

  /** {@code anew} is whether it was not there before. */
  record Asked(AccountRequest request, boolean anew) {}

  Future<Void> expire(
      SqlConnection db, long staffId, AccountRequest.Kind kind, OffsetDateTime now) {
    return db.preparedQuery(EXPIRE).execute(Tuple.of(staffId, kind.name(), now)).mapEmpty();
  }

  Future<Optional<AccountRequest>> findOpen(
      SqlConnection db, long staffId, AccountRequest.Kind kind) {
    return db.preparedQuery(FIND_OPEN)
        .execute(Tuple.of(staffId, kind.name()))
        .map(rows -> Rows.first(rows, AccountRequestStore::request));
  }

  /** Whose it is: the account is held before the request is read, in this order everywhere. */
  Future<Optional<Long>> accountOf(SqlConnection db, long id) {
    return db.preparedQuery(ACCOUNT_OF)
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows, row -> row.getLong("staff_id")));
  }

  Future<Optional<AccountRequest>> find(SqlConnection db, long id) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows, AccountRequestStore::request));
  }

  Future<List<AccountRequest>> list(SqlClient db, Subtree subtree, OffsetDateTime now) {
    return db.preparedQuery(LIST)
        .execute(Tuple.of(subtree.from(), subtree.to(), now))
        .map(rows -> Rows.all(rows, AccountRequestStore::request));
  }

  Future<Void> end(SqlConnection db, long id, String outcome, long by, OffsetDateTime now) {
    return db.preparedQuery(END).execute(Tuple.of(id, outcome, by, now)).mapEmpty();
  }

  Future<Void> endAll(SqlConnection db, long staffId, long by, OffsetDateTime now) {
    return db.preparedQuery(END_ALL).execute(Tuple.of(staffId, by, now)).mapEmpty();
  }

  private static AccountRequest request(Row row) {
    return new AccountRequest(
        row.getLong("id"),
        row.getLong("staff_id"),
        row.getString("name"),
        row.getString("login_name"),
        row.getString("organisation"),
        row.getString("path"),
        AccountRequest.Kind.valueOf(row.getString("kind")),
        StaffAccountStore.roles(row.getArrayOfStrings("roles")),
        row.getLong("asked_by"),
        row.getString("asked_by_name"),
        row.getBoolean("asker_stands"),
        row.getOffsetDateTime("asked_at"),
        row.getOffsetDateTime("expires_at"),
        row.getBoolean("one_time"),
        row.getOffsetDateTime("second_factor_since"),
        row.getBoolean("ended"));
  }
}
