package yihuyima.api.policy.recomputation;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.sql.Rows;

/** Recomputations and the answers they lead to, in PostgreSQL. */
final class RecomputationStore {
  /** One server at a time; the number only has to be nobody else's. */
  static final String TAKE =
      """
      SELECT pg_try_advisory_xact_lock(7310250021) AS mine
      """;

  /** A window, or the commit of all changes, may take longer than a request may. */
  static final String TAKE_TIME =
      """
      SELECT set_config('statement_timeout', '600s', true)
      """;

  /** Numbers of codes that have none yet. */
  static final String NUMBER =
      """
      INSERT INTO policy_number (code)
      SELECT c FROM unnest($1::text[]) AS c
       WHERE NOT EXISTS (SELECT 1 FROM policy_number AS n WHERE n.code = c)
      ON CONFLICT DO NOTHING
      """;

  static final String NUMBERS =
      """
      SELECT number, code FROM policy_number WHERE code = ANY ($1)
      """;

  static final String LATEST =
      """
      SELECT id, cause, state, on_day, decided_by, policies, begun_by, begun_at, finished_at, after_id, last_id,
             households, members, changed, gained, lost
        FROM recomputation
       WHERE state <> 'DROPPED'
       ORDER BY id DESC
       LIMIT 1
      """;

  static final String BEGIN =
      """
      INSERT INTO recomputation (cause, state, on_day, catalogue_version, policies, begun_by, begun_at, decided_by, last_id)
      SELECT $1, 'COMPUTING', $2, $3, $4, $5, $6, $7, coalesce((SELECT max(id) FROM household), 0)
      RETURNING id, cause, state, on_day, decided_by, policies, begun_by, begun_at, finished_at, after_id, last_id,
                households, members, changed, gained, lost
      """;

  static final String ADVANCE =
      """
      UPDATE recomputation
         SET after_id = $2, households = households + $3, members = members + $4, changed = changed + $5
       WHERE id = $1
      """;

  static final String END =
      """
      UPDATE recomputation SET state = $2, finished_at = $3, gained = $4, lost = $5 WHERE id = $1
      """;

  /** All of them: whatever they were found by is over. */
  static final String FORGET_CHANGES =
      """
      DELETE FROM recomputation_change WHERE household_id > 0
      """;

  static final String ANSWERS =
      """
      SELECT household_id, organisation_id, entitled, unknown, gaps
        FROM household_answer
       WHERE household_id >= $1 AND household_id <= $2
      """;

  static final String NAMED_ANSWERS =
      """
      SELECT household_id, organisation_id, entitled, unknown, gaps
        FROM household_answer
       WHERE household_id = ANY ($1)
      """;

  private static final String ENJOYED_WHERE =
      """
      SELECT DISTINCT e.household_id, n.number
        FROM (SELECT d.household_id, d.policy_code
                FROM entitlement AS d
               WHERE %1$s AND d.delivery IN ('REQUESTED', 'CONFIRMED', 'APPLIED')
              UNION ALL
              SELECT d.household_id, g.policy_code
                FROM application AS d
                JOIN programme   AS g ON g.id = d.programme_id
               WHERE %1$s
                 AND (d.state IN ('SUBMITTED', 'RETURNED', 'CHECKED') OR d.state = 'APPROVED' AND d.submitted_at >= $3)) AS e
        JOIN policy_number AS n ON n.code = e.policy_code
      """;

  /**
   * What is applied for, approved this year, or asked for at another department and not over: no
   * gap while it is.
   */
  static final String ENJOYED =
      ENJOYED_WHERE.formatted("d.household_id >= $1 AND d.household_id <= $2");

  static final String NAMED_ENJOYED =
      ENJOYED_WHERE.formatted("d.household_id = ANY ($1)").replace("$3", "$2");

  static final String ADD_CHANGES =
      """
      INSERT INTO recomputation_change (household_id, organisation_id, entitled, unknown, gaps)
      SELECT h, o, e::smallint[], u::smallint[], g::smallint[]
        FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[]) AS c (h, o, e, u, g)
      ON CONFLICT (household_id) DO UPDATE
         SET organisation_id = excluded.organisation_id, entitled = excluded.entitled, unknown = excluded.unknown, gaps = excluded.gaps
      """;

