package yihuyima.api.spreadsheet;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Sequences;
import yihuyima.api.sql.Subtree;

/** Imports and what waits in them, in PostgreSQL; everything that was typed is sealed. */
final class ImportStore {
  private static final String COLUMNS =
      """
      j.id, j.organisation_id, o.name, o.path, j.staff_id, j.reach, j.state, j.mode, j.size_bytes, j.run, j.started_at, j.ended_at,
             j.emptied_at, j.done, j.households, j.rows_read, j.bad, j.same, j.fresh, j.changed, j.said_enc,
             (SELECT count(*) FROM import_part AS p WHERE p.job_id = j.id) AS parts
      """;

  static final String ORGANISATION =
      """
      SELECT id, path FROM organisation WHERE id = $1 AND closed_on IS NULL
      """;

  static final String START =
      """
      INSERT INTO import_job (id, organisation_id, staff_id, reach, state, size_bytes, started_at)
      VALUES ($1, $2, $3, $4, 'UPLOADING', $5, $6)
      """;

  static final String UNDER_WAY =
      """
      SELECT count(*) AS under_way FROM import_job WHERE organisation_id = $1 AND emptied_at IS NULL AND state <> 'DONE'
      """;

  static final String FIND =
      """
      SELECT %s
        FROM import_job   AS j
        JOIN organisation AS o ON o.id = j.organisation_id
       WHERE j.id = $1
      """
          .formatted(COLUMNS);

  static final String FIND_FOR_CHANGE = FIND + "   FOR NO KEY UPDATE OF j\n";

  static final String LIST =
      """
      SELECT %s
        FROM import_job   AS j
        JOIN organisation AS o ON o.id = j.organisation_id
       WHERE o.path >= $1 AND o.path < $2 AND j.id < $3
       ORDER BY j.id DESC
       LIMIT $4
      """
          .formatted(COLUMNS);

  /**
   * The same part again takes the place of the first: who sends it again may have lost the answer.
   */
  static final String ADD_PART =
      """
      INSERT INTO import_part (id, job_id, number, content_enc)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT ON CONSTRAINT import_part_once DO UPDATE SET id = EXCLUDED.id, content_enc = EXCLUDED.content_enc
      """;

  static final String PART =
      """
      SELECT id, content_enc FROM import_part WHERE job_id = $1 AND number = $2
      """;

  static final String BEGIN =
      """
      UPDATE import_job
         SET state = $2, mode = $3, staff_id = $4, reach = $5, alive_at = NULL, done = 0
       WHERE id = $1
      """;

  static final String CANCEL =
      """
      UPDATE import_job SET state = 'CANCELLED', run = run + 1, ended_at = $2 WHERE id = $1
      """;

  static final String TAKE =
      """
      UPDATE import_job
         SET run = run + 1, alive_at = $1
       WHERE id = (SELECT id
                     FROM import_job
                    WHERE state IN ('CHECKING', 'APPLYING') AND (alive_at IS NULL OR alive_at < $2)
                    ORDER BY id
                    LIMIT 1
                      FOR UPDATE SKIP LOCKED)
      RETURNING id
      """;

  static final String PROGRESS =
      """
      UPDATE import_job SET alive_at = $3, done = $4 WHERE id = $1 AND run = $2
      """;

  static final String DIGEST_BEFORE =
      """
      SELECT ended_at FROM import_job WHERE digest = $1 AND state = 'DONE' ORDER BY id DESC LIMIT 1
      """;

  static final String CHECKED =
      """
      UPDATE import_job
         SET state = $3, digest = $4, said_enc = $5, alive_at = NULL, households = $6, rows_read = $7, bad = $8, same = $9, fresh = $10, changed = $11
       WHERE id = $1 AND run = $2 AND state = 'CHECKING'
      RETURNING id
      """;

