package yihuyima.api.policy.recomputation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.household.HouseholdLine;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Subtree;

/** What follows from answers, in PostgreSQL: tasks, messages, gaps and counts. */
final class FollowUpStore {
  /** Policies by their numbers, with the name that the newest approved version has. */
  private static final String NAMED =
      """
      (SELECT coalesce(json_agg(json_build_object('policyCode', n.code, 'name', coalesce(
                 (SELECT p.name FROM policy AS p WHERE p.code = n.code AND p.approved_at IS NOT NULL
                   ORDER BY p.version DESC LIMIT 1), n.code)) ORDER BY n.number), '[]'::json)
         FROM policy_number AS n WHERE n.number = ANY (%s)) AS policies
      """;

  static final String TASKS =
      """
      SELECT t.id, t.household_id, t.found_on, t.due_on, w.person_id AS head_id, v.name_enc,
             %s
        FROM (SELECT t.id
                FROM pairing     AS pr
                JOIN household   AS h ON h.id = pr.household_id AND h.processing_stopped_at IS NULL
                JOIN policy_task AS t ON t.household_id = h.id AND t.state = 'OPEN'
               WHERE pr.staff_id = $1 AND pr.to_on IS NULL AND t.id > $2
               ORDER BY t.id
               LIMIT $3) AS page
        JOIN policy_task    AS t ON t.id = page.id
        JOIN membership     AS w ON w.household_id = t.household_id AND w.relation = 'WORKER' AND w.to_on IS NULL
        JOIN person_version AS v ON v.person_id = w.person_id AND v.is_current
       ORDER BY t.id
      """
          .formatted(NAMED.formatted("t.policies"));

  static final String TASK =
      """
      SELECT household_id, state, outcome FROM policy_task WHERE id = $1 FOR UPDATE
      """;

  static final String SETTLE =
      """
      UPDATE policy_task SET state = 'DONE', outcome = $2, done_at = $3, done_by = $4 WHERE id = $1 AND state = 'OPEN'
      """;

  /** Organisation by organisation, only those that have gaps. */
  static final String GAPS =
      """
      SELECT %s,
             %s
        FROM (SELECT found.household_id
                FROM (SELECT q.id
                        FROM organisation AS q
                       WHERE q.path >= $1 AND q.path < $2 AND q.id >= $3
                         AND EXISTS (SELECT 1 FROM answer_count AS k
                                      WHERE k.organisation_id = q.id AND k.gaps > 0 AND ($5::smallint IS NULL OR k.policy = $5))
                       ORDER BY q.id) AS q
               CROSS JOIN LATERAL (SELECT a.organisation_id, a.household_id
                                     FROM household_answer AS a
                                    WHERE a.organisation_id = q.id
                                      AND a.household_id > CASE WHEN q.id = $3 THEN $4::bigint ELSE 0 END
                                      AND a.gaps <> '{}' AND ($5::smallint IS NULL OR $5 = ANY (a.gaps))
                                    ORDER BY a.household_id
                                    LIMIT $6) AS found
               ORDER BY found.organisation_id, found.household_id
               LIMIT $6) AS page
        JOIN household_answer AS a ON a.household_id = page.household_id
        JOIN household AS h ON h.id = page.household_id
        %s
       ORDER BY a.organisation_id, h.id
      """
          .formatted(HouseholdLine.COLUMNS, NAMED.formatted("a.gaps"), HouseholdLine.JOINS);

  static final String NUMBER =
      """
      SELECT number FROM policy_number WHERE code = $1
      """;

  static final String COUNTS =
      """
      SELECT n.code, coalesce((SELECT p.name FROM policy AS p WHERE p.code = n.code AND p.approved_at IS NOT NULL
                                ORDER BY p.version DESC LIMIT 1), n.code) AS name,
             s.entitled, s.unknown, s.gaps
        FROM (SELECT k.policy, sum(k.entitled) AS entitled, sum(k.unknown) AS unknown, sum(k.gaps) AS gaps
                FROM organisation AS o JOIN answer_count AS k ON k.organisation_id = o.id
               WHERE o.path >= $1 AND o.path < $2
               GROUP BY k.policy) AS s
        JOIN policy_number AS n ON n.number = s.policy
       ORDER BY s.gaps DESC, n.code
      """;

  static final String WAITING =
      """
      SELECT EXISTS (SELECT 1 FROM changed_household WHERE id > 0) AS waiting
      """;

  static final String MESSAGES =
      """
      SELECT m.id, m.kind, m.told_at, m.read_at IS NOT NULL AS read,
             %s
        FROM household_message AS m
       WHERE m.household_id = $1 AND m.id < $2
       ORDER BY m.id DESC
       LIMIT $3
      """
          .formatted(NAMED.formatted("m.policies"));

  static final String UNREAD =
      """
      SELECT count(*)::int AS unread FROM household_message WHERE household_id = $1 AND read_at IS NULL
      """;

