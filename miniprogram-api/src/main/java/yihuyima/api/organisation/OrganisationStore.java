package yihuyima.api.organisation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Subtree;

/** The union tree and its history in PostgreSQL. */
final class OrganisationStore {
  /** One change of the tree at a time: two that each look right alone can make a circle. */
  static final String ONE_AT_A_TIME =
      """
      SELECT pg_advisory_xact_lock(hashtext('organisation tree'))
      """;

  static final String FIND =
      """
      SELECT id, parent_id, level, name, path, closed_on IS NOT NULL AS closed
        FROM organisation
       WHERE id IN ($1, $2)
       ORDER BY id
         FOR UPDATE
      """;

  /** Their tokens carry a path that is about to be another's, or nobody's. */
  static final String END_SESSIONS =
      """
      UPDATE session
         SET ended_at = $3, end_reason = 'organisation moved'
       WHERE ended_at IS NULL
         AND staff_id IN (SELECT s.id
                            FROM staff        AS s
                            JOIN organisation AS o ON o.id = s.organisation_id
                           WHERE o.path >= $1 AND o.path < $2)
      """;

  static final String END_PARTNER_SESSIONS =
      """
      UPDATE session
         SET ended_at = $3, end_reason = 'organisation moved'
       WHERE ended_at IS NULL
         AND partner_id IN (SELECT p.id
                              FROM partner      AS p
                              JOIN organisation AS o ON o.id = p.organisation_id
                             WHERE o.path >= $1 AND o.path < $2)
      """;

  /** From one prefix to another; the triggers of the tree do the rest. */
  static final String REWRITE =
      """
      UPDATE organisation
         SET path = $3 || substr(path, length($1) + 1)
       WHERE path >= $1 AND path < $2 AND path <> $4
      """;

  static final String SET_PARENT =
      """
      UPDATE organisation
         SET parent_id = $2
       WHERE id = $1
      """;

  static final String SET_PARENT_OF_CHILDREN =
      """
      UPDATE organisation
         SET parent_id = $2
       WHERE parent_id = $1
      """;

  static final String HAND_OVER_HOUSEHOLDS =
      """
      UPDATE household
         SET organisation_id = $2
       WHERE organisation_id = $1
      """;

  static final String HAND_OVER_STAFF =
      """
      UPDATE staff
         SET organisation_id = $2, version = version + 1
       WHERE organisation_id = $1
      """;

  static final String HAND_OVER_PARTNERS =
      """
      UPDATE partner
         SET organisation_id = $2
       WHERE organisation_id = $1
      """;

  static final String CLOSE =
      """
      UPDATE organisation
         SET closed_on = $2
       WHERE id = $1
      """;

  static final String REMEMBER =
      """
      INSERT INTO organisation_history (organisation_id, kind, former_parent_id, former_name, former_path, into_id, from_at, to_at,
             changed_by, reason, new_name)
      VALUES ($1, $2, $3, $4, $5, $6,
              (SELECT b.to_at FROM organisation_history AS b WHERE b.organisation_id = $1 ORDER BY b.id DESC LIMIT 1), $7, $8, $9, $10)
      """;

  static final String OPEN =
      """
      INSERT INTO organisation (id, parent_id, level, region_code, name, hotline, path)
      SELECT n.id, p.id, $2, coalesce($4, p.region_code), $3, $5, p.path || n.id || '.'
        FROM organisation AS p, (SELECT nextval(pg_get_serial_sequence('organisation', 'id')) AS id) AS n
       WHERE p.id = $1
      RETURNING id, parent_id, level, name, path, false AS closed
      """;

  static final String RENAME =
      """
      UPDATE organisation
         SET name = $2
       WHERE id = $1
      """;

  /** What a merger did to each account stands in the account's own history. */
  static final String REMEMBER_STAFF =
      """
      INSERT INTO staff_history (staff_id, kind, at, by_staff_id, organisation_id, roles)
      SELECT id, 'MERGED', $3, $4, $2, roles
        FROM staff
       WHERE organisation_id = $1
       ORDER BY id
      """;

  Future<List<Organisation>> lock(SqlConnection db, long one, long other) {
    return db.preparedQuery(ONE_AT_A_TIME)
        .execute()
        .compose(alone -> db.preparedQuery(FIND).execute(Tuple.of(one, other)))
        .map(rows -> Rows.all(rows, OrganisationStore::organisation));
  }

