package yihuyima.api.partner;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import yihuyima.api.sql.Rows;

/** Keys of partner departments as they are kept, in PostgreSQL. */
final class PartnerKeyStore {
  /** Keys shown: those in force and the last ones before. */
  static final int SHOWN_MAX = 20;

  static final String LIST =
      """
      SELECT kid, public_key, from_at, to_at, revoked_at, last_used_on
        FROM partner_key
       WHERE partner_id = $1
       ORDER BY from_at DESC
       LIMIT $2
      """;

  static final String LEAVE_PLACES =
      """
      UPDATE partner_key
         SET place = NULL
       WHERE partner_id = $1 AND place IS NOT NULL AND to_at <= $2
      """;

  /** In the first place that is free; in one that is taken when none is, which is refused. */
  static final String REGISTER =
      """
      INSERT INTO partner_key (kid, partner_id, alg, public_key, from_at, to_at, place)
      VALUES ($1, $2, 'Ed25519', $3, $4, $5,
              CASE WHEN EXISTS (SELECT 1 FROM partner_key WHERE partner_id = $2 AND place = 1) THEN 2 ELSE 1 END)
      """;

  static final String REVOKE =
      """
      UPDATE partner_key
         SET place = NULL, revoked_at = $3, to_at = $3
       WHERE partner_id = $1 AND kid = $2 AND place IS NOT NULL
      """;

  static final String REVOKE_ALL =
      """
      UPDATE partner_key
         SET place = NULL, revoked_at = $2, to_at = $2
       WHERE partner_id = $1 AND place IS NOT NULL
      """;

  /** Whoever holds a revoked key may hold a token too. */
  static final String END_SESSIONS =
      """
      UPDATE session
         SET ended_at = $2, end_reason = $3
       WHERE partner_id = $1 AND ended_at IS NULL
      """;

  Future<List<JsonObject>> list(SqlClient db, long partnerId, OffsetDateTime now) {
    return db.preparedQuery(LIST)
        .execute(Tuple.of(partnerId, SHOWN_MAX))
        .map(rows -> Rows.all(rows, row -> shown(row, now)));
  }

  /**
   * Registers a key.
   *
   * @return when it is in force; fails with KEY_PLACES_TAKEN when two are, with KEY_KNOWN when the
   *     id or the key was ever registered
   */
  Future<Void> register(
      SqlConnection db, PartnerKey key, OffsetDateTime from, OffsetDateTime until) {
    return db.preparedQuery(LEAVE_PLACES)
        .execute(Tuple.of(key.partnerId(), from))
        .compose(
            ok ->
                db.preparedQuery(REGISTER)
                    .execute(
                        Tuple.of(
                            key.keyId(),
                            key.partnerId(),
                            Buffer.buffer(key.publicKey()),
                            from,
                            until)))
        .mapEmpty();
  }

  /** Revokes a key; whether there was one of this id in force. */
  Future<Boolean> revoke(SqlConnection db, long partnerId, String keyId, OffsetDateTime now) {
    return db.preparedQuery(REVOKE)
        .execute(Tuple.of(partnerId, keyId, now))
        .map(rows -> rows.rowCount() == 1);
  }

  Future<Void> revokeAll(SqlConnection db, long partnerId, OffsetDateTime now) {
    return db.preparedQuery(REVOKE_ALL).execute(Tuple.of(partnerId, now)).mapEmpty();
  }

  Future<Void> endSessions(SqlConnection db, long partnerId, OffsetDateTime now, String reason) {
    return db.preparedQuery(END_SESSIONS).execute(Tuple.of(partnerId, now, reason)).mapEmpty();
  }

  private static JsonObject shown(Row row, OffsetDateTime now) {
    OffsetDateTime until = row.getOffsetDateTime("to_at");
    OffsetDateTime revoked = row.getOffsetDateTime("revoked_at");
    LocalDate used = row.getLocalDate("last_used_on");
    String state =
        revoked != null ? "REVOKED" : until != null && !until.isAfter(now) ? "EXPIRED" : "IN_FORCE";
    return new JsonObject()
        .put("keyId", row.getString("kid"))
        .put("fingerprint", PartnerKey.fingerprint(Rows.needBytes(row, "public_key")))
        .put("state", state)
        .put("from", row.getOffsetDateTime("from_at").toInstant().toString())
        .put("until", until == null ? null : until.toInstant().toString())
        .put("lastUsedOn", used == null ? null : used.toString());
  }
}
