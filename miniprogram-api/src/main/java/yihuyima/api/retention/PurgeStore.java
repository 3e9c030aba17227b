package yihuyima.api.retention;

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
import org.jspecify.annotations.Nullable;
import yihuyima.api.sql.Rows;

/** Rules, purges and what they did, in PostgreSQL. */
final class PurgeStore {
  /** The newest version of each rule. */
  static final String RULES =
      """
      SELECT r.code, r.version, r.position, r.is_on, r.mode, r.what, r.starts, r.months, r.days, r.ground, r.source
        FROM retention_rule AS r
       WHERE r.code > '' AND NOT EXISTS (SELECT 1 FROM retention_rule AS n WHERE n.code = r.code AND n.version > r.version)
       ORDER BY r.position, r.code
       LIMIT 100
      """;

  private static final String SHOWN = "id, dry, state, started_by, started_at, finished_at";

  /** Nothing is begun while one runs, nor twice in a night. */
  static final String START =
      """
      INSERT INTO purge (dry, state, started_by, started_at, beat_at, night)
      VALUES ($1, 'RUNNING', $2, $3, $3, $4)
      ON CONFLICT DO NOTHING
      RETURNING %s
      """
          .formatted(SHOWN);

  static final String ADD_PART =
      """
      INSERT INTO purge_part (purge_id, rule_code, rule_version, position, cutoff_at, state, after_key, ids_hash)
      VALUES ($1, $2, $3, $4, $5, 'COUNTING', $6, $7)
      """;

  /** A dry run that ended after a moment, and that no purge followed yet. */
  static final String DRY_RUN =
      """
      SELECT 1 AS found
        FROM purge AS d
       WHERE d.id = $1 AND d.dry AND d.state = 'DONE' AND d.finished_at >= $2
         AND NOT EXISTS (SELECT 1 FROM purge AS p WHERE p.id > d.id AND NOT p.dry)
      """;

  static final String LIST =
      """
      SELECT %s
        FROM purge
       WHERE id < $1
       ORDER BY id DESC
       LIMIT $2
      """
          .formatted(SHOWN);

  static final String FIND =
      """
      SELECT %s FROM purge WHERE id = $1
      """
          .formatted(SHOWN);

  /** What each rule did, with what its proof says and what the sealed record says of it. */
  static final String PARTS =
      """
      SELECT p.purge_id, p.rule_code, p.rule_version, r.what, p.cutoff_at, p.state, p.pass, p.after_key, p.rows_seen, p.due_before, p.purged,
             p.due_left, p.tables::text AS tables, p.held::text AS held, p.ids_hash,
             u.started_by, u.started_at, x.number, x.body, x.previous_digest, x.digest, x.written_at,
             (SELECT b.digest FROM purge_proof AS b WHERE b.number = x.number - 1) AS digest_before,
             (SELECT max(a.detail) FROM access_record AS a
               WHERE a.actor = 'SYSTEM:purge' AND a.at = x.written_at AND a.operation = 'startPurge'
                 AND a.request_id = 'purge-' || p.purge_id || '-' || p.rule_code) AS recorded
        FROM purge_part     AS p
        JOIN purge          AS u ON u.id = p.purge_id
        JOIN retention_rule AS r ON r.code = p.rule_code AND r.version = p.rule_version
        LEFT JOIN purge_proof AS x ON x.purge_id = p.purge_id AND x.rule_code = p.rule_code
       WHERE p.purge_id = $1
       ORDER BY p.position, p.rule_code
       LIMIT 100
      """;

  /** Whoever holds the lock works on it; another server finds nothing to do. */
  static final String LOCK =
      """
      SELECT id, dry, started_by, started_at
        FROM purge
       WHERE state = 'RUNNING'
         FOR UPDATE SKIP LOCKED
      """;

