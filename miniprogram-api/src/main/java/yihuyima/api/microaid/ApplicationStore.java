package yihuyima.api.microaid;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.identity.Caller;
import yihuyima.api.pairing.ConcernRows;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Sequences;

/** Applications and their events in PostgreSQL. Takes the client or the connection. */
final class ApplicationStore {
  /** Applications of one household that are listed. */
  static final int LISTED_MAX = 100;

  /** The application and its first event, in one statement. */
  static final String INSERT =
      """
      WITH added AS (
          INSERT INTO application (id, household_id, person_id, file_id, programme_id, state, version, reason_enc, ceiling_fen,
                                   submitted_at, submitted_by, due_on)
          VALUES ($1, $2, $3, $4, $5, 'SUBMITTED', 1, $6, $7, $8, $9, $10)
          RETURNING id, version, state)
      INSERT INTO application_event (application_id, version, state, at, actor, actor_words)
      SELECT id, version, state, $8, $9, $11 FROM added
      """;

  /**
   * Locks an application and its household, in this order everywhere, and draws the id of the event
   * that the step will leave.
   */
  static final String LOCK =
      """
      SELECT a.state, a.version, a.ceiling_fen, a.checked_by, a.person_id, a.programme_id,
             g.name AS programme, g.check_working_days, g.approve_working_days, g.pay_working_days, %s, %s,
             s.name AS staff, so.name AS staff_organisation,
             (SELECT c.name FROM organisation AS c
               WHERE c.id = ANY (string_to_array(trim(BOTH '.' FROM so.path), '.')::bigint[])
                 AND c.level IN ('COUNTRY', 'PROVINCE', 'CITY', 'COUNTY')
               ORDER BY length(c.path) DESC LIMIT 1) AS payer,
             nextval(pg_get_serial_sequence('application_event', 'id')) AS event_id
        FROM application  AS a
        JOIN household    AS h ON h.id = a.household_id
        JOIN organisation AS o ON o.id = h.organisation_id
        JOIN programme    AS g ON g.id = a.programme_id
        LEFT JOIN staff        AS s  ON s.id = $2
        LEFT JOIN organisation AS so ON so.id = s.organisation_id
       WHERE a.id = $1
         FOR NO KEY UPDATE OF a, h
      """
          .formatted(ConcernRows.COLUMNS_FOR_STAFF_2, ConcernRows.ABOUT_OF_PROGRAMME);

  /** The step and its event, in one statement; changes nothing when the version is another. */
  static final String STEP =
      """
      WITH moved AS (
          UPDATE application
             SET state = $3, version = version + 1, due_on = $4, amount_fen = $5,
                 checked_by = CASE WHEN $3 IN ('CHECKED', 'RETURNED') THEN $6::bigint ELSE checked_by END,
                 decided_by = CASE WHEN $3 IN ('APPROVED', 'REFUSED') THEN $6::bigint END
           WHERE id = $1 AND version = $2
          RETURNING id, version, state)
      INSERT INTO application_event (id, application_id, version, state, at, actor, actor_words, reason_enc)
      SELECT $7, id, version, state, $8, $9, $10, $11 FROM moved
      """;

  static final String FIND =
      """
      SELECT a.id, a.state, a.version, a.ceiling_fen, a.checked_by, a.reason_enc, a.amount_fen, a.submitted_at, a.due_on,
             a.person_id, g.code AS programme_code, g.name AS programme, o.name AS organisation, hv.tier, pv.name_enc,
             p.expected_on, %s, %s,
             (SELECT coalesce(json_agg(json_build_object('materialId', m.id, 'sizeBytes', m.size_bytes) ORDER BY m.id), '[]')
                FROM material AS m WHERE m.application_id = a.id) AS materials,
             (SELECT coalesce(json_agg(json_build_object('id', e.id, 'state', e.state, 'by', e.actor_words,
                              'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                              'reason', encode(e.reason_enc, 'hex')) ORDER BY e.version), '[]')
                FROM application_event AS e WHERE e.application_id = a.id) AS history
        FROM application    AS a
        JOIN programme      AS g  ON g.id = a.programme_id
        JOIN household      AS h  ON h.id = a.household_id
        JOIN organisation   AS o  ON o.id = h.organisation_id
        JOIN person_version AS pv ON pv.person_id = a.person_id AND pv.is_current
        LEFT JOIN household_version AS hv ON hv.household_id = h.id AND hv.is_current
        LEFT JOIN payment   AS p  ON p.application_id = a.id
       WHERE a.id = $1
      """
          .formatted(ConcernRows.COLUMNS_FOR_STAFF_2, ConcernRows.ABOUT_OF_PROGRAMME);

  static final String OF_HOUSEHOLD =
      """
      SELECT a.id, g.name AS programme, a.state, a.submitted_at, a.due_on, a.amount_fen
        FROM application AS a
        JOIN programme   AS g ON g.id = a.programme_id
       WHERE a.household_id = $1 AND ($2::bigint IS NULL OR a.person_id = $2)
       ORDER BY a.id DESC
       LIMIT 100
      """;