  static final String STILL_MINE =
      """
      SELECT id FROM import_job WHERE id = $1 AND run = $2 AND state = $3 FOR NO KEY UPDATE
      """;

  static final String AGAIN =
      """
      UPDATE import_job SET state = 'CHECKING', mode = NULL, alive_at = NULL, done = 0 WHERE id = $1 AND run = $2 AND state = 'APPLYING'
      """;

  static final String DONE =
      """
      UPDATE import_job
         SET state = 'DONE', ended_at = $3, done = (SELECT count(*) FROM import_household AS w WHERE w.job_id = $1 AND w.applied),
             bad = (SELECT count(*) FROM import_household AS w WHERE w.job_id = $1 AND w.state = 'BAD')
       WHERE id = $1 AND run = $2 AND state = 'APPLYING'
      RETURNING bad
      """;

  static final String CLEAR =
      """
      DELETE FROM import_household WHERE job_id = $1
      """;

  static final String CLEAR_PARTS =
      """
      DELETE FROM import_part WHERE job_id = $1
      """;

  static final String EMPTIED =
      """
      UPDATE import_job SET emptied_at = $2 WHERE id = $1
      """;

  /** What nobody decided about in time is cancelled by that. */
  static final String EXPIRE =
      """
      UPDATE import_job
         SET state = CASE WHEN state IN ('UPLOADING', 'CHECKING', 'CHECKED') THEN 'CANCELLED' ELSE state END, run = run + 1,
             ended_at = coalesce(ended_at, $2)
       WHERE id = $1
      """;

  static final String KEPT_TOO_LONG =
      """
      SELECT id FROM import_job WHERE emptied_at IS NULL AND started_at < $1 AND state <> 'APPLYING' ORDER BY started_at LIMIT 10
      """;

  static final String STAGE =
      """
      INSERT INTO import_household (id, job_id, place, state, said, body_enc)
      SELECT x.id, $1, x.place, x.state, x.said, x.body
        FROM unnest($2::bigint[], $3::integer[], $4::text[], $5::boolean[], $6::bytea[]) AS x (id, place, state, said, body)
      """;

  static final String DUE =
      """
      SELECT id, place, state, body_enc
        FROM import_household
       WHERE job_id = $1 AND place > $2 AND NOT applied AND state IN ('NEW', 'CHANGED')
       ORDER BY place
       LIMIT $3
      """;

  static final String SAID =
      """
      SELECT id, place, state, body_enc FROM import_household WHERE job_id = $1 AND place > $2 AND said ORDER BY place LIMIT $3
      """;

  static final String BAD =
      """
      SELECT id, place, state, body_enc FROM import_household WHERE job_id = $1 AND place > $2 AND state = 'BAD' ORDER BY place LIMIT $3
      """;

  static final String RESULT =
      """
      UPDATE import_household AS w
         SET state = x.state, applied = x.applied, said = x.said, body_enc = x.body
        FROM unnest($1::bigint[], $2::text[], $3::boolean[], $4::boolean[], $5::bytea[]) AS x (id, state, applied, said, body)
       WHERE w.id = x.id
      """;

  static final String APPLIED =
      """
      UPDATE import_household SET applied = true WHERE id = ANY ($1)
      """;

  /** A household that waits. */
  record Waiting(long id, int place, String state, SheetHousehold household) {}

  private final FieldCipher cipher;

  ImportStore(FieldCipher cipher) {
    this.cipher = cipher;
  }

  Future<Guarded<String>> organisation(SqlClient db, long id) {
    return db.preparedQuery(ORGANISATION)
        .execute(Tuple.of(id))
        .map(
            rows ->
                Guarded.of(
                    Rows.first(rows, row -> row.getString("path")), Concern::ofOrganisation));
  }

  Future<Long> underWay(SqlClient db, long organisationId) {
    return db.preparedQuery(UNDER_WAY)
        .execute(Tuple.of(organisationId))
        .map(rows -> rows.iterator().next().getLong("under_way"));
  }

