package yihuyima.api.identity.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;
import yihuyima.api.sql.Rows;

/** What a new installation begins with, in PostgreSQL. */
final class FirstAdministratorStore {
  /** Of two operators at once one is first; the tree's own changes wait as well. */
  static final String ONE_AT_A_TIME =
      """
      SELECT pg_advisory_xact_lock(hashtext('organisation tree'))
      """;

  /** Administrators who can confirm what concerns the topmost organisation: those who are in it. */
  static final String STANDING =
      """
      SELECT (SELECT count(*)
                FROM (SELECT 1 FROM staff
                       WHERE organisation_id = r.id AND left_at IS NULL AND 'ADMINISTRATOR' = ANY (roles) LIMIT 2) AS a) AS administrators,
             r.id, r.name
        FROM (VALUES (1)) AS one
        LEFT JOIN (SELECT id, name FROM organisation WHERE parent_id IS NULL ORDER BY id LIMIT 1) AS r ON true
      """;

  static final String OPEN_ROOT =
      """
      INSERT INTO organisation (id, parent_id, level, region_code, name, path)
      SELECT n.id, NULL, $2, $3, $1, '.' || n.id || '.'
        FROM (SELECT nextval(pg_get_serial_sequence('organisation', 'id')) AS id) AS n
      RETURNING id
      """;

  /** What there is; {@code administrators} are counted up to two. */
  record Standing(long administrators, @Nullable Long rootId, String rootName) {}

  Future<Standing> standing(SqlConnection db) {
    return db.preparedQuery(ONE_AT_A_TIME)
        .execute()
        .compose(alone -> db.preparedQuery(STANDING).execute())
        .map(
            rows ->
                Rows.first(
                        rows,
                        row -> {
                          String name = row.getString("name");
                          return new Standing(
                              row.getLong("administrators"),
                              row.getLong("id"),
                              name == null ? "" : name);
                        })
                    .orElseThrow());
  }

  Future<Long> openRoot(SqlConnection db, String name, String level, String region) {
    return db.preparedQuery(OPEN_ROOT)
        .execute(Tuple.of(name, level, region))
        .map(rows -> rows.iterator().next().getLong("id"));
  }
}
