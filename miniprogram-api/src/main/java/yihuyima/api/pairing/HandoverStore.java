package yihuyima.api.pairing;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Subtree;

/** Pairings that begin, end and pass on, in PostgreSQL. */
final class HandoverStore {
  /** Whom a household is or was paired with, newest first. */
  static final String HISTORY =
      """
      SELECT pr.staff_id, s.name, s.unit, s.outside_tree, pr.from_on, pr.to_on, pr.reason, pr.end_reason
        FROM pairing AS pr
        JOIN staff   AS s ON s.id = pr.staff_id
       WHERE pr.household_id = $1
       ORDER BY pr.id DESC
       LIMIT $2
      """;

  /** Locked, so that nobody becomes responsible while their account closes. */
  static final String STAFF =
      """
      SELECT s.id, o.path, s.left_at IS NULL AS open, s.outside_tree OR 'CADRE' = ANY (s.roles) AS fit
        FROM staff        AS s
        JOIN organisation AS o ON o.id = s.organisation_id
       WHERE s.id = $1
         FOR SHARE OF s
      """;

  static final String BEGIN =
      """
      INSERT INTO pairing (household_id, staff_id, from_on, reason, begun_by)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (household_id, staff_id) WHERE to_on IS NULL DO NOTHING
      """;

  /** In one statement: nobody ever sees the household without a person responsible. */
  static final String PASS_ONE =
      """
      WITH ended AS (
          UPDATE pairing
             SET to_on = greatest(from_on, $4)
           WHERE household_id = $1 AND staff_id = $2 AND to_on IS NULL
          RETURNING household_id)
      INSERT INTO pairing (household_id, staff_id, from_on, reason, begun_by)
      SELECT household_id, $3, $4, $5, $6
        FROM ended
      ON CONFLICT (household_id, staff_id) WHERE to_on IS NULL DO UPDATE SET reason = excluded.reason
      RETURNING household_id
      """;

  /**
   * The same for many, of one part of the tree; those that are the successor's already only end
   * with the former.
   */
  static final String PASS_MANY =
      """
      WITH passing AS (
          SELECT p.id
            FROM pairing      AS p
            JOIN household    AS h ON h.id = p.household_id
            JOIN organisation AS o ON o.id = h.organisation_id
           WHERE p.staff_id = $1 AND p.to_on IS NULL AND o.path >= $7 AND o.path < $8
           ORDER BY p.household_id
           LIMIT $6
             FOR UPDATE OF p),
      ended AS (
          UPDATE pairing AS pr
             SET to_on = greatest(pr.from_on, $3)
            FROM passing
           WHERE pr.id = passing.id
          RETURNING pr.household_id)
      INSERT INTO pairing (household_id, staff_id, from_on, reason, begun_by)
      SELECT household_id, $2, $3, $4, $5
        FROM ended
      ON CONFLICT (household_id, staff_id) WHERE to_on IS NULL DO UPDATE SET reason = excluded.reason
      RETURNING household_id
      """;

  /** Nobody takes over: it was decided, and by whom and why is kept. */
  static final String END_ALL =
      """
      UPDATE pairing
         SET to_on = greatest(from_on, $2), end_reason = $3, ended_by = $4
       WHERE staff_id = $1 AND to_on IS NULL
      RETURNING household_id
      """;

  static final String LEFT =
      """
      SELECT count(*) AS left_over
        FROM pairing
       WHERE staff_id = $1 AND to_on IS NULL
      """;

  static final String LEFT_IN_REACH =
      """
      SELECT count(*) AS left_over
        FROM pairing      AS p
        JOIN household    AS h ON h.id = p.household_id
        JOIN organisation AS o ON o.id = h.organisation_id
       WHERE p.staff_id = $1 AND p.to_on IS NULL AND o.path >= $2 AND o.path < $3
      """;