  Future<Long> start(
      SqlConnection db,
      long organisationId,
      long staffId,
      String reach,
      int bytes,
      OffsetDateTime at) {
    return Sequences.next(db, "import_job")
        .compose(
            id ->
                db.preparedQuery(START)
                    .execute(Tuple.of(id, organisationId, staffId, reach, bytes, at))
                    .map(id));
  }

  Future<Guarded<ImportJob>> find(SqlClient db, long id) {
    return guarded(db, FIND, id);
  }

  Future<Guarded<ImportJob>> findForChange(SqlConnection db, long id) {
    return guarded(db, FIND_FOR_CHANGE, id);
  }

  private Future<Guarded<ImportJob>> guarded(SqlClient db, String sql, long id) {
    return db.preparedQuery(sql)
        .execute(Tuple.of(id))
        .map(
            rows ->
                Guarded.of(Rows.first(rows, this::job), job -> Concern.ofOrganisation(job.path())));
  }

  Future<ImportJob> need(SqlClient db, long id) {
    return db.preparedQuery(FIND).execute(Tuple.of(id)).map(rows -> job(rows.iterator().next()));
  }

  Future<List<ImportJob>> list(SqlClient db, Subtree subtree, long before, int limit) {
    return db.preparedQuery(LIST)
        .execute(Tuple.of(subtree.from(), subtree.to(), before, limit))
        .map(rows -> Rows.all(rows, this::job));
  }

  private ImportJob job(Row row) {
    long id = row.getLong("id");
    String mode = row.getString("mode");
    byte[] said = Rows.bytes(row, "said_enc");
    return new ImportJob(
        id,
        row.getLong("organisation_id"),
        row.getString("name"),
        row.getString("path"),
        row.getLong("staff_id"),
        row.getString("reach"),
        ImportJob.State.valueOf(row.getString("state")),
        mode == null ? null : ImportJob.Mode.valueOf(mode),
        row.getInteger("size_bytes"),
        row.getLong("parts").intValue(),
        row.getInteger("run"),
        row.getOffsetDateTime("started_at"),
        row.getOffsetDateTime("ended_at"),
        row.getOffsetDateTime("emptied_at") != null,
        row.getInteger("done"),
        new ImportJob.Counts(
            row.getInteger("households"),
            row.getInteger("rows_read"),
            row.getInteger("bad"),
            row.getInteger("same"),
            row.getInteger("fresh"),
            row.getInteger("changed")),
        said == null
            ? ImportJob.Said.NOTHING
            : ImportJob.Said.of(new JsonObject(cipher.openText(Column.IMPORT_SAID, id, said))));
  }

  Future<Void> addPart(SqlConnection db, long jobId, int number, byte[] content) {
    return Sequences.next(db, "import_part")
        .compose(
            id ->
                db.preparedQuery(ADD_PART)
                    .execute(
                        Tuple.of(
                            id,
                            jobId,
                            number,
                            Buffer.buffer(cipher.seal(Column.IMPORT_PART_CONTENT, id, content))))
                    .mapEmpty());
  }

  /** A part, sealed as it is; empty when there is none. */
  Future<Optional<Sealed>> part(SqlClient db, long jobId, int number) {
    return db.preparedQuery(PART)
        .execute(Tuple.of(jobId, number))
        .map(
            rows ->
                Rows.first(
                    rows,
                    row -> new Sealed(row.getLong("id"), Rows.needBytes(row, "content_enc"))));
  }

  /** A sealed value with the row it is bound to. */
  record Sealed(long id, byte[] bytes) {
    @Override
    public String toString() {
      return "Sealed[" + id + "]";
    }
  }

  byte[] open(Sealed part) {
    return cipher.open(Column.IMPORT_PART_CONTENT, part.id(), part.bytes());
  }

