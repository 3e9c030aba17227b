package yihuyima.api.identity.password;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.sql.Rows;

/** Passwords of staff in PostgreSQL. */
final class PasswordStore {
  static final String FIND =
      """
      SELECT s.login_name, s.password_hash, s.one_time_until, s.name, o.name AS organisation,
             EXISTS (SELECT 1 FROM second_factor AS f WHERE f.staff_id = s.id AND f.secret_enc IS NOT NULL) AS enrolled
        FROM staff        AS s
        JOIN organisation AS o ON o.id = s.organisation_id
       WHERE s.id = $1 AND s.left_at IS NULL
      """;

  /** Only over the very hash that was compared: an administrator may have reset it meanwhile. */
  static final String CHANGE =
      """
      UPDATE staff
         SET password_hash = $3, one_time_until = NULL
       WHERE id = $1 AND password_hash = $2 AND left_at IS NULL
      """;

  /** What changing a password needs to know. */
  record Known(
      String loginName,
      String hash,
      @Nullable OffsetDateTime oneTimeUntil,
      List<String> names,
      boolean enrolled) {}

  Future<Optional<Known>> find(SqlClient db, long staffId) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(staffId))
        .map(
            rows ->
                Rows.first(
                    rows,
                    row ->
                        new Known(
                            row.getString("login_name"),
                            row.getString("password_hash"),
                            row.getOffsetDateTime("one_time_until"),
                            List.of(row.getString("name"), row.getString("organisation")),
                            row.getBoolean("enrolled"))));
  }

  /** Whether the password was still the one that was compared. */
  Future<Boolean> change(SqlClient db, long staffId, String before, String next) {
    return db.preparedQuery(CHANGE)
        .execute(Tuple.of(staffId, before, next))
        .map(rows -> rows.rowCount() == 1);
  }
}