  /**
   * A pairing as it stood.
   *
   * @param toOn null while it lasts
   * @param reason why it began; null for those from before reasons were kept
   * @param endReason why nobody took over; null when somebody did, or while it lasts
   */
  record Pairing(
      long staffId,
      String name,
      String unit,
      boolean outsideTree,
      LocalDate fromOn,
      @Nullable LocalDate toOn,
      @Nullable String reason,
      @Nullable String endReason) {}

  /**
   * Somebody who passes households on or takes them over.
   *
   * @param open whether the account is open
   * @param fit whether households may be paired with them: a cadre, or a person outside the tree
   */
  record Person(long staffId, String path, boolean open, boolean fit) {}

  /** Who begins a pairing, when and why. */
  record Change(long by, LocalDate today, String reason) {}

  Future<List<Pairing>> history(SqlClient db, long householdId, int limit) {
    return db.preparedQuery(HISTORY)
        .execute(Tuple.of(householdId, limit))
        .map(
            rows ->
                Rows.all(
                    rows,
                    (Row row) ->
                        new Pairing(
                            row.getLong("staff_id"),
                            row.getString("name"),
                            row.getString("unit"),
                            row.getBoolean("outside_tree"),
                            row.getLocalDate("from_on"),
                            row.getLocalDate("to_on"),
                            row.getString("reason"),
                            row.getString("end_reason"))));
  }

  /** Guarded by the organisation that the account is in. */
  Future<Guarded<Person>> person(SqlConnection db, long staffId) {
    return db.preparedQuery(STAFF)
        .execute(Tuple.of(staffId))
        .map(
            rows ->
                Guarded.of(
                    Rows.first(
                        rows,
                        row ->
                            new Person(
                                row.getLong("id"),
                                row.getString("path"),
                                row.getBoolean("open"),
                                row.getBoolean("fit"))),
                    person -> Concern.ofOrganisation(person.path())));
  }

  /** Paired with them already: nothing changes. */
  Future<Void> begin(SqlConnection db, long householdId, long staffId, Change change) {
    return db.preparedQuery(BEGIN)
        .execute(Tuple.of(householdId, staffId, change.today(), change.reason(), change.by()))
        .mapEmpty();
  }

  /** Gives whether there was an open pairing to pass on. */
  Future<Boolean> pass(SqlConnection db, long householdId, long from, long to, Change change) {
    return db.preparedQuery(PASS_ONE)
        .execute(Tuple.of(householdId, from, to, change.today(), change.reason(), change.by()))
        .map(rows -> rows.size() == 1);
  }

  /** Gives the households passed on, at most so many. */
  Future<List<Long>> passAll(
      SqlConnection db, long from, long to, Change change, int limit, Subtree reach) {
    return db.preparedQuery(PASS_MANY)
        .execute(
            Tuple.of(from, to, change.today(), change.reason(), change.by(), limit)
                .addValue(reach.from())
                .addValue(reach.to()))
        .map(rows -> Rows.all(rows, row -> row.getLong("household_id")));
  }

  /** Gives the households that are left. */
  Future<List<Long>> endAll(SqlConnection db, long staffId, Change change) {
    return db.preparedQuery(END_ALL)
        .execute(Tuple.of(staffId, change.today(), change.reason(), change.by()))
        .map(rows -> Rows.all(rows, row -> row.getLong("household_id")));
  }

  /** How many households a person still has, wherever they are. */
  Future<Integer> left(SqlConnection db, long staffId) {
    return db.preparedQuery(LEFT)
        .execute(Tuple.of(staffId))
        .map(rows -> rows.iterator().next().getInteger("left_over"));
  }

  /** How many households of a part of the tree a person still has. */
  Future<Integer> left(SqlConnection db, long staffId, Subtree reach) {
    return db.preparedQuery(LEFT_IN_REACH)
        .execute(Tuple.of(staffId, reach.from(), reach.to()))
        .map(rows -> rows.iterator().next().getInteger("left_over"));
  }
}
