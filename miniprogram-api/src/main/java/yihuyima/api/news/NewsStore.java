package yihuyima.api.news;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import yihuyima.api.sql.Rows;

/** News in PostgreSQL. Takes the client or the connection. */
final class NewsStore {
  private static final String COLUMNS =
      "n.id, o.name AS organisation, n.title, n.body, n.published_at";

  static final String FOR_ANYONE =
      """
      SELECT %s
        FROM news         AS n
        JOIN organisation AS o ON o.id = n.organisation_id
       WHERE n.for_anyone AND n.id < $1
       ORDER BY n.id DESC
       LIMIT $2
      """
          .formatted(COLUMNS);

  static final String FOR_HOUSEHOLD =
      upFrom(
          "(SELECT q.path FROM household AS h JOIN organisation AS q ON q.id = h.organisation_id WHERE h.id = $3)");
  static final String FOR_ORGANISATION = upFrom("$3::text");

  static final String INSERT =
      """
      WITH added AS (
          INSERT INTO news (organisation_id, title, body, published_at, published_by)
          VALUES ($1, $2, $3, $4, $5)
          RETURNING id, organisation_id, title, body, published_at)
      SELECT %s
        FROM added        AS n
        JOIN organisation AS o ON o.id = n.organisation_id
      """
          .formatted(COLUMNS);

  /** One short read of an index for each organisation between the root and the place given. */
  private static String upFrom(String path) {
    return """
        SELECT %s
          FROM organisation AS o
         CROSS JOIN LATERAL (SELECT id, title, body, published_at FROM news
                              WHERE organisation_id = o.id AND id < $1
                              ORDER BY id DESC LIMIT $2) AS n
         WHERE o.id = ANY (string_to_array(trim(BOTH '.' FROM %s), '.')::bigint[])
         ORDER BY n.id DESC
         LIMIT $2
        """
        .formatted(COLUMNS, path);
  }

  /** One piece of news. */
  record News(
      long newsId, String organisation, String title, String body, OffsetDateTime publishedAt) {
    JsonObject toJson() {
      return new JsonObject()
          .put("newsId", newsId)
          .put("organisation", organisation)
          .put("title", title)
          .put("body", body)
          .put("publishedAt", publishedAt.toInstant().toString());
    }
  }

  /** What anyone reads, newest first; fails when the database does. */
  Future<List<News>> forAnyone(SqlClient db, long before, int limit) {
    return all(db, FOR_ANYONE, Tuple.of(before, limit));
  }

  /** What a household reads, newest first; fails when the database does. */
  Future<List<News>> forHousehold(SqlClient db, long before, int limit, long householdId) {
    return all(db, FOR_HOUSEHOLD, Tuple.of(before, limit, householdId));
  }

  /** What an organisation's own people read, newest first; fails when the database does. */
  Future<List<News>> forOrganisation(SqlClient db, long before, int limit, String path) {
    return all(db, FOR_ORGANISATION, Tuple.of(before, limit, path));
  }

  private static Future<List<News>> all(SqlClient db, String sql, Tuple values) {
    return db.preparedQuery(sql).execute(values).map(rows -> Rows.all(rows, NewsStore::news));
  }

  /** Publishes; gives the news as it is read from now on; fails when the database does. */
  Future<News> insert(
      SqlConnection db,
      long organisationId,
      String title,
      String body,
      OffsetDateTime at,
      long staffId) {
    return db.preparedQuery(INSERT)
        .execute(Tuple.of(organisationId, title, body, at, staffId))
        .map(rows -> news(rows.iterator().next()));
  }

  private static News news(Row row) {
    return new News(
        row.getLong("id"),
        row.getString("organisation"),
        row.getString("title"),
        row.getString("body"),
        row.getOffsetDateTime("published_at"));
  }
}