  /** Ends the sessions of the subtree, staff and partners; gives how many. */
  Future<Integer> endSessions(SqlConnection db, Organisation top, OffsetDateTime now) {
    Subtree subtree = Subtree.of(top.path());
    return db.preparedQuery(END_SESSIONS)
        .execute(Tuple.of(subtree.from(), subtree.to(), now))
        .compose(
            staff ->
                db.preparedQuery(END_PARTNER_SESSIONS)
                    .execute(Tuple.of(subtree.from(), subtree.to(), now))
                    .map(partners -> staff.rowCount() + partners.rowCount()));
  }

  /** Moves an organisation under a parent; gives how many paths were rewritten. */
  Future<Integer> move(SqlConnection db, Organisation moved, Organisation parent) {
    Subtree subtree = Subtree.of(moved.path());
    String next = parent.path() + moved.id() + ".";
    return db.preparedQuery(REWRITE)
        .execute(Tuple.of(subtree.from(), subtree.to(), next, ""))
        .compose(
            rewritten ->
                db.preparedQuery(SET_PARENT)
                    .execute(Tuple.of(moved.id(), parent.id()))
                    .map(rewritten.rowCount()));
  }

  /**
   * Gives one organisation's households, staff, partners and children to another, and closes it.
   */
  Future<Integer> merge(
      SqlConnection db,
      Organisation merged,
      Organisation into,
      long by,
      OffsetDateTime now,
      LocalDate today) {
    Subtree subtree = Subtree.of(merged.path());
    Tuple both = Tuple.of(merged.id(), into.id());
    return db.preparedQuery(REWRITE)
        .execute(Tuple.of(subtree.from(), subtree.to(), into.path(), merged.path()))
        .compose(
            rewritten ->
                db.preparedQuery(SET_PARENT_OF_CHILDREN)
                    .execute(both)
                    .compose(ok -> db.preparedQuery(HAND_OVER_HOUSEHOLDS).execute(both))
                    .compose(
                        ok ->
                            db.preparedQuery(REMEMBER_STAFF)
                                .execute(Tuple.of(merged.id(), into.id(), now, by)))
                    .compose(ok -> db.preparedQuery(HAND_OVER_STAFF).execute(both))
                    .compose(ok -> db.preparedQuery(HAND_OVER_PARTNERS).execute(both))
                    .compose(ok -> db.preparedQuery(CLOSE).execute(Tuple.of(merged.id(), today)))
                    .map(rewritten.rowCount()));
  }

  Future<Void> remember(
      SqlConnection db,
      String kind,
      Organisation before,
      @Nullable Long intoId,
      @Nullable String newName,
      Change change) {
    Tuple values =
        Tuple.of(before.id(), kind, before.parentId(), before.name(), before.path(), intoId)
            .addValue(change.at())
            .addValue(change.by())
            .addValue(change.reason())
            .addValue(newName);
    return db.preparedQuery(REMEMBER).execute(values).mapEmpty();
  }

  Future<Organisation> open(
      SqlConnection db,
      long parentId,
      Organisation.Level level,
      String name,
      @Nullable String regionCode,
      @Nullable String hotline) {
    return db.preparedQuery(OPEN)
        .execute(Tuple.of(parentId, level.name(), name, regionCode, hotline))
        .map(rows -> Rows.first(rows, OrganisationStore::organisation).orElseThrow());
  }

  Future<Void> rename(SqlConnection db, long id, String name) {
    return db.preparedQuery(RENAME).execute(Tuple.of(id, name)).mapEmpty();
  }

  Future<Void> close(SqlConnection db, long id, LocalDate today) {
    return db.preparedQuery(CLOSE).execute(Tuple.of(id, today)).mapEmpty();
  }

  /** Who changed the tree, when and why. */
  record Change(OffsetDateTime at, long by, String reason) {}

  private static Organisation organisation(Row row) {
    return new Organisation(
        row.getLong("id"),
        row.getLong("parent_id"),
        Organisation.Level.valueOf(row.getString("level")),
        row.getString("name"),
        row.getString("path"),
        row.getBoolean("closed"));
  }
}
