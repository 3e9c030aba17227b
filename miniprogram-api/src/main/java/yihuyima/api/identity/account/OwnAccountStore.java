package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import yihuyima.api.sql.Rows;

/** What somebody reads about their own account, in PostgreSQL. */
final class OwnAccountStore {
  static final String SIGN_INS =
      """
      SELECT id, started_at, device, ended_at IS NULL AND expires_at > now() AS open
        FROM session
       WHERE staff_id = $1
       ORDER BY started_at DESC
       LIMIT $2
      """;

  static final String RECOVERY_CODES =
      """
      SELECT count(*) AS codes
        FROM recovery_code
       WHERE staff_id = $1 AND used_at IS NULL
      """;

  Future<List<JsonObject>> signIns(SqlClient db, long staffId, @Nullable UUID here, int limit) {
    return db.preparedQuery(SIGN_INS)
        .execute(Tuple.of(staffId, limit))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new JsonObject()
                            .put("at", row.getOffsetDateTime("started_at").toInstant().toString())
                            .put("device", row.getString("device"))
                            .put("isThisOne", row.getUUID("id").equals(here))
                            .put("open", row.getBoolean("open"))));
  }

  Future<Long> recoveryCodesLeft(SqlClient db, long staffId) {
    return db.preparedQuery(RECOVERY_CODES)
        .execute(Tuple.of(staffId))
        .map(rows -> rows.iterator().next().getLong("codes"));
  }
}