  Future<Void> begin(
      SqlConnection db,
      long id,
      ImportJob.State state,
      ImportJob.@Nullable Mode mode,
      long staffId,
      String reach) {
    return db.preparedQuery(BEGIN)
        .execute(Tuple.of(id, state.name(), mode == null ? null : mode.name(), staffId, reach))
        .mapEmpty();
  }

  Future<Void> cancel(SqlConnection db, long id, OffsetDateTime at) {
    return db.preparedQuery(CANCEL).execute(Tuple.of(id, at)).compose(ok -> empty(db, id, at));
  }

  /** Takes away everything of the file. */
  Future<Void> empty(SqlClient db, long id, OffsetDateTime at) {
    return db.preparedQuery(CLEAR)
        .execute(Tuple.of(id))
        .compose(ok -> db.preparedQuery(CLEAR_PARTS).execute(Tuple.of(id)))
        .compose(ok -> db.preparedQuery(EMPTIED).execute(Tuple.of(id, at)))
        .mapEmpty();
  }

  /** Ends what was kept too long, and takes away everything of it. */
  Future<Void> expire(SqlConnection db, long id, OffsetDateTime at) {
    return db.preparedQuery(EXPIRE).execute(Tuple.of(id, at)).compose(ok -> empty(db, id, at));
  }

  Future<List<Long>> keptTooLong(SqlClient db, OffsetDateTime before) {
    return db.preparedQuery(KEPT_TOO_LONG)
        .execute(Tuple.of(before))
        .map(rows -> Rows.all(rows, row -> row.getLong("id")));
  }

  Future<Optional<Long>> take(SqlClient db, OffsetDateTime now, OffsetDateTime silentSince) {
    return db.preparedQuery(TAKE)
        .execute(Tuple.of(now, silentSince))
        .map(rows -> Rows.first(rows, row -> row.getLong("id")));
  }

  Future<Void> progress(SqlClient db, ImportJob job, int done, OffsetDateTime now) {
    return db.preparedQuery(PROGRESS).execute(Tuple.of(job.id(), job.run(), now, done)).mapEmpty();
  }

  Future<Optional<OffsetDateTime>> importedBefore(SqlClient db, byte[] digest) {
    return db.preparedQuery(DIGEST_BEFORE)
        .execute(Tuple.of(Buffer.buffer(digest)))
        .map(rows -> Rows.first(rows, row -> row.getOffsetDateTime("ended_at")));
  }

  Future<Boolean> checked(
      SqlClient db,
      ImportJob job,
      ImportJob.State state,
      byte[] digest,
      ImportJob.Said said,
      ImportJob.Counts counts) {
    byte[] sealed = cipher.seal(Column.IMPORT_SAID, job.id(), said.json().encode());
    return db.preparedQuery(CHECKED)
        .execute(
            Tuple.of(job.id(), job.run(), state.name(), Buffer.buffer(digest))
                .addValue(Buffer.buffer(sealed))
                .addValue(counts.households())
                .addValue(counts.rows())
                .addValue(counts.bad())
                .addValue(counts.same())
                .addValue(counts.fresh())
                .addValue(counts.changed()))
        .map(rows -> rows.size() == 1);
  }

  Future<Boolean> stillMine(SqlConnection db, ImportJob job) {
    return db.preparedQuery(STILL_MINE)
        .execute(Tuple.of(job.id(), job.run(), job.state().name()))
        .map(rows -> rows.size() == 1);
  }

  Future<Void> again(SqlClient db, ImportJob job) {
    return db.preparedQuery(AGAIN).execute(Tuple.of(job.id(), job.run())).mapEmpty();
  }

  /** Ends it; gives how many households were left out, empty when it is another server's. */
  Future<Optional<Integer>> done(SqlClient db, ImportJob job, OffsetDateTime at) {
    return db.preparedQuery(DONE)
        .execute(Tuple.of(job.id(), job.run(), at))
        .map(rows -> Rows.first(rows, row -> row.getInteger("bad")));
  }