  /**
   * What was found by households that had an answer before: the first answer of a household is told
   * to nobody, it stands on its page.
   */
  static final String TELL =
      """
      INSERT INTO household_message (household_id, kind, policies, told_at)
      SELECT c.household_id, kinds.kind, kinds.policies, $1
        FROM recomputation_change AS c
        JOIN household_answer     AS a ON a.household_id = c.household_id
       CROSS JOIN LATERAL (
             SELECT 'POLICIES_FOUND', (SELECT array_agg(x ORDER BY x) FROM unnest(c.gaps) AS x WHERE x <> ALL (a.entitled))
             UNION ALL
             SELECT 'POLICIES_ENDED', (SELECT array_agg(x ORDER BY x) FROM unnest(a.entitled) AS x
                                        WHERE x <> ALL (c.entitled) AND x <> ALL (c.unknown))) AS kinds (kind, policies)
       WHERE c.household_id > 0 AND kinds.policies IS NOT NULL
      """;

  /** How many entitlements are new, and how many are over, among households that had an answer. */
  static final String DIFFERENCE =
      """
      SELECT coalesce(sum((SELECT count(*) FROM unnest(c.entitled) AS x WHERE x <> ALL (a.entitled))), 0)::bigint AS gained,
             coalesce(sum((SELECT count(*) FROM unnest(a.entitled) AS x WHERE x <> ALL (c.entitled))), 0)::bigint AS lost
        FROM recomputation_change AS c
        JOIN household_answer     AS a ON a.household_id = c.household_id
       WHERE c.household_id > 0
      """;

  static final String ADD_TASKS =
      """
      INSERT INTO policy_task (household_id, policies, found_on, due_on, state)
      SELECT c.household_id, found.policies, $1, $2, 'OPEN'
        FROM recomputation_change AS c
        JOIN household_answer     AS a ON a.household_id = c.household_id
       CROSS JOIN LATERAL (SELECT array_agg(x ORDER BY x) AS policies FROM unnest(c.gaps) AS x WHERE x <> ALL (a.entitled)) AS found
       WHERE c.household_id > 0 AND found.policies IS NOT NULL
      ON CONFLICT (household_id) WHERE state = 'OPEN' DO UPDATE
         SET policies = (SELECT array_agg(DISTINCT x ORDER BY x) FROM unnest(policy_task.policies || excluded.policies) AS x)
      """;

  /** What is no gap any more leaves the task; a task that has none left is gone. */
  static final String SETTLE_TASKS =
      """
      UPDATE policy_task AS t
         SET state = CASE WHEN t.policies && c.gaps THEN 'OPEN' ELSE 'GONE' END,
             done_at = CASE WHEN t.policies && c.gaps THEN NULL ELSE $1::timestamptz END,
             policies = CASE WHEN t.policies && c.gaps
                             THEN ARRAY(SELECT x FROM unnest(t.policies) AS x WHERE x = ANY (c.gaps))
                             ELSE t.policies END
        FROM recomputation_change AS c
       WHERE t.household_id = c.household_id AND t.state = 'OPEN' AND NOT t.policies <@ c.gaps AND c.household_id > 0
      """;

  /** Organisations whose households are counted anew: where they are, and where they were. */
  static final String TOUCHED =
      """
      SELECT array_agg(DISTINCT o) AS organisations
        FROM (SELECT c.organisation_id FROM recomputation_change AS c WHERE c.household_id > 0
              UNION ALL
              SELECT a.organisation_id
                FROM recomputation_change AS c
                JOIN household_answer     AS a ON a.household_id = c.household_id
               WHERE c.household_id > 0) AS places (o)
      """;

  static final String ANSWER =
      """
      INSERT INTO household_answer AS a (household_id, organisation_id, entitled, unknown, gaps, on_day, catalogue_version, computed_at)
      SELECT c.household_id, c.organisation_id, c.entitled, c.unknown, c.gaps, $1, $2, $3
        FROM recomputation_change AS c
       WHERE c.household_id > 0
       ORDER BY c.household_id
      ON CONFLICT (household_id) DO UPDATE
         SET organisation_id = excluded.organisation_id, entitled = excluded.entitled, unknown = excluded.unknown,
             gaps = excluded.gaps, on_day = excluded.on_day, catalogue_version = excluded.catalogue_version,
             computed_at = excluded.computed_at
      """;

  static final String FORGET_COUNTS =
      """
      DELETE FROM answer_count WHERE organisation_id = ANY ($1)
      """;

  static final String COUNT =
      """
      INSERT INTO answer_count (organisation_id, policy, entitled, unknown, gaps)
      SELECT a.organisation_id, x.policy, count(*) FILTER (WHERE x.kind = 'E'), count(*) FILTER (WHERE x.kind = 'U'),
             count(*) FILTER (WHERE x.kind = 'G')
        FROM household_answer AS a
       CROSS JOIN LATERAL (SELECT 'E', p FROM unnest(a.entitled) AS p
                           UNION ALL SELECT 'U', p FROM unnest(a.unknown) AS p
                           UNION ALL SELECT 'G', p FROM unnest(a.gaps) AS p) AS x (kind, policy)
       WHERE a.organisation_id = ANY ($1)
       GROUP BY a.organisation_id, x.policy
      """;