  static final String NEXT_PART =
      """
      SELECT rule_code, rule_version, cutoff_at, state, pass, after_key, rows_seen, due_before, purged, due_left,
             tables::text AS tables, held::text AS held, ids_hash
        FROM purge_part
       WHERE purge_id = $1 AND state <> 'DONE'
       ORDER BY position, rule_code
       LIMIT 1
      """;

  static final String SAVE_PART =
      """
      UPDATE purge_part
         SET state = $3, pass = $4, after_key = $5, rows_seen = $6, due_before = $7, purged = $8, due_left = $9,
             tables = $10::text::jsonb, held = $11::text::jsonb, ids_hash = $12
       WHERE purge_id = $1 AND rule_code = $2
      """;

  static final String BEAT =
      """
      UPDATE purge SET beat_at = $2 WHERE id = $1
      """;

  static final String FINISH =
      """
      UPDATE purge AS u
         SET state = CASE WHEN NOT u.dry AND EXISTS (SELECT 1 FROM purge_part AS p WHERE p.purge_id = u.id AND p.due_left > 0)
                          THEN 'LEFT' ELSE 'DONE' END,
             beat_at = $2, finished_at = $2
       WHERE u.id = $1
      """;

  /** The newest link, locked by the purge's own row: one purge runs at a time. */
  static final String LAST_PROOF =
      """
      SELECT number, digest FROM purge_proof ORDER BY number DESC LIMIT 1
      """;

  static final String ADD_PROOF =
      """
      INSERT INTO purge_proof (number, purge_id, rule_code, body, previous_digest, digest, written_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """;

  /** A rule as it stands. */
  record Rule(
      String code,
      int version,
      int position,
      boolean on,
      String mode,
      String what,
      String starts,
      @Nullable Integer months,
      @Nullable Integer days,
      String ground,
      String source) {}

  /** A purge that is this server's for one transaction. */
  record Locked(long id, boolean dry, String startedBy, OffsetDateTime startedAt) {}

  /** How far one rule is in a purge. */
  record Part(
      String rule,
      int version,
      OffsetDateTime cutoff,
      String state,
      int pass,
      String after,
      long seen,
      long before,
      long purged,
      long left,
      JsonObject tables,
      JsonObject held,
      byte[] idsHash) {
    private Part with(
        String next,
        int nextPass,
        String key,
        long rows,
        long dueBefore,
        long dueLeft,
        JsonObject holds) {
      return new Part(
          rule, version, cutoff, next, nextPass, key, rows, dueBefore, purged, dueLeft, tables,
          holds, idsHash);
    }

    /** Gone on to this row. */
    Part at(String key) {
      return with(state, pass, key, seen, before, left, held);
    }

    /** In another state, at the table's beginning. */
    Part in(String next, String first) {
      boolean checks = next.equals("CHECKING");
      return with(
          next, pass, first, seen, before, checks ? 0 : left, checks ? new JsonObject() : held);
    }

    /** Purging again: rows were being written to. */
    Part onceMore(String first) {
      return with("PURGING", pass + 1, first, seen, before, 0, held);
    }

    /** After the rows of a window were counted. */
    Part counted(List<Looked> rows) {
      return with(state, pass, after, seen + rows.size(), before + due(rows), left, holds(rows));
    }

    /** After the rows of a window were looked at for what is left. */
    Part checked(List<Looked> rows) {
      return with(state, pass, after, seen, before, left + due(rows), holds(rows));
    }

    private static long due(List<Looked> rows) {
      return rows.stream().filter(row -> row.due() && row.hold() == null).count();
    }

    private JsonObject holds(List<Looked> rows) {
      JsonObject holds = held.copy();
      for (Looked row : rows) {
        String hold = row.hold();
        if (row.due() && hold != null) {
          holds.put(hold, holds.getLong(hold, 0L) + 1);
        }
      }
      return holds;
    }

    /** After rows of a window were purged. */
    Part disposed(JsonObject counts, int rows, byte[] hash) {
      JsonObject sums = tables.copy();
      counts.forEach(
          count ->
              sums.put(
                  count.getKey(),
                  sums.getLong(count.getKey(), 0L) + ((Number) count.getValue()).longValue()));
      return new Part(
          rule,
          version,
          cutoff,
          state,
          pass,
          after,
          seen,
          before,
          purged + rows,
          left,
          sums,
          held,
          hash);
    }
  }

