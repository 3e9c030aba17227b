package yihuyima.api.policy.recomputation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.sql.Rows;

/** Simulations in PostgreSQL. */
final class SimulationStore {
  static final String PATH =
      """
      SELECT path FROM organisation WHERE id = $1
      """;

  /** The edition of a version, and the day from which it would hold. */
  static final String VERSION =
      """
      SELECT edition, valid_from FROM policy WHERE code = $1 AND version = $2
      """;

  static final String START =
      """
      INSERT INTO policy_simulation (organisation_id, policy_code, policy_version, edition, asked_by, asked_at, on_day, state, last_id)
      SELECT $1, $2, $3, $4, $5, $6, $7, 'RUNNING', coalesce((SELECT max(id) FROM household), 0)
      RETURNING id, policy_code, policy_version, on_day, state, after_id, last_id, totals, asked_at, finished_at
      """;

  static final String FIND =
      """
      SELECT s.id, s.policy_code, s.policy_version, s.on_day, s.state, s.after_id, s.last_id, s.totals, s.asked_at, s.finished_at, o.path
        FROM policy_simulation AS s
        JOIN organisation AS o ON o.id = s.organisation_id
       WHERE s.id = $1
      """;

  /** The oldest that runs and that nobody else works on. */
  static final String LOCK =
      """
      SELECT s.id, s.organisation_id, s.policy_code, s.policy_version, s.edition, s.on_day, s.after_id, s.totals, o.path,
             (SELECT p.edition FROM policy AS p WHERE p.code = s.policy_code AND p.version = s.policy_version) AS edition_now
        FROM policy_simulation AS s
        JOIN organisation AS o ON o.id = s.organisation_id
       WHERE s.state = 'RUNNING'
       ORDER BY s.id
       LIMIT 1
         FOR UPDATE OF s SKIP LOCKED
      """;

  static final String ADVANCE =
      """
      UPDATE policy_simulation SET after_id = $2, totals = $3 WHERE id = $1
      """;

  static final String END =
      """
      UPDATE policy_simulation SET state = $2, finished_at = $3 WHERE id = $1
      """;

  static final String ORGANISATIONS =
      """
      SELECT id FROM organisation WHERE path >= $1 AND path < $2
      """;

  /** One that is this transaction's. */
  record Locked(
      long id,
      String path,
      String code,
      int version,
      int edition,
      @Nullable Integer editionNow,
      LocalDate onDay,
      long afterId,
      JsonObject totals) {}

  /** What is to be simulated. */
  record Version(int edition, LocalDate validFrom) {}

  /** As it is shown, with the organisation whose households it is about. */
  record Shown(JsonObject json, String path) {}

  Future<Guarded<String>> organisation(SqlClient db, long organisationId) {
    return db.preparedQuery(PATH)
        .execute(Tuple.of(organisationId))
        .map(
            rows ->
                Guarded.of(
                    Rows.first(rows, row -> row.getString("path")), Concern::ofOrganisation));
  }

  /** A version of a policy; empty when there is none. */
  Future<Optional<Version>> version(SqlClient db, String code, int version) {
    return db.preparedQuery(VERSION)
        .execute(Tuple.of(code, version))
        .map(
            rows ->
                Rows.first(
                    rows,
                    row -> new Version(row.getInteger("edition"), row.getLocalDate("valid_from"))));
  }

  Future<JsonObject> start(
      SqlConnection db,
      long organisationId,
      String code,
      int version,
      int edition,
      long staffId,
      OffsetDateTime now,
      LocalDate day) {
    return db.preparedQuery(START)
        .execute(
            Tuple.tuple()
                .addValue(organisationId)
                .addValue(code)
                .addValue(version)
                .addValue(edition)
                .addValue(staffId)
                .addValue(now)
                .addValue(day))
        .map(rows -> json(rows.iterator().next()));
  }

  Future<Guarded<Shown>> find(SqlClient db, long id) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(id))
        .map(
            rows ->
                Guarded.of(
                    Rows.first(rows, row -> new Shown(json(row), row.getString("path"))),
                    shown -> Concern.ofOrganisation(shown.path())));
  }

  private static JsonObject json(Row row) {
    String state = row.getString("state");
    OffsetDateTime finished = row.getOffsetDateTime("finished_at");
    double progress =
        state.equals("DONE")
            ? 1.0
            : Math.min(1.0, (double) row.getLong("after_id") / Math.max(1, row.getLong("last_id")));
    JsonObject totals = (JsonObject) row.getValue("totals");
    return new JsonObject()
        .put("simulationId", row.getLong("id"))
        .put("policyCode", row.getString("policy_code"))
        .put("version", row.getInteger("policy_version"))
        .put("onDay", row.getLocalDate("on_day").toString())
        .put("state", state)
        .put("progress", progress)
        .put("askedAt", row.getOffsetDateTime("asked_at").toInstant().toString())
        .put("finishedAt", finished == null ? null : finished.toInstant().toString())
        // Half a sum would be taken for the whole.
        .put("totals", state.equals("DONE") ? SimulationTotals.of(totals).json() : null);
  }

  Future<Optional<Locked>> lock(SqlConnection db) {
    return db.preparedQuery(LOCK)
        .execute()
        .map(
            rows ->
                Rows.first(
                    rows,
                    row ->
                        new Locked(
                            row.getLong("id"),
                            row.getString("path"),
                            row.getString("policy_code"),
                            row.getInteger("policy_version"),
                            row.getInteger("edition"),
                            row.getInteger("edition_now"),
                            row.getLocalDate("on_day"),
                            row.getLong("after_id"),
                            (JsonObject) row.getValue("totals"))));
  }

  Future<Void> advance(SqlConnection db, long id, long after, JsonObject totals) {
    return db.preparedQuery(ADVANCE).execute(Tuple.of(id, after, totals)).mapEmpty();
  }

  Future<Void> end(SqlConnection db, long id, String state, OffsetDateTime now) {
    return db.preparedQuery(END).execute(Tuple.of(id, state, now)).mapEmpty();
  }

  /** All organisations of a subtree. */
  Future<Set<Long>> organisations(SqlClient db, String from, String to) {
    return db.preparedQuery(ORGANISATIONS)
        .execute(Tuple.of(from, to))
        .map(rows -> new HashSet<>(Rows.all(rows, row -> row.getLong("id"))));
  }
}
