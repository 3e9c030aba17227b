package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.identity.Role;
import yihuyima.api.sql.Rows;

/** What became of accounts, in PostgreSQL; only added to. */
final class StaffHistoryStore {
  /** What was done to an account. */
  enum Kind {
    OPENED,
    ROLES_CHANGED,
    MOVED,
    MERGED,
    CLOSED,
    PASSWORD_RESET,
    SECOND_FACTOR_RESET,
    SESSIONS_ENDED,
    RESET_ASKED,
    RESET_REFUSED,
    POWERS_ASKED,
    POWERS_CONFIRMED,
    POWERS_REFUSED,
    POWERS_REPLACED
  }

  /** After the change: the row says what the account is from then on. */
  static final String REMEMBER =
      """
      INSERT INTO staff_history (staff_id, kind, at, by_staff_id, organisation_id, roles, powers)
      SELECT id, $2, $3, $4, organisation_id, roles, $5
        FROM staff
       WHERE id = $1
      """;

  static final String LIST =
      """
      SELECT h.id, h.kind, h.at, b.name AS by_name, o.name AS organisation, h.roles, h.powers
        FROM staff_history AS h
        JOIN organisation  AS o ON o.id = h.organisation_id
        LEFT JOIN staff    AS b ON b.id = h.by_staff_id
       WHERE h.staff_id = $1 AND h.id < $2
       ORDER BY h.id DESC
       LIMIT $3
      """;

  /** A row with its id, for the cursor. */
  record Change(long id, JsonObject json) {}

  /** {@code powers} are those that were asked for, confirmed, refused or replaced. */
  Future<Void> remember(
      SqlConnection db,
      long staffId,
      Kind kind,
      Set<Role> powers,
      OffsetDateTime at,
      @Nullable Long by) {
    String @Nullable [] which = powers.isEmpty() ? null : StaffAccountStore.names(powers);
    return db.preparedQuery(REMEMBER)
        .execute(Tuple.of(staffId, kind.name(), at, by).addValue(which))
        .mapEmpty();
  }

  Future<List<Change>> list(SqlClient db, long staffId, long before, int limit) {
    return db.preparedQuery(LIST)
        .execute(Tuple.of(staffId, before, limit))
        .map(rows -> Rows.all(rows, StaffHistoryStore::change));
  }

  private static Change change(Row row) {
    return new Change(
        row.getLong("id"),
        new JsonObject()
            .put("kind", row.getString("kind"))
            .put("at", row.getOffsetDateTime("at").toInstant().toString())
            .put("by", row.getString("by_name"))
            .put("organisation", row.getString("organisation"))
            .put("roles", words(row.getArrayOfStrings("roles")))
            .put("powers", words(row.getArrayOfStrings("powers"))));
  }

  private static JsonArray words(String @Nullable [] roles) {
    return roles == null ? new JsonArray() : new JsonArray(List.of((Object[]) roles));
  }
}
