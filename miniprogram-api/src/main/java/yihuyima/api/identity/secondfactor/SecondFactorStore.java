package yihuyima.api.identity.secondfactor;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.sql.Rows;

/** Second factors and recovery codes in PostgreSQL. */
final class SecondFactorStore {
  static final String FIND =
      """
      SELECT secret_enc, pending_enc, pending_at
        FROM second_factor
       WHERE staff_id = $1
      """;

  /** Whoever raises the step has taken it: of two at once, on two servers, one gets through. */
  static final String TAKE_STEP =
      """
      UPDATE second_factor
         SET last_step = $2
       WHERE staff_id = $1 AND secret_enc IS NOT NULL AND last_step < $2
      """;

  static final String BEGIN =
      """
      INSERT INTO second_factor (staff_id, pending_enc, pending_at)
      VALUES ($1, $2, $3)
      ON CONFLICT (staff_id) DO UPDATE SET pending_enc = EXCLUDED.pending_enc, pending_at = EXCLUDED.pending_at
      """;

  /** Puts in force the very secret whose code was typed, not one begun meanwhile. */
  static final String CONFIRM =
      """
      UPDATE second_factor
         SET secret_enc = pending_enc, confirmed_at = $3, last_step = $4, pending_enc = NULL, pending_at = NULL
       WHERE staff_id = $1 AND pending_enc = $2
      """;

  static final String DROP_CODES =
      """
      DELETE FROM recovery_code
       WHERE staff_id = $1
      """;

  static final String ADD_CODES =
      """
      INSERT INTO recovery_code (staff_id, code_hash)
      SELECT $1, hash
        FROM unnest($2::bytea[]) AS given (hash)
      """;

  static final String TAKE_CODE =
      """
      UPDATE recovery_code
         SET used_at = $3
       WHERE staff_id = $1 AND code_hash = ANY ($2) AND used_at IS NULL
      """;

  static final String RESET =
      """
      DELETE FROM second_factor
       WHERE staff_id = $1
      """;

  static final String LOGIN =
      """
      SELECT login_name, password_hash
        FROM staff
       WHERE id = $1 AND left_at IS NULL
      """;

  /** What is stored of one person's second factor; sealed. */
  record Stored(
      byte @Nullable [] secret, byte @Nullable [] pending, @Nullable OffsetDateTime pendingAt) {}

  /** What somebody signs in with. */
  record Login(String loginName, String passwordHash) {}

  Future<Optional<Stored>> find(SqlClient db, long staffId) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(staffId))
        .map(
            rows ->
                Rows.first(
                    rows,
                    row ->
                        new Stored(
                            Rows.bytes(row, "secret_enc"),
                            Rows.bytes(row, "pending_enc"),
                            row.getOffsetDateTime("pending_at"))));
  }

  Future<Boolean> takeStep(SqlClient db, long staffId, long step) {
    return db.preparedQuery(TAKE_STEP)
        .execute(Tuple.of(staffId, step))
        .map(rows -> rows.rowCount() == 1);
  }

  Future<Void> begin(SqlClient db, long staffId, byte[] sealed, OffsetDateTime now) {
    return db.preparedQuery(BEGIN)
        .execute(Tuple.of(staffId, Buffer.buffer(sealed), now))
        .mapEmpty();
  }

  /** Whether the pending secret was still this one. */
  Future<Boolean> confirm(
      SqlConnection db, long staffId, byte[] pending, OffsetDateTime now, long step) {
    return db.preparedQuery(CONFIRM)
        .execute(Tuple.of(staffId, Buffer.buffer(pending), now, step))
        .map(rows -> rows.rowCount() == 1);
  }

  Future<Void> replaceCodes(SqlConnection db, long staffId, List<byte[]> hashes) {
    Buffer[] values = hashes.stream().map(Buffer::buffer).toArray(Buffer[]::new);
    return db.preparedQuery(DROP_CODES)
        .execute(Tuple.of(staffId))
        .compose(dropped -> db.preparedQuery(ADD_CODES).execute(Tuple.of(staffId, (Object) values)))
        .mapEmpty();
  }

  Future<Boolean> takeCode(SqlClient db, long staffId, List<byte[]> hashes, OffsetDateTime now) {
    Buffer[] values = hashes.stream().map(Buffer::buffer).toArray(Buffer[]::new);
    return db.preparedQuery(TAKE_CODE)
        .execute(Tuple.of(staffId, values, now))
        .map(rows -> rows.rowCount() == 1);
  }

  Future<Void> reset(SqlConnection db, long staffId) {
    return db.preparedQuery(DROP_CODES)
        .execute(Tuple.of(staffId))
        .compose(dropped -> db.preparedQuery(RESET).execute(Tuple.of(staffId)))
        .mapEmpty();
  }

  Future<Optional<Login>> login(SqlClient db, long staffId) {
    return db.preparedQuery(LOGIN)
        .execute(Tuple.of(staffId))
        .map(
            rows ->
                Rows.first(
                    rows,
                    row -> new Login(row.getString("login_name"), row.getString("password_hash"))));
  }
}
