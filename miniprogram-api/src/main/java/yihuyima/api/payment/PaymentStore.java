package yihuyima.api.payment;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Guarded;
import yihuyima.api.identity.Caller;
import yihuyima.api.pairing.ConcernRows;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;
import yihuyima.api.sql.Subtree;

/** Payments in PostgreSQL. Takes the client or the connection. */
public final class PaymentStore {
  /** A payment and its first event in one statement; the card is the person's present one. */
  static final String OPEN =
      """
      WITH added AS (
          INSERT INTO payment (household_id, person_id, application_id, programme, payer, amount_fen, state, approved_on,
                               expected_on, card_ending)
          SELECT $1, $2::bigint, $3, $4, $5, $6, 'APPROVED', $7, $8, v.card_ending
            FROM person_version AS v
           WHERE v.person_id = $2 AND v.is_current
          RETURNING id, version, state)
      INSERT INTO payment_event (payment_id, version, state, at, actor)
      SELECT id, version, state, $9, $10 FROM added
      RETURNING payment_id
      """;

  static final String LOCK =
      """
      SELECT p.state, p.sent_on, p.person_id, a.decided_by, %s
        FROM payment      AS p
        JOIN household    AS h ON h.id = p.household_id
        JOIN organisation AS o ON o.id = h.organisation_id
        LEFT JOIN application AS a ON a.id = p.application_id
       WHERE p.id = $1
         FOR NO KEY UPDATE OF p
      """
          .formatted(ConcernRows.COLUMNS_FOR_STAFF_2);

  /** When it goes out, it goes to the card that the person has by then. */
  static final String MOVE =
      """
      WITH moved AS (
          UPDATE payment AS p
             SET state = $2, version = p.version + 1,
                 sent_on = CASE WHEN $2 = 'SENT' THEN $3::date ELSE p.sent_on END,
                 paid_on = CASE WHEN $2 = 'PAID' THEN $4::date END,
                 return_reason = CASE WHEN $2 = 'RETURNED' THEN $5::text END,
                 card_ending = CASE WHEN $2 = 'SENT' THEN coalesce(v.card_ending, p.card_ending) ELSE p.card_ending END
            FROM person_version AS v
           WHERE p.id = $1 AND v.person_id = p.person_id AND v.is_current
          RETURNING p.id, p.version, p.state)
      INSERT INTO payment_event (payment_id, version, state, at, actor)
      SELECT id, version, state, $6, $7 FROM moved
      """;

  static final String CLOSE_REPORT =
      """
      UPDATE missing_report
         SET closed_at = $2
       WHERE payment_id = $1 AND closed_at IS NULL
      """;

  /** Gives the report that is open already, when there is one. */
  static final String REPORT =
      """
      INSERT INTO missing_report (payment_id, household_id, reported_at, reported_by)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT (payment_id) WHERE closed_at IS NULL DO NOTHING
      """;

  static final String OPEN_REPORT =
      """
      SELECT reported_at
        FROM missing_report
       WHERE payment_id = $1 AND closed_at IS NULL
      """;

  static final String FIND =
      """
      SELECT %s
        FROM payment AS p
        %s
       WHERE p.id = $1
      """
          .formatted(PaymentLine.COLUMNS, PaymentLine.JOINS);

  static final String IN_SUBTREE = inSubtree("true");
  static final String IN_SUBTREE_PAID = inSubtree("p.state = 'PAID'");

  /** Says that it is not PAID, for that is what the index of unpaid ones is restricted to. */
  static final String IN_SUBTREE_UNPAID = inSubtree("p.state = $5 AND p.state <> 'PAID'");

  private final FieldCipher cipher;

