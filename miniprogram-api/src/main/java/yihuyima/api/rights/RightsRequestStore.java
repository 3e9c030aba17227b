package yihuyima.api.rights;

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
import yihuyima.api.access.Access;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.access.Masking;
import yihuyima.api.household.Names;
import yihuyima.api.identity.Caller;
import yihuyima.api.pairing.ConcernRows;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Sequences;

/** Requests of families in PostgreSQL; their words are kept encrypted. */
final class RightsRequestStore {
  private static final String COLUMNS =
      """
      r.id, r.household_id, r.kind, r.field, r.ought_enc, r.why_enc, r.state, r.asked_at, r.answer_by, r.answered_at, r.answer_enc
      """;

  static final String ASK =
      """
      INSERT INTO rights_request (id, household_id, asked_by, kind, field, ought_enc, why_enc, state, asked_at, answer_by)
      VALUES ($1, $2, $3, $4, $5, $6, $7, 'OPEN', $8, $9)
      """;

  static final String COUNT_OPEN =
      """
      SELECT count(*) AS open_ones
        FROM rights_request
       WHERE household_id = $1 AND state = 'OPEN'
      """;

  static final String OF_HOUSEHOLD =
      """
      SELECT %s
        FROM rights_request AS r
       WHERE r.household_id = $1 AND ($2::bigint IS NULL OR r.asked_by = $2)
       ORDER BY r.id DESC
       LIMIT 100
      """
          .formatted(COLUMNS);

  /** A household's own, locked. */
  static final String OWN =
      """
      SELECT %s
        FROM rights_request AS r
       WHERE r.id = $1 AND r.household_id = $2 AND ($3::bigint IS NULL OR r.asked_by = $3)
         FOR UPDATE
      """
          .formatted(COLUMNS);

  static final String FIND =
      """
      SELECT %s, %s
        FROM rights_request AS r
        JOIN household    AS h ON h.id = r.household_id
        JOIN organisation AS o ON o.id = h.organisation_id
       WHERE r.id = $1
         FOR UPDATE OF r
      """
          .formatted(
              COLUMNS, ConcernRows.COLUMNS_FOR_STAFF_2.replace("h.id AS household_id, ", ""));

  /**
   * What waits for somebody, the most urgent first; $3, $4 and $5 say by which right. Of a family
   * that stopped the use of its data nothing waits until it resumes.
   */
  static final String WAITING =
      """
      SELECT %s, o.name AS organisation, w.person_id AS head_id, pv.name_enc, %s
        FROM rights_request AS r
        JOIN household      AS h  ON h.id = r.household_id
        JOIN organisation   AS o  ON o.id = h.organisation_id
        JOIN membership     AS w  ON w.household_id = h.id AND w.relation = 'WORKER' AND w.to_on IS NULL
        JOIN person_version AS pv ON pv.person_id = w.person_id AND pv.is_current
       WHERE r.state = 'OPEN' AND h.processing_stopped_at IS NULL AND (r.answer_by, r.id) > ($6, $7)
         AND ($3::boolean AND r.kind = 'CORRECTION' AND o.path >= $8 AND o.path < $9
           OR $4::boolean AND r.kind = 'CORRECTION' AND (EXISTS (SELECT 1 FROM pairing AS p
                          WHERE p.staff_id = $2 AND p.household_id = h.id AND p.to_on IS NULL) OR o.shared_pairing AND o.path = $8)
           OR $5::boolean AND r.kind = 'STOP' AND o.path >= $8 AND o.path < $9)
       ORDER BY r.answer_by, r.id
       LIMIT $1
      """
          .formatted(
              COLUMNS, ConcernRows.COLUMNS_FOR_STAFF_2.replace("h.id AS household_id, ", ""));

  static final String ANSWER =
      """
      UPDATE rights_request
         SET state = $2, answered_at = $3, answered_by = $4, answer_enc = $5
       WHERE id = $1 AND state = 'OPEN'
      """;

