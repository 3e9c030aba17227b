package yihuyima.api.identity;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yihuyima.api.sql.Rows;

/** Sessions in PostgreSQL: the only place that says whether one stands. */
final class SessionStore {
  static final String STANDS =
      """
      SELECT ended_at IS NULL AND expires_at > $2 AS stands
        FROM session
       WHERE id = $1
      """;

  static final String BEGAN_SINCE =
      """
      SELECT started_at >= $2 AS fresh
        FROM session
       WHERE id = $1
      """;
  static final String START =
      """
      INSERT INTO session (id, kind, account_id, staff_id, partner_id, started_at, expires_at, refresh_hash, refreshed_at,
             strength, device)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $6, $9, $10)
      """;

  /** By the refresh token in force, or by the one before it. */
  static final String FIND_BY_REFRESH =
      """
      SELECT id, kind, account_id, staff_id, partner_id, expires_at, ended_at, refreshed_at, refresh_hash = $1 AS in_force
        FROM session
       WHERE refresh_hash = $1 OR refresh_before_hash = $1
       LIMIT 1
      """;

  static final String ROTATE =
      """
      UPDATE session
         SET refresh_before_hash = refresh_hash, refresh_hash = $3, refreshed_at = $4
       WHERE id = $1 AND refresh_hash = $2 AND ended_at IS NULL
      """;
  static final String END =
      """
      UPDATE session
         SET ended_at = $2, end_reason = $3
       WHERE id = $1 AND ended_at IS NULL
      """;

  static final String RAISE =
      """
      UPDATE session
         SET strength = $2
       WHERE id = $1 AND ended_at IS NULL
      """;

  /** Whether its holder has shown a second factor. */
  static final String BY_SECOND_FACTOR =
      """
      SELECT strength = 'SECOND_FACTOR' AS shown
        FROM session
       WHERE id = $1
      """;

  static final String END_OF_STAFF =
      """
      UPDATE session
         SET ended_at = $3, end_reason = $4
       WHERE staff_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $2
      """;
  static final String END_OF_ACCOUNT =
      """
      UPDATE session
         SET ended_at = $3, end_reason = $4
       WHERE account_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $2
      """;
  static final String END_OF_ACCOUNTS =
      """
      UPDATE session
         SET ended_at = $2, end_reason = $3
       WHERE account_id = ANY ($1) AND ended_at IS NULL
      """;

  /** Those of one subject that stand, of an account or of a member of staff. */
  static final String LIST =
      """
      SELECT id, device, started_at, refreshed_at
        FROM session
       WHERE (account_id = $1 OR staff_id = $2) AND ended_at IS NULL AND expires_at > $3
       ORDER BY started_at DESC, id
       LIMIT 100
      """;

  static final String END_OWN =
      """
      UPDATE session
         SET ended_at = $4, end_reason = 'ended from another device'
       WHERE id = $1 AND (account_id = $2 OR staff_id = $3) AND ended_at IS NULL
      """;

  /** A session as its refresh token found it. */
  record Standing(
      UUID id,
      String kind,
      @Nullable Long accountId,
      @Nullable Long staffId,
      OffsetDateTime expiresAt,
      @Nullable OffsetDateTime endedAt,
      OffsetDateTime refreshedAt,
      boolean inForce) {}

  /** A session about to be started. */
  record NewSession(
      UUID id,
      String kind,
      @Nullable Long accountId,
      @Nullable Long staffId,
      @Nullable Long partnerId,
      Strength strength,
      @Nullable String device) {}

  /** A session as its owner sees it. */
  record Own(
      UUID id, @Nullable String device, OffsetDateTime startedAt, OffsetDateTime refreshedAt) {}

  Future<Boolean> stands(SqlClient db, UUID session, OffsetDateTime now) {
    return db.preparedQuery(STANDS)
        .execute(Tuple.of(session, now))
        .map(rows -> Rows.first(rows, row -> row.getBoolean("stands")).orElse(false));
  }

  Future<Boolean> beganSince(SqlClient db, UUID session, OffsetDateTime moment) {
    return db.preparedQuery(BEGAN_SINCE)
        .execute(Tuple.of(session, moment))
        .map(rows -> Rows.first(rows, row -> row.getBoolean("fresh")).orElse(false));
  }