  public PaymentStore(FieldCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * The first of each organisation by its index, then the first of these: however many payments
   * there are, as many rows are read as the subtree has organisations times what is on a page. What
   * a family has stopped is on no page, and ends none before it is full.
   */
  private static String inSubtree(String condition) {
    return """
        SELECT %s
          FROM (SELECT found.id
                  FROM organisation AS q
                 CROSS JOIN LATERAL (SELECT p.id FROM payment AS p
                                      JOIN household AS k ON k.id = p.household_id AND k.processing_stopped_at IS NULL
                                      WHERE p.organisation_path = q.path AND p.id > $3 AND %s
                                      ORDER BY p.id
                                      LIMIT $4) AS found
                 WHERE q.path >= $1 AND q.path < $2
                 ORDER BY found.id
                 LIMIT $4) AS page
          JOIN payment AS p ON p.id = page.id
          %s
         ORDER BY p.id
        """
        .formatted(PaymentLine.COLUMNS, condition, PaymentLine.JOINS);
  }

  /** A payment about to be opened. */
  public record Approved(
      long householdId,
      long personId,
      long applicationId,
      String programme,
      String payer,
      long amountFen,
      LocalDate approvedOn,
      LocalDate expectedOn) {}

  /**
   * Opens the payment of an application just approved.
   *
   * @return its id; fails when the application has one already, or when the database does
   */
  public Future<Long> open(SqlConnection db, Approved approved, OffsetDateTime at, String actor) {
    Tuple values =
        Tuple.of(
                approved.householdId(),
                approved.personId(),
                approved.applicationId(),
                approved.programme(),
                approved.payer(),
                approved.amountFen())
            .addValue(approved.approvedOn())
            .addValue(approved.expectedOn())
            .addValue(at)
            .addValue(actor);
    return db.preparedQuery(OPEN)
        .execute(values)
        .map(rows -> rows.iterator().next().getLong("payment_id"));
  }

  /** Locks a payment; empty when there is none; fails when the database does. */
  Future<Guarded<PaymentDecision.Standing>> lock(SqlConnection db, Caller caller, long paymentId) {
    return db.preparedQuery(LOCK)
        .execute(Tuple.of(paymentId, Concern.staffId(caller)))
        .map(
            rows ->
                Guarded.of(
                    Rows.first(rows, PaymentStore::standing), PaymentDecision.Standing::concern));
  }

  private static PaymentDecision.Standing standing(Row row) {
    return new PaymentDecision.Standing(
        ConcernRows.of(row).ofMember(row.getLong("person_id")),
        PaymentState.valueOf(row.getString("state")),
        row.getLocalDate("sent_on"),
        row.getLong("decided_by"));
  }

  /** Moves a locked payment on, with its event; fails when the database does. */
  Future<Void> move(
      SqlConnection db,
      long paymentId,
      PaymentState to,
      LocalDate today,
      @Nullable LocalDate paidOn,
      @Nullable String returnReason,
      OffsetDateTime at,
      String actor) {
    Tuple values = Tuple.of(paymentId, to.name(), today, paidOn, returnReason, at).addValue(actor);
    return db.preparedQuery(MOVE)
        .execute(values)
        .map(
            rows -> {
              if (rows.rowCount() != 1) {
                throw new IllegalStateException("payment " + paymentId + " did not move");
              }
              return null;
            });
  }

  /** Closes the open missing report, when there is one; fails when the database does. */
  Future<Void> closeReport(SqlConnection db, long paymentId, OffsetDateTime at) {
    return db.preparedQuery(CLOSE_REPORT).execute(Tuple.of(paymentId, at)).mapEmpty();
  }

  /** Opens a missing report, or finds the open one; gives its moment; fails with the database. */
  Future<OffsetDateTime> report(
      SqlConnection db, long paymentId, long householdId, OffsetDateTime at, String actor) {
    return db.preparedQuery(REPORT)
        .execute(Tuple.of(paymentId, householdId, at, actor))
        .compose(done -> db.preparedQuery(OPEN_REPORT).execute(Tuple.of(paymentId)))
        .map(rows -> rows.iterator().next().getOffsetDateTime("reported_at"));
  }

  /** A payment that is known to exist; fails when the database does. */
  Future<PaymentLine> find(SqlClient db, long paymentId) {
    return db.preparedQuery(FIND)
        .execute(Tuple.of(paymentId))
        .map(rows -> PaymentLine.of(rows.iterator().next(), cipher));
  }

  /** Payments of a subtree, oldest first, after one; fails when the database does. */
  Future<List<PaymentLine>> inSubtree(
      SqlClient db, Subtree subtree, Optional<String> state, long after, int limit) {
    Tuple values = Tuple.of(subtree.from(), subtree.to(), after, limit);
    String sql = IN_SUBTREE;
    if (state.isPresent()) {
      boolean paid = state.get().equals(PaymentState.PAID.name());
      sql = paid ? IN_SUBTREE_PAID : IN_SUBTREE_UNPAID;
      if (!paid) {
        values.addValue(state.get());
      }
    }
    return db.preparedQuery(sql)
        .execute(values)
        .map(rows -> Rows.all(rows, row -> PaymentLine.of(row, cipher)));
  }
}