  static final String WITHDRAW =
      """
      UPDATE rights_request
         SET state = 'WITHDRAWN'
       WHERE id = $1 AND state = 'OPEN'
      """;

  static final String LIFT =
      """
      UPDATE rights_request
         SET state = 'LIFTED'
       WHERE household_id = $1 AND kind = 'STOP' AND state = 'ACCEPTED'
      """;

  /**
   * Whoever asks for a household, stops it, or sends an application for it takes turns: what the
   * other has begun is over, and counted, before this goes on.
   */
  static final String TAKE_TURN =
      """
      SELECT id
        FROM household
       WHERE id = $1
         FOR NO KEY UPDATE
      """;

  /** Whether something of the household still runs: money and applications are ended first. */
  static final String RUNNING =
      """
      SELECT EXISTS (SELECT 1 FROM application
                      WHERE household_id = $1 AND state IN ('SUBMITTED', 'RETURNED', 'CHECKED'))
          OR EXISTS (SELECT 1 FROM payment
                      WHERE household_id = $1 AND state <> 'PAID') AS running
      """;

  static final String STOP =
      """
      UPDATE household
         SET processing_stopped_at = $2
       WHERE id = $1
      """;

  /** What a family asks for. */
  record Draft(
      RightsRequest.Kind kind,
      @Nullable String field,
      @Nullable String ought,
      @Nullable String why) {}

  /** Found for somebody of the staff. */
  record Standing(RightsRequest request, Concern concern) {}

  /** One that waits, with whose it is. */
  record Waiting(RightsRequest request, Concern concern, String headName, String organisation) {
    JsonObject json(Caller caller, LocalDate today) {
      return request
          .json()
          .put("householdId", concern.householdId())
          .put(
              "headName",
              Access.masking(caller, concern) == Masking.OPEN ? headName : Names.masked(headName))
          .put("organisation", organisation)
          .put("late", request.answerBy().isBefore(today));
    }
  }

  private final FieldCipher cipher;

  RightsRequestStore(FieldCipher cipher) {
    this.cipher = cipher;
  }

  /** Fails with STOP_ASKED when a stop is asked for twice. */
  Future<Long> ask(
      SqlConnection db, Caller.Household own, Draft draft, OffsetDateTime now, LocalDate answerBy) {
    return Sequences.next(db, "rights_request")
        .compose(
            id -> {
              Tuple values =
                  Tuple.of(id, own.householdId(), own.accountId(), draft.kind().name())
                      .addValue(draft.field())
                      .addValue(sealed(Column.RIGHTS_REQUEST_OUGHT, id, draft.ought()))
                      .addValue(sealed(Column.RIGHTS_REQUEST_WHY, id, draft.why()))
                      .addValue(now)
                      .addValue(answerBy);
              return db.preparedQuery(ASK).execute(values).map(id);
            });
  }

  /** How many wait, once it is this transaction's turn to ask for one more. */
  Future<Integer> open(SqlConnection db, long householdId) {
    return db.preparedQuery(TAKE_TURN)
        .execute(Tuple.of(householdId))
        .compose(taken -> db.preparedQuery(COUNT_OPEN).execute(Tuple.of(householdId)))
        .map(rows -> rows.iterator().next().getInteger("open_ones"));
  }

  /** Those that the caller may read, the newest first; fails when the database does. */
  Future<List<RightsRequest>> ofHousehold(SqlClient db, Caller.Household own) {
    return db.preparedQuery(OF_HOUSEHOLD)
        .execute(Tuple.of(own.householdId(), asker(own)))
        .map(rows -> Rows.all(rows, this::request));
  }

  /** One that the caller may read, locked; empty for all others; fails when the database does. */
  Future<Optional<RightsRequest>> own(SqlConnection db, long id, Caller.Household own) {
    return db.preparedQuery(OWN)
        .execute(Tuple.of(id, own.householdId(), asker(own)))
        .map(rows -> Rows.first(rows, this::request));
  }

