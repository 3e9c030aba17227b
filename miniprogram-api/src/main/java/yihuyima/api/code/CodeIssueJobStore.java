package yihuyima.api.code;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Subtree;
import yihuyima.qr.HouseholdCode;

/** Jobs that issue codes, in PostgreSQL. */
final class CodeIssueJobStore {
  static final String START =
      """
      INSERT INTO code_issue_job (organisation_id, started_by, state, total, done, started_at, beat_at)
      SELECT $1, $2, 'RUNNING', count(*)::int, 0, $3, $3
        FROM household    AS h
        JOIN organisation AS o ON o.id = h.organisation_id
       WHERE o.path >= $4 AND o.path < $5
         AND h.purged_at IS NULL AND NOT EXISTS (SELECT 1 FROM household_code AS c WHERE c.household_id = h.id)
      RETURNING id, organisation_id, state, total, done, started_at, finished_at
      """;
  static final String FIND =
      """
      SELECT j.id, j.organisation_id, j.state, j.total, j.done, j.started_at, j.finished_at, o.path
        FROM code_issue_job AS j
        JOIN organisation   AS o ON o.id = j.organisation_id
       WHERE j.id = $1
      """;
  static final String PATH =
      """
      SELECT path FROM organisation WHERE id = $1
      """;
  static final String RUNNING =
      """
      SELECT id FROM code_issue_job WHERE state = 'RUNNING' ORDER BY id LIMIT 100
      """;

  /** Whoever holds the lock works on the job; another server finds nothing to do. */
  static final String LOCK =
      """
      SELECT j.id, j.organisation_id, j.last_household_id, j.started_by, o.path
        FROM code_issue_job AS j
        JOIN organisation   AS o ON o.id = j.organisation_id
       WHERE j.id = $1 AND j.state = 'RUNNING'
         FOR UPDATE OF j SKIP LOCKED
      """;

  static final String NEXT_HOUSEHOLDS =
      """
      SELECT h.id
        FROM household    AS h
        JOIN organisation AS o ON o.id = h.organisation_id
       WHERE h.id > $1 AND o.path >= $2 AND o.path < $3
         AND h.purged_at IS NULL AND NOT EXISTS (SELECT 1 FROM household_code AS c WHERE c.household_id = h.id)
       ORDER BY h.id
       LIMIT $4
      """;

  /** A household that got a code by hand meanwhile is passed over. */
  static final String INSERT_ALL =
      """
      INSERT INTO household_code
             (household_id, generation, state, minted_for, mint_key_id, sign_key_id, lookup_hash, revocation_hash,
              issued_on, state_changed_at, state_changed_by)
      SELECT x.household_id, 1, 'LIVE', x.household_id, $4, $5, x.lookup_hash, x.revocation_hash, $6, $7, $8
        FROM unnest($1::bigint[], $2::bytea[], $3::bytea[]) AS x (household_id, lookup_hash, revocation_hash)
      ON CONFLICT DO NOTHING
      """;

  static final String ADVANCE =
      """
      UPDATE code_issue_job
         SET done = LEAST(total, done + $2), last_household_id = $3, beat_at = $4
       WHERE id = $1
      """;
  static final String FINISH =
      """
      UPDATE code_issue_job
         SET state = 'DONE', done = total, beat_at = $2, finished_at = $2
       WHERE id = $1
      """;

  /** A job that is this server's for one transaction. */
  record Locked(long id, long lastHouseholdId, String startedBy, String organisationPath) {}

  /** A job as shown, with where it stands in the tree. */
  record Shown(JsonObject json, String organisationPath) {}

  Future<Guarded<String>> organisationPath(SqlClient db, long organisationId) {
    return db.preparedQuery(PATH)
        .execute(Tuple.of(organisationId))
        .map(
            rows ->
                Guarded.of(
                    Rows.first(rows, row -> row.getString("path")), Concern::ofOrganisation));
  }

  Future<JsonObject> start(
      SqlConnection db, long organisationId, String by, OffsetDateTime at, Subtree subtree) {
    return db.preparedQuery(START)
        .execute(Tuple.of(organisationId, by, at, subtree.from(), subtree.to()))
        .map(rows -> json(rows.iterator().next()));
  }

  Future<Guarded<Shown>> find(SqlClient db, long jobId) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(jobId))
        .map(
            rows ->
                Guarded.of(
                    Rows.first(rows, row -> new Shown(json(row), row.getString("path"))),
                    job -> Concern.ofOrganisation(job.organisationPath())));
  }

  Future<List<Long>> running(SqlClient db) {
    return db.preparedQuery(RUNNING).execute().map(rows -> Rows.all(rows, r -> r.getLong("id")));
  }

  Future<Optional<Locked>> lock(SqlConnection db, long jobId) {
    return db.preparedQuery(LOCK)
        .execute(Tuple.of(jobId))
        .map(
            rows ->
                Rows.first(
                    rows,
                    row ->
                        new Locked(
                            row.getLong("id"),
                            row.getLong("last_household_id"),
                            row.getString("started_by"),
                            row.getString("path"))));
  }

  Future<List<Long>> nextHouseholds(SqlConnection db, Locked job, int limit) {
    Subtree subtree = Subtree.of(job.organisationPath());
    return db.preparedQuery(NEXT_HOUSEHOLDS)
        .execute(Tuple.of(job.lastHouseholdId(), subtree.from(), subtree.to(), limit))
        .map(rows -> Rows.all(rows, row -> row.getLong("id")));
  }

  Future<Void> insertAll(
      SqlConnection db,
      CodeKeys keys,
      List<Long> households,
      LocalDate today,
      OffsetDateTime at,
      String by) {
    int n = households.size();
    Long[] ids = households.toArray(new Long[0]);
    Buffer[] lookups = new Buffer[n];
    Buffer[] revocations = new Buffer[n];
    for (int i = 0; i < n; i++) {
      HouseholdCode code = keys.mint(keys.currentMintKeyId(), ids[i], 1);
      lookups[i] = Buffer.buffer(keys.lookupHash(code));
      revocations[i] = Buffer.buffer(keys.revocationHash(code));
    }
    Tuple values =
        Tuple.of(ids, lookups, revocations, keys.currentMintKeyId(), keys.signKeyId(), today)
            .addValue(at)
            .addValue(by);
    return db.preparedQuery(INSERT_ALL).execute(values).mapEmpty();
  }

  Future<Void> advance(SqlConnection db, Locked job, List<Long> done, OffsetDateTime at) {
    return db.preparedQuery(ADVANCE)
        .execute(Tuple.of(job.id(), done.size(), done.getLast(), at))
        .mapEmpty();
  }

  Future<Void> finish(SqlConnection db, Locked job, OffsetDateTime at) {
    return db.preparedQuery(FINISH).execute(Tuple.of(job.id(), at)).mapEmpty();
  }

  private static JsonObject json(Row row) {
    OffsetDateTime finished = row.getOffsetDateTime("finished_at");
    return new JsonObject()
        .put("jobId", row.getLong("id"))
        .put("organisationId", row.getLong("organisation_id"))
        .put("state", row.getString("state"))
        .put("total", row.getInteger("total"))
        .put("done", row.getInteger("done"))
        .put("startedAt", row.getOffsetDateTime("started_at").toInstant().toString())
        .put("finishedAt", finished == null ? null : finished.toInstant().toString());
  }
}