  private final FieldCipher cipher;

  ApplicationStore(FieldCipher cipher) {
    this.cipher = cipher;
  }

  /** An application about to be sent. */
  record Draft(
      Offer.Applicant applicant,
      long programmeId,
      String reason,
      long ceilingFen,
      LocalDate dueOn) {}

  /**
   * An application locked for a step.
   *
   * @param eventId the id of the event that the step will leave
   * @param staff name of the member of staff who acts; null for a household
   * @param staffOrganisation where they serve; null for a household
   * @param payer the nearest organisation of county level or above over theirs; null for a
   *     household
   */
  record Locked(
      Decision.Standing standing,
      long personId,
      String programme,
      int checkWorkingDays,
      int approveWorkingDays,
      int payWorkingDays,
      long eventId,
      @Nullable String staff,
      @Nullable String staffOrganisation,
      @Nullable String payer) {}

  /**
   * A step as written.
   *
   * @param actorWords who, in words for the household
   */
  record Written(
      ApplicationState to,
      @Nullable LocalDate dueOn,
      @Nullable Long amountFen,
      @Nullable Long staffId,
      String actor,
      String actorWords,
      @Nullable String reason) {}

  /**
   * Sends an application.
   *
   * @return its id; fails with ALREADY_OPEN when one is open, or when the database does
   */
  Future<Long> insert(SqlConnection db, Draft draft, OffsetDateTime at, Caller caller) {
    return Sequences.next(db, "application")
        .compose(
            id -> {
              Offer.Applicant applicant = draft.applicant();
              byte[] reason = cipher.seal(Column.APPLICATION_REASON, id, draft.reason());
              Tuple values =
                  Tuple.of(
                          id,
                          applicant.householdId(),
                          applicant.workerId(),
                          applicant.fileId(),
                          draft.programmeId(),
                          Buffer.buffer(reason))
                      .addValue(draft.ceilingFen())
                      .addValue(at)
                      .addValue(caller.actor())
                      .addValue(draft.dueOn())
                      .addValue(ActorWords.HOUSEHOLD);
              return db.preparedQuery(INSERT).execute(values).map(id);
            });
  }

  /** Locks an application for a step; empty when there is none; fails when the database does. */
  Future<Guarded<Locked>> lock(SqlConnection db, Caller caller, long applicationId) {
    return db.preparedQuery(LOCK)
        .execute(Tuple.of(applicationId, Concern.staffId(caller)))
        .map(
            rows ->
                Guarded.of(
                    Rows.first(rows, ApplicationStore::locked),
                    locked -> locked.standing().concern()));
  }

  private static Locked locked(Row row) {
    return new Locked(
        standing(row),
        row.getLong("person_id"),
        row.getString("programme"),
        row.getInteger("check_working_days"),
        row.getInteger("approve_working_days"),
        row.getInteger("pay_working_days"),
        row.getLong("event_id"),
        row.getString("staff"),
        row.getString("staff_organisation"),
        row.getString("payer"));
  }

  private static Decision.Standing standing(Row row) {
    return new Decision.Standing(
        ConcernRows.ofAided(row),
        ApplicationState.valueOf(row.getString("state")),
        row.getInteger("version"),
        row.getLong("ceiling_fen"),
        row.getLong("checked_by"));
  }

  /** Takes a step with a locked application; fails when the database does. */
  Future<Void> step(
      SqlConnection db, long applicationId, Locked locked, Written written, OffsetDateTime at) {
    String reason = written.reason();
    Buffer sealed =
        reason == null
            ? null
            : Buffer.buffer(cipher.seal(Column.APPLICATION_EVENT_REASON, locked.eventId(), reason));
    Tuple values =
        Tuple.of(
                applicationId,
                locked.standing().version(),
                written.to().name(),
                written.dueOn(),
                written.amountFen(),
                written.staffId())
            .addValue(locked.eventId())
            .addValue(at)
            .addValue(written.actor())
            .addValue(written.actorWords())
            .addValue(sealed);
    return db.preparedQuery(STEP)
        .execute(values)
        .map(
            rows -> {
              if (rows.rowCount() != 1) {
                throw new IllegalStateException("application " + applicationId + " did not move");
              }
              return null;
            });
  }

  /** An application with its history; empty when there is none; fails when the database does. */
  Future<Guarded<ApplicationDetail>> find(SqlClient db, Caller caller, long applicationId) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(applicationId, Concern.staffId(caller)))
        .map(
            rows ->
                Guarded.of(
                    Rows.first(rows, row -> ApplicationDetail.of(row, standing(row), cipher)),
                    found -> found.standing().concern()));
  }

  /**
   * A household's applications, newest first; fails when the database does.
   *
   * @param personId those for this member alone; null for all
   */
  Future<List<ApplicationSummary>> ofHousehold(
      SqlClient db, long householdId, @Nullable Long personId) {
    return db.preparedQuery(OF_HOUSEHOLD)
        .execute(Tuple.of(householdId, personId))
        .map(rows -> Rows.all(rows, ApplicationSummary::of));
  }
}
