package yihuyima.api.identity;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
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
  static final String START =
      """
      INSERT INTO session (id, kind, account_id, staff_id, partner_id, started_at, expires_at, refresh_hash, refreshed_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $6)
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
      OffsetDateTime startedAt,
      OffsetDateTime expiresAt,
      byte @Nullable [] refreshHash) {}

  Future<Boolean> stands(SqlClient db, UUID session, OffsetDateTime now) {
    return db.preparedQuery(STANDS)
        .execute(Tuple.of(session, now))
        .map(rows -> Rows.first(rows, row -> row.getBoolean("stands")).orElse(false));
  }

  Future<Void> start(SqlClient db, NewSession session) {
    byte[] refresh = session.refreshHash();
    Tuple values =
        Tuple.of(
                session.id(),
                session.kind(),
                session.accountId(),
                session.staffId(),
                session.partnerId(),
                session.startedAt())
            .addValue(session.expiresAt())
            .addValue(refresh == null ? null : Buffer.buffer(refresh));
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