  /** Whose requests alone are read: a guardian's own, for the others' may tell of anybody. */
  private static @Nullable Long asker(Caller.Household own) {
    return Access.childOf(own) == null ? null : own.accountId();
  }

  Future<Guarded<Standing>> find(SqlConnection db, Caller caller, long id) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(id, Concern.staffId(caller)))
        .map(
            rows ->
                Guarded.of(
                    Rows.first(rows, row -> new Standing(request(row), ConcernRows.of(row))),
                    Standing::concern));
  }

  Future<List<Waiting>> waiting(
      SqlClient db, Access.RightsDesk desk, LocalDate afterDay, long afterId, int limit) {
    Tuple values =
        Tuple.of(limit, desk.staffId(), desk.corrections(), desk.inCharge(), desk.stops())
            .addValue(afterDay)
            .addValue(afterId)
            .addValue(desk.subtree().from())
            .addValue(desk.subtree().to());
    return db.preparedQuery(WAITING)
        .execute(values)
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new Waiting(
                            request(row),
                            ConcernRows.of(row),
                            cipher.openText(
                                Column.PERSON_NAME,
                                row.getLong("head_id"),
                                Rows.needBytes(row, "name_enc")),
                            row.getString("organisation"))));
  }

  /** Gives whether it was open. */
  Future<Boolean> answer(
      SqlConnection db,
      long id,
      RightsRequest.State state,
      String words,
      long by,
      OffsetDateTime now) {
    return db.preparedQuery(ANSWER)
        .execute(
            Tuple.of(id, state.name(), now, by, sealed(Column.RIGHTS_REQUEST_ANSWER, id, words)))
        .map(rows -> rows.rowCount() == 1);
  }

  Future<Void> withdraw(SqlConnection db, long id) {
    return db.preparedQuery(WITHDRAW).execute(Tuple.of(id)).mapEmpty();
  }

  /** Whether something still runs, once it is this transaction's turn to stop it. */
  Future<Boolean> running(SqlConnection db, long householdId) {
    return db.preparedQuery(TAKE_TURN)
        .execute(Tuple.of(householdId))
        .compose(taken -> db.preparedQuery(RUNNING).execute(Tuple.of(householdId)))
        .map(rows -> rows.iterator().next().getBoolean("running"));
  }

  /** From now on the household's data is not used. */
  Future<Void> stop(SqlConnection db, long householdId, OffsetDateTime now) {
    return db.preparedQuery(STOP).execute(Tuple.of(householdId, now)).mapEmpty();
  }

  /** It is used again; gives whether it had been stopped. */
  Future<Boolean> lift(SqlConnection db, long householdId) {
    return db.preparedQuery(LIFT)
        .execute(Tuple.of(householdId))
        .compose(
            lifted ->
                db.preparedQuery(STOP)
                    .execute(Tuple.of(householdId, (Object) null))
                    .map(lifted.rowCount() == 1));
  }

  private @Nullable Buffer sealed(Column column, long id, @Nullable String words) {
    return words == null ? null : Buffer.buffer(cipher.seal(column, id, words));
  }

  private @Nullable String opened(Column column, Row row, String name) {
    byte[] sealed = Rows.bytes(row, name);
    return sealed == null ? null : cipher.openText(column, row.getLong("id"), sealed);
  }

  private RightsRequest request(Row row) {
    OffsetDateTime answered = row.getOffsetDateTime("answered_at");
    return new RightsRequest(
        row.getLong("id"),
        row.getLong("household_id"),
        RightsRequest.Kind.valueOf(row.getString("kind")),
        row.getString("field"),
        opened(Column.RIGHTS_REQUEST_OUGHT, row, "ought_enc"),
        opened(Column.RIGHTS_REQUEST_WHY, row, "why_enc"),
        RightsRequest.State.valueOf(row.getString("state")),
        row.getOffsetDateTime("asked_at").toInstant(),
        row.getLocalDate("answer_by"),
        answered == null ? null : answered.toInstant(),
        opened(Column.RIGHTS_REQUEST_ANSWER, row, "answer_enc"));
  }
}
