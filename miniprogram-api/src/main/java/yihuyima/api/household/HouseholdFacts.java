package yihuyima.api.household;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;

/**
 * What a view is composed from: one household at one version, read in one statement.
 *
 * @param version the version these facts belong to
 */
record HouseholdFacts(
    long householdId,
    long version,
    long organisationId,
    String organisation,
    String organisationPath,
    String regionCode,
    @Nullable String hotline,
    @Nullable String tier,
    @Nullable String mainCause,
    @Nullable String address,
    String headName,
    @Nullable String headPhone,
    int peopleCount,
    @Nullable String fileNumber,
    @Nullable LocalDate fileOpenedOn,
    @Nullable LocalDate fileClosedOn,
    long paidThisYearFen,
    JsonArray pairings,
    JsonArray entitlements,
    JsonArray payments,
    JsonArray applications,
    JsonArray visits) {

  static final String READ =
      """
      SELECT v.version, h.organisation_id, o.name AS organisation, o.path, o.region_code,
             (SELECT a.hotline FROM organisation AS a
               WHERE a.hotline IS NOT NULL AND a.id = ANY (string_to_array(trim(BOTH '.' FROM o.path), '.')::bigint[])
               ORDER BY length(a.path) DESC LIMIT 1) AS hotline,
             hv.tier, hv.main_cause, hv.address_enc,
             w.person_id AS head_id, pv.name_enc, pv.phone_enc,
             (SELECT count(*) FROM membership AS m WHERE m.household_id = h.id AND m.to_on IS NULL)::int AS people_count,
             f.number AS file_number, f.opened_on AS file_opened_on, f.closed_on AS file_closed_on,
             (SELECT coalesce(sum(p.amount_fen), 0) FROM payment AS p
               WHERE p.household_id = h.id AND p.paid_on >= date_trunc('year', $2::date)::date)::bigint AS paid_this_year_fen,
             (SELECT coalesce(json_agg(json_build_object('staffId', s.id, 'name', s.name, 'unit', s.unit, 'phone', encode(s.phone_enc, 'hex'))
                              ORDER BY pr.id), '[]')
                FROM pairing AS pr JOIN staff AS s ON s.id = pr.staff_id
               WHERE pr.household_id = h.id AND pr.to_on IS NULL AND s.left_at IS NULL) AS pairings,
             (SELECT coalesce(json_agg(json_build_object('policyCode', e.policy_code, 'entitlement', e.state, 'reason', e.reason,
                              'nextAction', e.next_action, 'delivery', e.delivery, 'appliedFrom', to_char(e.applied_from, 'YYYY-MM'),
                              'until', e.until_on) ORDER BY p.sort_order, e.policy_code), '[]')
                FROM entitlement AS e JOIN policy AS p ON p.code = e.policy_code AND p.version = e.policy_version
               WHERE e.household_id = h.id) AS entitlements,
             (SELECT coalesce(json_agg(json_build_object('paymentId', p.id, 'programme', p.programme, 'payer', p.payer, 'amountFen', p.amount_fen,
                              'state', p.state, 'approvedOn', p.approved_on, 'expectedOn', p.expected_on, 'sentOn', p.sent_on,
                              'paidOn', p.paid_on, 'cardEnding', p.card_ending, 'returnReason', p.return_reason,
                              'missingReported', p.missing) ORDER BY p.id DESC), '[]')
                FROM (SELECT q.id, q.programme, q.payer, q.amount_fen, q.state, q.approved_on, q.expected_on, q.sent_on, q.paid_on,
                             q.card_ending, q.return_reason, EXISTS (SELECT 1 FROM missing_report AS r WHERE r.payment_id = q.id AND r.closed_at IS NULL) AS missing
                        FROM payment AS q WHERE q.household_id = h.id ORDER BY q.id DESC LIMIT 50) AS p) AS payments,
             (SELECT coalesce(json_agg(json_build_object('applicationId', a.id, 'programme', a.programme, 'state', a.state,
                              'submittedAt', to_char(a.submitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                              'dueOn', a.due_on, 'amountFen', a.amount_fen) ORDER BY a.id DESC), '[]')
                FROM (SELECT q.id, q.state, q.submitted_at, q.due_on, q.amount_fen, g.name AS programme
                        FROM application AS q JOIN programme AS g ON g.id = q.programme_id
                       WHERE q.household_id = h.id ORDER BY q.id DESC LIMIT 20) AS a) AS applications,
             (SELECT coalesce(json_agg(json_build_object('visitId', t.id,
                              'visitedAt', to_char(t.visited_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                              'by', t.by, 'note', encode(t.note_enc, 'hex')) ORDER BY t.visited_at DESC), '[]')
                FROM (SELECT q.id, q.visited_at, q.note_enc, s.name AS by
                        FROM visit AS q JOIN staff AS s ON s.id = q.staff_id
                       WHERE q.household_id = h.id ORDER BY q.visited_at DESC LIMIT 20) AS t) AS visits
        FROM household         AS h
        JOIN household_view    AS v  ON v.household_id = h.id
        JOIN organisation      AS o  ON o.id = h.organisation_id
        JOIN membership        AS w  ON w.household_id = h.id AND w.relation = 'WORKER' AND w.to_on IS NULL
        JOIN person_version    AS pv ON pv.person_id = w.person_id AND pv.is_current
        LEFT JOIN household_version AS hv ON hv.household_id = h.id AND hv.is_current
        LEFT JOIN LATERAL (SELECT x.number, x.opened_on, x.closed_on FROM household_file AS x
                            WHERE x.household_id = h.id ORDER BY (x.closed_on IS NULL) DESC, x.id DESC LIMIT 1) AS f ON true
       WHERE h.id = $1
      """;

  /** OPEN, CLOSED or NONE. */
  String fileState() {
    if (fileNumber == null) {
      return "NONE";
    }
    return fileClosedOn == null ? "OPEN" : "CLOSED";
  }

  static HouseholdFacts of(long householdId, Row row, FieldCipher cipher) {
    long headId = row.getLong("head_id");
    JsonArray pairings = (JsonArray) row.getValue("pairings");
    pairings.forEach(
        item -> open((JsonObject) item, "phone", "staffId", Column.STAFF_PHONE, cipher));
    JsonArray visits = (JsonArray) row.getValue("visits");
    visits.forEach(item -> open((JsonObject) item, "note", "visitId", Column.VISIT_NOTE, cipher));
    return new HouseholdFacts(
        householdId,
        row.getLong("version"),
        row.getLong("organisation_id"),
        row.getString("organisation"),
        row.getString("path"),
        row.getString("region_code"),
        row.getString("hotline"),
        row.getString("tier"),
        row.getString("main_cause"),
        cipher.openTextOrNull(
            Column.HOUSEHOLD_ADDRESS, householdId, Rows.bytes(row, "address_enc")),
        cipher.openText(Column.PERSON_NAME, headId, Rows.needBytes(row, "name_enc")),
        cipher.openTextOrNull(Column.PERSON_PHONE, headId, Rows.bytes(row, "phone_enc")),
        row.getInteger("people_count"),
        row.getString("file_number"),
        row.getLocalDate("file_opened_on"),
        row.getLocalDate("file_closed_on"),
        row.getLong("paid_this_year_fen"),
        pairings,
        (JsonArray) row.getValue("entitlements"),
        (JsonArray) row.getValue("payments"),
        (JsonArray) row.getValue("applications"),
        visits);
  }

  private static void open(
      JsonObject item, String field, String idField, Column column, FieldCipher cipher) {
    String hex = item.getString(field);
    if (hex != null) {
      byte[] sealed = java.util.HexFormat.of().parseHex(hex);
      item.put(field, cipher.openText(column, item.getLong(idField), sealed));
    }
  }
}