  /** A rule's part as it is shown, with its proof when it has one. */
  record Shown(
      String what,
      Part part,
      @Nullable PurgeProof proof,
      PurgeProof.@Nullable Standing standing,
      @Nullable OffsetDateTime provedAt) {}

  /** One row that a walk looked at. */
  record Looked(String key, boolean due, @Nullable String hold) {}

  /** The newest link of the chain of proofs. */
  record Link(long number, byte[] digest) {}

  Future<List<Rule>> rules(SqlClient db) {
    return db.preparedQuery(RULES).execute().map(rows -> Rows.all(rows, PurgeStore::rule));
  }

  private static Rule rule(Row row) {
    Short months = row.getShort("months");
    Short days = row.getShort("days");
    return new Rule(
        row.getString("code"),
        row.getShort("version"),
        row.getShort("position"),
        row.getBoolean("is_on"),
        row.getString("mode"),
        row.getString("what"),
        row.getString("starts"),
        months == null ? null : months.intValue(),
        days == null ? null : days.intValue(),
        row.getString("ground"),
        row.getString("source"));
  }

  /** Begins one; empty when one runs, or this night had its own. */
  Future<Optional<Row>> start(
      SqlClient db, boolean dry, String by, OffsetDateTime at, @Nullable LocalDate night) {
    return db.preparedQuery(START)
        .execute(Tuple.of(dry, by, at, night))
        .map(rows -> Rows.first(rows, row -> row));
  }

  Future<Void> addPart(
      SqlClient db, long id, Rule rule, OffsetDateTime cutoff, String firstKey, byte[] hash) {
    Tuple values =
        Tuple.of(
                id,
                rule.code(),
                (short) rule.version(),
                (short) Disposals.place(rule.code()),
                cutoff,
                firstKey)
            .addValue(Buffer.buffer(hash));
    return db.preparedQuery(ADD_PART).execute(values).mapEmpty();
  }

  Future<Boolean> isFreshDryRun(SqlClient db, long id, OffsetDateTime since) {
    return db.preparedQuery(DRY_RUN).execute(Tuple.of(id, since)).map(rows -> rows.size() == 1);
  }

  Future<List<Row>> list(SqlClient db, long before, int limit) {
    return db.preparedQuery(LIST)
        .execute(Tuple.of(before, limit))
        .map(rows -> Rows.all(rows, row -> row));
  }

  Future<Optional<Row>> find(SqlClient db, long id) {
    return db.preparedQuery(FIND).execute(Tuple.of(id)).map(rows -> Rows.first(rows, row -> row));
  }

  Future<List<Shown>> parts(SqlClient db, long id) {
    return db.preparedQuery(PARTS)
        .execute(Tuple.of(id))
        .map(rows -> Rows.all(rows, PurgeStore::shown));
  }

