package yihuyima.api.payment;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import yihuyima.api.household.Names;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;

/**
 * One payment as an answer.
 *
 * @param headName of the worker, in full; null once the family's file was purged
 */
record PaymentLine(
    long paymentId,
    long householdId,
    @Nullable String headName,
    String organisation,
    String programme,
    String payer,
    long amountFen,
    String state,
    @Nullable LocalDate approvedOn,
    @Nullable LocalDate expectedOn,
    @Nullable LocalDate sentOn,
    @Nullable LocalDate paidOn,
    @Nullable String cardEnding,
    @Nullable String returnReason,
    boolean missingReported) {
  /** What {@link #of} reads, given {@code payment AS p} and {@link #JOINS}. */
  static final String COLUMNS =
      """
      p.id, p.household_id, p.programme, p.payer, p.amount_fen, p.state, p.approved_on, p.expected_on, p.sent_on,
             p.paid_on, p.card_ending, p.return_reason, p.person_id, v.name_enc, o.name AS organisation,
             EXISTS (SELECT 1 FROM missing_report AS r WHERE r.payment_id = p.id AND r.closed_at IS NULL) AS missing
      """;

  static final String JOINS =
      """
      LEFT JOIN person_version AS v ON v.person_id = p.person_id AND v.is_current
        JOIN household      AS h ON h.id = p.household_id
        JOIN organisation   AS o ON o.id = h.organisation_id
      """;

  static PaymentLine of(Row row, FieldCipher cipher) {
    return new PaymentLine(
        row.getLong("id"),
        row.getLong("household_id"),
        headName(row, cipher),
        row.getString("organisation"),
        row.getString("programme"),
        row.getString("payer"),
        row.getLong("amount_fen"),
        row.getString("state"),
        row.getLocalDate("approved_on"),
        row.getLocalDate("expected_on"),
        row.getLocalDate("sent_on"),
        row.getLocalDate("paid_on"),
        row.getString("card_ending"),
        row.getString("return_reason"),
        row.getBoolean("missing"));
  }

  private static @Nullable String headName(Row row, FieldCipher cipher) {
    byte[] sealed = Rows.bytes(row, "name_enc");
    return sealed == null
        ? null
        : cipher.openText(Column.PERSON_NAME, row.getLong("person_id"), sealed);
  }

  /** The payment alone. */
  JsonObject toJson() {
    return new JsonObject()
        .put("paymentId", paymentId)
        .put("programme", programme)
        .put("payer", payer)
        .put("amountFen", amountFen)
        .put("state", state)
        .put("approvedOn", day(approvedOn))
        .put("expectedOn", day(expectedOn))
        .put("sentOn", day(sentOn))
        .put("paidOn", day(paidOn))
        .put("cardEnding", cardEnding)
        .put("returnReason", returnReason)
        .put("missingReported", missingReported);
  }

  /** As an item of a clerk's list: whose it is, the given name hidden. */
  JsonObject toItem() {
    return new JsonObject()
        .put("payment", toJson())
        .put("householdId", householdId)
        .put("headName", headName == null ? "（档案已清除）" : Names.masked(headName))
        .put("organisation", organisation);
  }

  private static @Nullable String day(@Nullable LocalDate day) {
    return day == null ? null : day.toString();
  }
}
