package yihuyima.api.organisation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Subtree;

/** Organisations as they are shown, in PostgreSQL. */
final class OrganisationViewStore {
  /** So far is counted: more is as good as this to whoever decides. */
  static final int COUNTED_MAX = 10_000;

  private static final String COLUMNS =
      """
      o.id, o.parent_id, p.name AS parent, o.level, o.name, o.region_code, o.path, o.closed_on,
             EXISTS (SELECT 1 FROM organisation AS b WHERE b.parent_id = o.id) AS has_below
        FROM organisation      AS o
        LEFT JOIN organisation AS p ON p.id = o.parent_id
      """;

  static final String FIND =
      """
      SELECT %s
       WHERE o.id = $1
      """
          .formatted(COLUMNS);

  static final String BELOW =
      """
      SELECT %s
       WHERE o.parent_id = $1 AND o.id > $2
       ORDER BY o.id
       LIMIT $3
      """
          .formatted(COLUMNS);

  static final String BY_NAME =
      """
      SELECT %s
       WHERE o.path >= $1 AND o.path < $2 AND o.closed_on IS NULL AND strpos(o.name, $3) > 0
       ORDER BY o.path
       LIMIT $4
      """
          .formatted(COLUMNS);

  static final String HOLDINGS =
      """
      SELECT (SELECT count(*) FROM (SELECT 1 FROM organisation WHERE parent_id = $1 AND closed_on IS NULL LIMIT $4) AS a) AS below,
             (SELECT count(*) FROM (SELECT 1 FROM staff WHERE organisation_id = $1 AND left_at IS NULL LIMIT $4) AS a) AS accounts,
             (SELECT count(*) FROM (SELECT 1 FROM household WHERE organisation_id = $1 LIMIT $4) AS a) AS households,
             (SELECT count(*) FROM (SELECT 1 FROM partner WHERE organisation_id = $1 AND ended_at IS NULL LIMIT $4) AS a) AS partners,
             (SELECT count(*) FROM (SELECT 1
                                      FROM organisation AS o
                                      JOIN staff        AS s ON s.organisation_id = o.id
                                     WHERE o.path >= $2 AND o.path < $3 AND s.left_at IS NULL
                                     LIMIT $4) AS a) AS accounts_below
      """;

  static final String HISTORY =
      """
      SELECT h.id, h.kind, h.to_at, h.organisation_id, h.former_name, h.new_name, f.name AS former_parent, i.name AS into_name,
             s.name AS by_name, h.reason
        FROM (SELECT id
                FROM (SELECT id FROM organisation_history WHERE organisation_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3) AS own
              UNION ALL
              SELECT id
                FROM (SELECT id FROM organisation_history
                       WHERE into_id = $1 AND kind = 'MERGED' AND id < $2 ORDER BY id DESC LIMIT $3) AS came) AS k
        JOIN organisation_history AS h ON h.id = k.id
        LEFT JOIN organisation AS f ON f.id = h.former_parent_id
        LEFT JOIN organisation AS i ON i.id = h.into_id
        JOIN staff             AS s ON s.id = h.changed_by
       ORDER BY h.id DESC
       LIMIT $3
      """;

  /** A row of history with its id, for the cursor. */
  record Change(long id, JsonObject json) {}

  Future<Optional<OrganisationView>> find(SqlClient db, long id) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows, OrganisationViewStore::view));
  }

  Future<List<OrganisationView>> below(SqlClient db, long id, long after, int limit) {
    return db.preparedQuery(BELOW)
        .execute(Tuple.of(id, after, limit))
        .map(rows -> Rows.all(rows, OrganisationViewStore::view));
  }

  Future<List<OrganisationView>> byName(SqlClient db, Subtree subtree, String name, int limit) {
    return db.preparedQuery(BY_NAME)
        .execute(Tuple.of(subtree.from(), subtree.to(), name, limit))
        .map(rows -> Rows.all(rows, OrganisationViewStore::view));
  }

  Future<OrganisationView.Holdings> holdings(SqlClient db, long id, String path) {
    Subtree subtree = Subtree.of(path);
    return db.preparedQuery(HOLDINGS)
        .execute(Tuple.of(id, subtree.from(), subtree.to(), (long) COUNTED_MAX))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new OrganisationView.Holdings(
                  row.getLong("below"),
                  row.getLong("accounts"),
                  row.getLong("households"),
                  row.getLong("partners"),
                  row.getLong("accounts_below"));
            });
  }

  Future<List<Change>> history(SqlClient db, long id, long before, int limit) {
    return db.preparedQuery(HISTORY)
        .execute(Tuple.of(id, before, limit))
        .map(rows -> Rows.all(rows, OrganisationViewStore::change));
  }

  private static Change change(Row row) {
    String kind = row.getString("kind");
    return new Change(
        row.getLong("id"),
        new JsonObject()
            .put("kind", kind)
            .put("at", row.getOffsetDateTime("to_at").toInstant().toString())
            .put("organisationId", row.getLong("organisation_id"))
            .put("organisation", row.getString("former_name"))
            .put("newName", row.getString("new_name"))
            .put("from", kind.equals("MOVED") ? row.getString("former_parent") : null)
            .put("into", row.getString("into_name"))
            .put("by", row.getString("by_name"))
            .put("reason", row.getString("reason")));
  }

  private static OrganisationView view(Row row) {
    return new OrganisationView(
        row.getLong("id"),
        row.getLong("parent_id"),
        row.getString("parent"),
        Organisation.Level.valueOf(row.getString("level")),
        row.getString("name"),
        row.getString("region_code"),
        row.getString("path"),
        row.getLocalDate("closed_on"),
        row.getBoolean("has_below"));
  }
}