  /** Oldest first; others may be adding lines meanwhile, which stay for the next time. */
  static final String TAKE_MARKS =
      """
      DELETE FROM changed_household
       WHERE id IN (SELECT id FROM changed_household ORDER BY id LIMIT $1)
      RETURNING household_id
      """;

  /** Whether so many are waiting that all are computed rather than one by one. */
  static final String MANY_MARKS =
      """
      SELECT count(*) > $1 AS many FROM (SELECT 1 FROM changed_household ORDER BY id LIMIT $1 + 1) AS first_marks
      """;

  static final String FORGET_MARKS =
      """
      DELETE FROM changed_household WHERE id > 0
      """;

  /**
   * A recomputation as it stands.
   *
   * @param afterId the last household that was computed
   * @param lastId the last household there was when it began
   */
  record Recomputation(
      long id,
      String cause,
      String state,
      LocalDate onDay,
      Buffer decidedBy,
      int policies,
      String begunBy,
      OffsetDateTime begunAt,
      @Nullable OffsetDateTime finishedAt,
      long afterId,
      long lastId,
      long households,
      long members,
      long changed,
      long gained,
      long lost) {
    boolean isOpen() {
      return state.equals("COMPUTING");
    }

    private static Recomputation of(Row row) {
      return new Recomputation(
          row.getLong("id"),
          row.getString("cause"),
          row.getString("state"),
          row.getLocalDate("on_day"),
          row.getBuffer("decided_by"),
          row.getInteger("policies"),
          row.getString("begun_by"),
          row.getOffsetDateTime("begun_at"),
          row.getOffsetDateTime("finished_at"),
          row.getLong("after_id"),
          row.getLong("last_id"),
          row.getLong("households"),
          row.getLong("members"),
          row.getLong("changed"),
          row.getLong("gained"),
          row.getLong("lost"));
    }
  }

  /** What stands of a household. */
  record Standing(long organisation, Short[] entitled, Short[] unknown, Short[] gaps) {}

  /** Changes to write, column by column. */
  record Changes(
      Long[] households,
      Long[] organisations,
      String[] entitled,
      String[] unknown,
      String[] gaps) {}

  /** Whether this transaction is the one that works; fails when the database does. */
  Future<Boolean> take(SqlClient db) {
    return db.preparedQuery(TAKE)
        .execute()
        .map(rows -> rows.iterator().next().getBoolean("mine"))
        .compose(
            mine ->
                mine
                    ? db.preparedQuery(TAKE_TIME).execute().map(true)
                    : Future.succeededFuture(false));
  }

  /** Numbers of policies, given to those that have none. */
  Future<Map<String, Short>> numbers(SqlClient db, List<String> codes) {
    String[] all = codes.toArray(String[]::new);
    return db.preparedQuery(NUMBER)
        .execute(Tuple.of(all))
        .compose(ok -> db.preparedQuery(NUMBERS).execute(Tuple.of(all)))
        .map(
            rows -> {
              Map<String, Short> numbers = new HashMap<>();
              for (Row row : rows) {
                numbers.put(row.getString("code"), row.getShort("number"));
              }
              return numbers;
            });
  }

  /** The open one, or the last that was done; empty before the first. */
  Future<Optional<Recomputation>> latest(SqlClient db) {
    return db.preparedQuery(LATEST).execute().map(rows -> Rows.first(rows, Recomputation::of));
  }

  /** A new one. */
  Future<Recomputation> begin(
      SqlClient db,
      String cause,
      LocalDate day,
      long catalogueVersion,
      int policies,
      String by,
      OffsetDateTime now,
      Buffer decidedBy) {
    return db.preparedQuery(BEGIN)
        .execute(Tuple.of(cause, day, catalogueVersion, policies, by, now, decidedBy))
        .map(rows -> Recomputation.of(rows.iterator().next()));
  }

  Future<Void> advance(
      SqlClient db, long id, long after, long households, long members, long changed) {
    return db.preparedQuery(ADVANCE)
        .execute(Tuple.of(id, after, households, members, changed))
        .mapEmpty();
  }

  Future<Void> end(
      SqlClient db, long id, String state, OffsetDateTime now, long gained, long lost) {
    return db.preparedQuery(END).execute(Tuple.of(id, state, now, gained, lost)).mapEmpty();
  }

  Future<Void> forgetChanges(SqlClient db) {
    return db.preparedQuery(FORGET_CHANGES).execute().mapEmpty();
  }

  /** What stands of households from one to another. */
  Future<Map<Long, Standing>> standing(SqlClient db, long first, long last) {
    return db.preparedQuery(ANSWERS)
        .execute(Tuple.of(first, last))
        .map(RecomputationStore::standing);
  }

