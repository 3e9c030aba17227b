package yihuyima.api.partner;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Subtree;

/** Partner departments as they are kept, in PostgreSQL. */
final class DepartmentStore {
  /** Days of use that are shown. */
  static final int USAGE_DAYS = 30;

  private static final String COLUMNS =
      """
      p.id, p.code, p.name, p.organisation_id, o.name AS organisation, o.path, p.networks::text[] AS networks, p.calls_minute, p.calls_day,
             p.version, p.ended_at""";

  /** With what an administrator looks for first. */
  static final String LIST =
      """
      SELECT %s,
             (SELECT count(*) FROM partner_key AS k
               WHERE k.partner_id = p.id AND k.place IS NOT NULL AND (k.to_at IS NULL OR k.to_at > $5)) AS keys,
             (SELECT max(k.to_at) FROM partner_key AS k
               WHERE k.partner_id = p.id AND k.place IS NOT NULL AND k.to_at > $5) AS keys_until,
             (SELECT count(*) FROM partner_purpose AS g
               WHERE g.partner_id = p.id AND g.ended_at IS NULL AND g.until_on >= $6) AS agreements,
             (SELECT min(g.until_on) FROM partner_purpose AS g
               WHERE g.partner_id = p.id AND g.ended_at IS NULL AND g.until_on >= $6) AS agreements_until,
             coalesce(u.calls, 0) AS calls, coalesce(u.foreign_calls, 0) AS foreign_calls
        FROM partner AS p
        JOIN organisation AS o ON o.id = p.organisation_id
        LEFT JOIN partner_usage AS u ON u.partner_id = p.id AND u.on_day = $6
       WHERE o.path >= $1 AND o.path < $2 AND p.id > $3
       ORDER BY p.id
       LIMIT $4
      """
          .formatted(COLUMNS);

  static final String FIND =
      """
      SELECT %s
        FROM partner      AS p
        JOIN organisation AS o ON o.id = p.organisation_id
       WHERE p.id = $1
      """
          .formatted(COLUMNS);

  /** Requests go on being counted meanwhile: they lock the key of the row only. */
  static final String FIND_FOR_CHANGE =
      """
      SELECT %s
        FROM partner      AS p
        JOIN organisation AS o ON o.id = p.organisation_id
       WHERE p.id = $1
         FOR NO KEY UPDATE OF p
      """
          .formatted(COLUMNS);

  static final String USAGE =
      """
      SELECT on_day, calls, foreign_calls
        FROM partner_usage
       WHERE partner_id = $1 AND on_day > $2
       ORDER BY on_day
      """;

  static final String PLACE =
      """
      SELECT path
        FROM organisation
       WHERE id = $1 AND closed_on IS NULL
         FOR KEY SHARE
      """;

  static final String OPEN =
      """
      INSERT INTO partner (code, name, organisation_id, networks, calls_minute, calls_day)
      VALUES ($1, $2, $3, ($4::text[])::cidr[], $5, $6)
      RETURNING id
      """;

  static final String SET_LIMITS =
      """
      UPDATE partner
         SET name = $2, networks = ($3::text[])::cidr[], calls_minute = $4, calls_day = $5, version = version + 1
       WHERE id = $1
      """;

  static final String CLOSE =
      """
      UPDATE partner
         SET ended_at = $2, version = version + 1
       WHERE id = $1
      """;

  /** A department in a list, with its id for the cursor. */
  record Line(long id, JsonObject json) {}

  Future<List<Line>> list(
      SqlClient db, Subtree subtree, long after, int limit, OffsetDateTime now, LocalDate today) {
    return db.preparedQuery(LIST)
        .execute(Tuple.of(subtree.from(), subtree.to(), after, limit, now, today))
        .map(rows -> Rows.all(rows, DepartmentStore::line));
  }

  Future<Optional<Department>> find(SqlClient db, long id) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows, DepartmentStore::department));
  }

  /** Locked until the transaction ends: one change of a department at a time. */
  Future<Optional<Department>> findForChange(SqlConnection db, long id) {
    return db.preparedQuery(FIND_FOR_CHANGE)
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows, DepartmentStore::department));
  }

  /** Days on which it asked, the oldest first; what it did not ask on has no row. */
  Future<List<JsonObject>> usage(SqlClient db, long id, LocalDate today) {
    return db.preparedQuery(USAGE)
        .execute(Tuple.of(id, today.minusDays(USAGE_DAYS)))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new JsonObject()
                            .put("day", row.getLocalDate("on_day").toString())
                            .put("calls", row.getInteger("calls"))
                            .put("foreignCalls", row.getInteger("foreign_calls"))));
  }

  /** The path of an open organisation; empty when there is none. */
  Future<Optional<String>> place(SqlConnection db, long organisationId) {
    return db.preparedQuery(PLACE)
        .execute(Tuple.of(organisationId))
        .map(rows -> Rows.first(rows, row -> row.getString("path")));
  }

  /**
   * Adds a department.
   *
   * @return its id; fails with PARTNER_CODE_TAKEN when another has its code
   */
  Future<Long> open(
      SqlConnection db, String code, String name, long organisationId, Department.Limits limits) {
    return db.preparedQuery(OPEN)
        .execute(
            Tuple.of(
                code,
                name,
                organisationId,
                limits.networks().toArray(String[]::new),
                limits.callsMinute(),
                limits.callsDay()))
        .map(rows -> rows.iterator().next().getLong("id"));
  }

  Future<Void> setLimits(SqlConnection db, long id, String name, Department.Limits limits) {
    return db.preparedQuery(SET_LIMITS)
        .execute(
            Tuple.of(
                id,
                name,
                limits.networks().toArray(String[]::new),
                limits.callsMinute(),
                limits.callsDay()))
        .mapEmpty();
  }

  Future<Void> close(SqlConnection db, long id, OffsetDateTime now) {
    return db.preparedQuery(CLOSE).execute(Tuple.of(id, now)).mapEmpty();
  }

  private static Line line(Row row) {
    Department department = department(row);
    OffsetDateTime keysUntil = row.getOffsetDateTime("keys_until");
    LocalDate agreementsUntil = row.getLocalDate("agreements_until");
    return new Line(
        department.id(),
        department
            .json()
            .put("keysInForce", row.getLong("keys"))
            .put("keysUntil", keysUntil == null ? null : keysUntil.toInstant().toString())
            .put("agreementsInForce", row.getLong("agreements"))
            .put("agreementsUntil", agreementsUntil == null ? null : agreementsUntil.toString())
            .put("callsToday", row.getInteger("calls"))
            .put("foreignCallsToday", row.getInteger("foreign_calls")));
  }

  private static Department department(Row row) {
    return new Department(
        row.getLong("id"),
        row.getString("code"),
        row.getString("name"),
        row.getLong("organisation_id"),
        row.getString("organisation"),
        row.getString("path"),
        new Department.Limits(
            List.of(row.getArrayOfStrings("networks")),
            row.getInteger("calls_minute"),
            row.getInteger("calls_day")),
        row.getInteger("version"),
        row.getOffsetDateTime("ended_at"));
  }
}