  Future<Void> clear(SqlClient db, long id) {
    return db.preparedQuery(CLEAR).execute(Tuple.of(id)).mapEmpty();
  }

  /** Rows to be staged, sealed; see {@link #stage}. */
  Tuple sealed(
      long jobId,
      List<Long> ids,
      List<Integer> places,
      List<RowPlan> plans,
      List<SheetHousehold> sheet) {
    int n = ids.size();
    String[] states = new String[n];
    Boolean[] said = new Boolean[n];
    Buffer[] bodies = new Buffer[n];
    for (int i = 0; i < n; i++) {
      RowPlan plan = plans.get(i);
      states[i] = plan.kind().name();
      said[i] = !plan.findings().isEmpty();
      bodies[i] = body(ids.get(i), sheet.get(i), plan);
    }
    return Tuple.tuple()
        .addValue(jobId)
        .addValue(ids.toArray(Long[]::new))
        .addValue(places.toArray(Integer[]::new))
        .addValue(states)
        .addValue(said)
        .addValue(bodies);
  }

  private Buffer body(long id, SheetHousehold sheet, RowPlan plan) {
    JsonObject json = sheet.json();
    json.put(
        "findings",
        new io.vertx.core.json.JsonArray(plan.findings().stream().map(Finding::json).toList()));
    return Buffer.buffer(cipher.seal(Column.IMPORT_HOUSEHOLD_BODY, id, json.toBuffer().getBytes()));
  }

  Future<Void> stage(SqlClient db, Tuple sealed) {
    return db.preparedQuery(STAGE).execute(sealed).mapEmpty();
  }

  Future<List<Sealed>> due(SqlClient db, long jobId, int after, int limit) {
    return db.preparedQuery(DUE)
        .execute(Tuple.of(jobId, after, limit))
        .map(
            rows ->
                Rows.all(
                    rows, row -> new Sealed(row.getLong("id"), Rows.needBytes(row, "body_enc"))));
  }

  SheetHousehold household(Sealed row) {
    return SheetHousehold.of(
        new JsonObject(cipher.openText(Column.IMPORT_HOUSEHOLD_BODY, row.id(), row.bytes())));
  }

  /** Households of whose rows something is said, or that are left out. */
  Future<List<Waiting>> said(SqlClient db, long jobId, boolean bad, int after, int limit) {
    return db.preparedQuery(bad ? BAD : SAID)
        .execute(Tuple.of(jobId, after, limit))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new Waiting(
                            row.getLong("id"),
                            row.getInteger("place"),
                            row.getString("state"),
                            household(
                                new Sealed(row.getLong("id"), Rows.needBytes(row, "body_enc"))))));
  }

  Future<Void> applied(SqlClient db, List<Long> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture()
        : db.preparedQuery(APPLIED).execute(Tuple.of((Object) ids.toArray(Long[]::new))).mapEmpty();
  }

  /** What became otherwise between the check and now. */
  Future<Void> result(
      SqlClient db, List<Long> ids, List<RowPlan> plans, List<SheetHousehold> sheet) {
    if (ids.isEmpty()) {
      return Future.succeededFuture();
    }
    int n = ids.size();
    String[] states = new String[n];
    Boolean[] applied = new Boolean[n];
    Boolean[] said = new Boolean[n];
    Buffer[] bodies = new Buffer[n];
    for (int i = 0; i < n; i++) {
      states[i] = plans.get(i).kind().name();
      applied[i] = false;
      said[i] = true;
      bodies[i] = body(ids.get(i), sheet.get(i), plans.get(i));
    }
    return db.preparedQuery(RESULT)
        .execute(
            Tuple.tuple()
                .addValue(ids.toArray(Long[]::new))
                .addValue(states)
                .addValue(applied)
                .addValue(said)
                .addValue(bodies))
        .mapEmpty();
  }
}
