package yihuyima.api.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/**
 * Ids before their rows: a sealed column is bound to its row, so the id is drawn first.
 *
 * <p>A drawn id that is never used leaves a gap, which harms nothing.
 */
public final class Sequences {
  static final String NEXT =
      """
      SELECT nextval(pg_get_serial_sequence($1, 'id')) AS id
      """;

  private Sequences() {}

  /**
   * The next id of a table.
   *
   * @return the id; fails when the database does
   */
  public static Future<Long> next(SqlClient db, String table) {
    return db.preparedQuery(NEXT)
        .execute(Tuple.of(table))
        .map(rows -> rows.iterator().next().getLong("id"));
  }
}