  /** What stands of households that are named. */
  Future<Map<Long, Standing>> standing(SqlClient db, Long[] ids) {
    return db.preparedQuery(NAMED_ANSWERS).execute(Tuple.of(ids)).map(RecomputationStore::standing);
  }

  private static Map<Long, Standing> standing(Iterable<Row> rows) {
    Map<Long, Standing> standing = new HashMap<>();
    for (Row row : rows) {
      standing.put(
          row.getLong(0),
          new Standing(
              row.getLong(1),
              row.getArrayOfShorts(2),
              row.getArrayOfShorts(3),
              row.getArrayOfShorts(4)));
    }
    return standing;
  }

  /** What households from one to another enjoy, by numbers of policies. */
  Future<Map<Long, List<Short>>> enjoyed(
      SqlClient db, long first, long last, OffsetDateTime yearBegan) {
    return db.preparedQuery(ENJOYED)
        .execute(Tuple.of(first, last, yearBegan))
        .map(RecomputationStore::enjoyed);
  }

  /** What households that are named enjoy. */
  Future<Map<Long, List<Short>>> enjoyed(SqlClient db, Long[] ids, OffsetDateTime yearBegan) {
    return db.preparedQuery(NAMED_ENJOYED)
        .execute(Tuple.of(ids, yearBegan))
        .map(RecomputationStore::enjoyed);
  }

  private static Map<Long, List<Short>> enjoyed(Iterable<Row> rows) {
    Map<Long, List<Short>> enjoyed = new HashMap<>();
    for (Row row : rows) {
      enjoyed
          .computeIfAbsent(row.getLong(0), id -> new java.util.ArrayList<>())
          .add(row.getShort(1));
    }
    return enjoyed;
  }

  Future<Void> addChanges(SqlClient db, Changes changes) {
    if (changes.households().length == 0) {
      return Future.succeededFuture();
    }
    return db.preparedQuery(ADD_CHANGES)
        .execute(
            Tuple.tuple()
                .addValue(changes.households())
                .addValue(changes.organisations())
                .addValue(changes.entitled())
                .addValue(changes.unknown())
                .addValue(changes.gaps()))
        .mapEmpty();
  }

  /**
   * Makes what was found the answer, tells households and gives tasks, all in the caller's
   * transaction.
   *
   * @param due until when cadres have a task
   * @return how many entitlements are new and how many are over
   */
  Future<long[]> apply(
      SqlClient db, LocalDate day, LocalDate due, long catalogueVersion, OffsetDateTime now) {
    long[] difference = new long[2];
    return db.preparedQuery(DIFFERENCE)
        .execute()
        .map(
            rows -> {
              Row row = rows.iterator().next();
              difference[0] = row.getLong("gained");
              difference[1] = row.getLong("lost");
              return rows;
            })
        .compose(ok -> db.preparedQuery(TELL).execute(Tuple.of(now)))
        .compose(ok -> db.preparedQuery(SETTLE_TASKS).execute(Tuple.of(now)))
        .compose(ok -> db.preparedQuery(ADD_TASKS).execute(Tuple.of(day, due)))
        .compose(ok -> db.preparedQuery(TOUCHED).execute())
        .compose(
            rows -> {
              Long[] touched = rows.iterator().next().getArrayOfLongs("organisations");
              return db.preparedQuery(ANSWER)
                  .execute(Tuple.of(day, catalogueVersion, now))
                  .compose(ok -> recount(db, touched));
            })
        .compose(ok -> forgetChanges(db))
        .map(difference);
  }

  private static Future<Void> recount(SqlClient db, Long @Nullable [] organisations) {
    if (organisations == null) {
      return Future.succeededFuture();
    }
    Tuple these = Tuple.tuple().addValue(organisations);
    return db.preparedQuery(FORGET_COUNTS)
        .execute(these)
        .compose(ok -> db.preparedQuery(COUNT).execute(these))
        .mapEmpty();
  }

  /** Takes marks of changed households away; each household once. */
  Future<Long[]> takeMarks(SqlClient db, int most) {
    return db.preparedQuery(TAKE_MARKS)
        .execute(Tuple.of(most))
        .map(
            rows ->
                Rows.all(rows, row -> row.getLong("household_id")).stream()
                    .distinct()
                    .sorted()
                    .toArray(Long[]::new));
  }

  Future<Boolean> manyMarks(SqlClient db, int many) {
    return db.preparedQuery(MANY_MARKS)
        .execute(Tuple.of(many))
        .map(rows -> rows.iterator().next().getBoolean("many"));
  }

  Future<Void> forgetMarks(SqlClient db) {
    return db.preparedQuery(FORGET_MARKS).execute().mapEmpty();
  }
}