  static final String READ =
      """
      UPDATE household_message SET read_at = $3 WHERE household_id = $1 AND id <= $2 AND read_at IS NULL
      """;

  /** A task with the name of the worker, in full. */
  record Task(
      long id,
      long householdId,
      String headName,
      LocalDate foundOn,
      LocalDate dueOn,
      JsonArray policies) {}

  /** What a task is about, locked. */
  record Locked(long householdId, String state, @Nullable String outcome) {}

  /** A household with what it may enjoy and does not. */
  record Gap(HouseholdLine line, JsonArray policies) {}

  /** How many households a policy reaches. */
  record Count(String code, String name, long entitled, long unknown, long gaps) {}

  /** A message to a household. */
  record Message(long id, String kind, OffsetDateTime toldAt, boolean read, JsonArray policies) {}

  private final FieldCipher cipher;

  FollowUpStore(FieldCipher cipher) {
    this.cipher = cipher;
  }

  /** Open tasks of households paired with somebody, after a task; fails when the database does. */
  Future<List<Task>> tasks(SqlClient db, long staffId, long after, int limit) {
    return db.preparedQuery(TASKS)
        .execute(Tuple.of(staffId, after, limit))
        .map(rows -> Rows.all(rows, this::task));
  }

  private Task task(Row row) {
    return new Task(
        row.getLong("id"),
        row.getLong("household_id"),
        cipher.openText(
            Column.PERSON_NAME, row.getLong("head_id"), Rows.needBytes(row, "name_enc")),
        row.getLocalDate("found_on"),
        row.getLocalDate("due_on"),
        policies(row));
  }

  private static JsonArray policies(Row row) {
    return (JsonArray) row.getValue("policies");
  }

  /** A task, locked; empty when there is none. */
  Future<Optional<Locked>> lock(SqlConnection db, long taskId) {
    return db.preparedQuery(TASK)
        .execute(Tuple.of(taskId))
        .map(
            rows ->
                Rows.first(
                    rows,
                    row ->
                        new Locked(
                            row.getLong("household_id"),
                            row.getString("state"),
                            row.getString("outcome"))));
  }

  Future<Void> settle(
      SqlConnection db, long taskId, String outcome, OffsetDateTime now, long staffId) {
    return db.preparedQuery(SETTLE).execute(Tuple.of(taskId, outcome, now, staffId)).mapEmpty();
  }

  /** The number of a policy that answers speak of; empty when none does. */
  Future<Optional<Short>> number(SqlClient db, String code) {
    return db.preparedQuery(NUMBER)
        .execute(Tuple.of(code))
        .map(rows -> Rows.first(rows, row -> row.getShort("number")));
  }

  /**
   * Households of a subtree that do not enjoy what they may.
   *
   * @param policy of this alone; null for any
   */
  Future<List<Gap>> gaps(
      SqlClient db,
      Subtree subtree,
      @Nullable Short policy,
      long afterOrganisation,
      long afterHousehold,
      int limit) {
    return db.preparedQuery(GAPS)
        .execute(
            Tuple.of(
                subtree.from(), subtree.to(), afterOrganisation, afterHousehold, policy, limit))
        .map(rows -> Rows.all(rows, row -> new Gap(HouseholdLine.of(row, cipher), policies(row))));
  }

  /** By policy, the one with most gaps first. */
  Future<List<Count>> counts(SqlClient db, Subtree subtree) {
    return db.preparedQuery(COUNTS)
        .execute(Tuple.of(subtree.from(), subtree.to()))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new Count(
                            row.getString("code"),
                            row.getString("name"),
                            row.getLong("entitled"),
                            row.getLong("unknown"),
                            row.getLong("gaps"))));
  }

  /** Whether households wait to be computed. */
  Future<Boolean> isWaiting(SqlClient db) {
    return db.preparedQuery(WAITING)
        .execute()
        .map(rows -> rows.iterator().next().getBoolean("waiting"));
  }

  /** Messages to a household before one, the newest first. */
  Future<List<Message>> messages(SqlClient db, long householdId, long before, int limit) {
    return db.preparedQuery(MESSAGES)
        .execute(Tuple.of(householdId, before, limit))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new Message(
                            row.getLong("id"),
                            row.getString("kind"),
                            row.getOffsetDateTime("told_at"),
                            row.getBoolean("read"),
                            policies(row))));
  }

  Future<Integer> unread(SqlClient db, long householdId) {
    return db.preparedQuery(UNREAD)
        .execute(Tuple.of(householdId))
        .map(rows -> rows.iterator().next().getInteger("unread"));
  }

  Future<Void> read(SqlClient db, long householdId, long upTo, OffsetDateTime now) {
    return db.preparedQuery(READ).execute(Tuple.of(householdId, upTo, now)).mapEmpty();
  }
}