  Future<Void> start(
      SqlClient db,
      NewSession session,
      OffsetDateTime startedAt,
      OffsetDateTime expiresAt,
      byte @Nullable [] refresh) {
    Tuple values =
        Tuple.of(
                session.id(),
                session.kind(),
                session.accountId(),
                session.staffId(),
                session.partnerId(),
                startedAt)
            .addValue(expiresAt)
            .addValue(refresh == null ? null : Buffer.buffer(refresh))
            .addValue(session.strength().name())
            .addValue(session.device());
    return db.preparedQuery(START).execute(values).mapEmpty();
  }

  Future<Optional<Standing>> findByRefresh(SqlClient db, byte[] refreshHash) {
    return db.preparedQuery(FIND_BY_REFRESH)
        .execute(Tuple.of(Buffer.buffer(refreshHash)))
        .map(rows -> Rows.first(rows, SessionStore::standing));
  }

  /** Whether this call rotated it; another with the same token may have been first. */
  Future<Boolean> rotate(SqlClient db, UUID id, byte[] before, byte[] next, OffsetDateTime now) {
    return db.preparedQuery(ROTATE)
        .execute(Tuple.of(id, Buffer.buffer(before), Buffer.buffer(next), now))
        .map(rows -> rows.rowCount() == 1);
  }

  Future<Void> end(SqlClient db, UUID id, OffsetDateTime now, String reason) {
    return db.preparedQuery(END).execute(Tuple.of(id, now, reason)).mapEmpty();
  }

  Future<Void> raise(SqlClient db, @Nullable UUID id, Strength strength) {
    return db.preparedQuery(RAISE).execute(Tuple.of(id, strength.name())).mapEmpty();
  }

  Future<Boolean> isBySecondFactor(SqlClient db, @Nullable UUID id) {
    return db.preparedQuery(BY_SECOND_FACTOR)
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows, row -> row.getBoolean("shown")).orElse(false));
  }

  Future<Void> endOfStaff(
      SqlClient db, long staffId, @Nullable UUID but, OffsetDateTime now, String reason) {
    return db.preparedQuery(END_OF_STAFF).execute(Tuple.of(staffId, but, now, reason)).mapEmpty();
  }

  Future<Void> endOfAccount(
      SqlClient db, long accountId, @Nullable UUID but, OffsetDateTime now, String reason) {
    return db.preparedQuery(END_OF_ACCOUNT)
        .execute(Tuple.of(accountId, but, now, reason))
        .mapEmpty();
  }

  Future<Void> endOfAccounts(
      SqlClient db, List<Long> accountIds, OffsetDateTime now, String reason) {
    return db.preparedQuery(END_OF_ACCOUNTS)
        .execute(Tuple.of(accountIds.toArray(Long[]::new), now, reason))
        .mapEmpty();
  }

  /** Those that stand, newest first; of one account or of one member of staff. */
  Future<List<Own>> list(
      SqlClient db, @Nullable Long accountId, @Nullable Long staffId, OffsetDateTime now) {
    return db.preparedQuery(LIST)
        .execute(Tuple.of(accountId, staffId, now))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new Own(
                            row.getUUID("id"),
                            row.getString("device"),
                            row.getOffsetDateTime("started_at"),
                            row.getOffsetDateTime("refreshed_at"))));
  }

  /** Ends one of one's own; another's, and one that is over, stay as they are. */
  Future<Void> endOwn(
      SqlClient db, UUID id, @Nullable Long accountId, @Nullable Long staffId, OffsetDateTime now) {
    return db.preparedQuery(END_OWN).execute(Tuple.of(id, accountId, staffId, now)).mapEmpty();
  }

  private static Standing standing(Row row) {
    return new Standing(
        row.getUUID("id"),
        row.getString("kind"),
        row.getLong("account_id"),
        row.getLong("staff_id"),
        row.getOffsetDateTime("expires_at"),
        row.getOffsetDateTime("ended_at"),
        row.getOffsetDateTime("refreshed_at"),
        row.getBoolean("in_force"));
  }
}