  private static Shown shown(Row row) {
    Part part = part(row);
    Long number = row.getLong("number");
    if (number == null) {
      return new Shown(row.getString("what"), part, null, null, null);
    }
    OffsetDateTime at = row.getOffsetDateTime("written_at");
    Locked purge =
        new Locked(
            row.getLong("purge_id"),
            false,
            row.getString("started_by"),
            row.getOffsetDateTime("started_at"));
    PurgeProof kept =
        new PurgeProof(
            number,
            part.rule(),
            row.getString("body"),
            Rows.needBytes(row, "previous_digest"),
            Rows.needBytes(row, "digest"),
            "");
    PurgeProof.Standing standing =
        kept.standing(
            PurgeProof.body(number, purge, part, at),
            Rows.bytes(row, "digest_before"),
            row.getString("recorded"));
    return new Shown(row.getString("what"), part, kept, standing, at);
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
                            row.getBoolean("dry"),
                            row.getString("started_by"),
                            row.getOffsetDateTime("started_at"))));
  }

  Future<Optional<Part>> nextPart(SqlClient db, long id) {
    return db.preparedQuery(NEXT_PART)
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows, PurgeStore::part));
  }

  private static Part part(Row row) {
    return new Part(
        row.getString("rule_code"),
        row.getShort("rule_version"),
        row.getOffsetDateTime("cutoff_at"),
        row.getString("state"),
        row.getShort("pass"),
        row.getString("after_key"),
        row.getLong("rows_seen"),
        row.getLong("due_before"),
        row.getLong("purged"),
        row.getLong("due_left"),
        new JsonObject(row.getString("tables")),
        new JsonObject(row.getString("held")),
        Rows.needBytes(row, "ids_hash"));
  }

  Future<Void> save(SqlClient db, long id, Part part, OffsetDateTime now) {
    Tuple values =
        Tuple.of(id, part.rule(), part.state(), (short) part.pass(), part.after(), part.seen())
            .addValue(part.before())
            .addValue(part.purged())
            .addValue(part.left())
            .addValue(part.tables().encode())
            .addValue(part.held().encode())
            .addValue(Buffer.buffer(part.idsHash()));
    return db.preparedQuery(SAVE_PART)
        .execute(values)
        .compose(ok -> db.preparedQuery(BEAT).execute(Tuple.of(id, now)))
        .mapEmpty();
  }

  Future<Void> finish(SqlClient db, long id, OffsetDateTime now) {
    return db.preparedQuery(FINISH).execute(Tuple.of(id, now)).mapEmpty();
  }

  Future<Optional<Link>> lastProof(SqlClient db) {
    return db.preparedQuery(LAST_PROOF)
        .execute()
        .map(
            rows ->
                Rows.first(
                    rows, row -> new Link(row.getLong("number"), Rows.needBytes(row, "digest"))));
  }

  Future<Void> addProof(SqlClient db, long id, PurgeProof proof, OffsetDateTime now) {
    Tuple values =
        Tuple.of(proof.number(), id, proof.rule(), proof.body())
            .addValue(Buffer.buffer(proof.previous()))
            .addValue(Buffer.buffer(proof.digest()))
            .addValue(now);
    return db.preparedQuery(ADD_PROOF).execute(values).mapEmpty();
  }

  /** The next rows of a rule's table, in order. */
  Future<List<Looked>> window(SqlClient db, Disposal of, Part part, OffsetDateTime now) {
    return looked(
        db, of.window(), Tuple.of(part.cutoff(), now, part.after(), (long) of.windowRows()));
  }

  /** These rows, looked at once more. */
  Future<List<Looked>> again(
      SqlClient db, Disposal of, Part part, OffsetDateTime now, List<String> keys) {
    return looked(db, of.again(), Tuple.of(part.cutoff(), now, keys.toArray(String[]::new)));
  }

  private static Future<List<Looked>> looked(SqlClient db, String sql, Tuple values) {
    return db.preparedQuery(sql)
        .execute(values)
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new Looked(
                            row.getString("key"), row.getBoolean("due"), row.getString("hold"))));
  }

  /** Which of these rows are now this transaction's. */
  Future<List<String>> lockRows(SqlClient db, Disposal of, List<String> keys) {
    return db.preparedQuery(of.lock())
        .execute(Tuple.of(keys.toArray(String[]::new)))
        .map(rows -> Rows.all(rows, row -> row.getString("key")));
  }

  /** Carries a step out; gives how many rows it touched. */
  Future<Integer> step(SqlClient db, Disposal.Step step, List<String> keys, OffsetDateTime now) {
    Tuple values = Tuple.of(keys.toArray(String[]::new));
    if (step.dated()) {
      values.addValue(now);
    }
    return db.preparedQuery(step.sql()).execute(values).map(rows -> rows.rowCount());
  }
}
