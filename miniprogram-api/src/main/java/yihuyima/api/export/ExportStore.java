package yihuyima.api.export;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.form.ValueList;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;

/** What PostgreSQL holds about one household, as the family reads it. */
final class ExportStore {
  private static final int ENDING = 4;

  static final String HOUSEHOLD =
      """
      SELECT o.name AS organisation, hv.tier, hv.main_cause, hv.other_causes, hv.housing, hv.address_enc, hv.year_income_fen,
             hv.year_expense_fen, hv.self_paid_medical_fen, f.number, f.opened_on, f.closed_on
        FROM household    AS h
        JOIN organisation AS o ON o.id = h.organisation_id
        LEFT JOIN household_version AS hv ON hv.household_id = h.id AND hv.is_current
        LEFT JOIN LATERAL (SELECT x.number, x.opened_on, x.closed_on FROM household_file AS x
                            WHERE x.household_id = h.id ORDER BY (x.closed_on IS NULL) DESC, x.id DESC LIMIT 1) AS f ON true
       WHERE h.id = $1
      """;

  static final String MEMBERS =
      """
      SELECT p.id, p.id_number_enc, m.relation, pv.name_enc, pv.phone_enc, pv.card_ending, pv.born_on, pv.health, pv.insurance,
             pv.work_status, pv.month_income_fen, pv.school_stage
        FROM membership     AS m
        JOIN person         AS p  ON p.id = m.person_id
        JOIN person_version AS pv ON pv.person_id = p.id AND pv.is_current
       WHERE m.household_id = $1 AND m.to_on IS NULL AND ($3::bigint IS NULL OR m.person_id = $3)
       ORDER BY m.id
       LIMIT $2
      """;

  static final String APPLICATIONS =
      """
      SELECT a.id, a.programme, a.state, a.submitted_at, a.amount_fen, a.reason_enc,
             (SELECT coalesce(json_agg(json_build_object('id', e.id, 'state', e.state, 'by', e.actor_words,
                              'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                              'reason', encode(e.reason_enc, 'hex')) ORDER BY e.version), '[]')
                FROM application_event AS e WHERE e.application_id = a.id) AS history
        FROM (SELECT q.id, q.state, q.submitted_at, q.amount_fen, q.reason_enc, g.name AS programme
                FROM application AS q JOIN programme AS g ON g.id = q.programme_id
               WHERE q.household_id = $1 AND ($3::bigint IS NULL OR q.person_id = $3) ORDER BY q.id DESC LIMIT $2) AS a
       ORDER BY a.id DESC
      """;

  static final String PAYMENTS =
      """
      SELECT id, programme, payer, amount_fen, state, approved_on, expected_on, sent_on, paid_on, card_ending, return_reason
        FROM payment
       WHERE household_id = $1 AND ($3::bigint IS NULL OR person_id = $3)
       ORDER BY id DESC
       LIMIT $2
      """;

  static final String VISITS =
      """
      SELECT v.visited_at, s.name, s.unit
        FROM visit AS v
        JOIN staff AS s ON s.id = v.staff_id
       WHERE v.household_id = $1
       ORDER BY v.visited_at DESC
       LIMIT $2
      """;

  /** Those that ended too. */
  static final String PROXIES =
      """
      SELECT phone_ending, invited_on, until_on, binding_id IS NOT NULL AS accepted, ended_at
        FROM proxy
       WHERE household_id = $1
       ORDER BY id DESC
       LIMIT $2
      """;

  /** Of the account that asks: another adult's phone is theirs to see. */
  static final String DEVICES =
      """
      SELECT device, started_at, refreshed_at
        FROM session
       WHERE account_id = $1 AND ended_at IS NULL AND expires_at > $3
       ORDER BY started_at DESC, id
       LIMIT $2
      """;

  private final FieldCipher cipher;

  ExportStore(FieldCipher cipher) {
    this.cipher = cipher;
  }

  /** The file in short; empty when there is no such household; fails when the database does. */
  Future<Optional<JsonObject>> household(SqlClient db, long householdId) {
    return db.preparedQuery(HOUSEHOLD)
        .execute(Tuple.of(householdId))
        .map(rows -> Rows.first(rows, row -> household(householdId, row)));
  }

  private JsonObject household(long householdId, Row row) {
    String[] causes = row.getArrayOfStrings("other_causes");
    return new JsonObject()
        .put("organisation", row.getString("organisation"))
        .put("fileNumber", row.getString("number"))
        .put("openedOn", day(row.getLocalDate("opened_on")))
        .put("closedOn", day(row.getLocalDate("closed_on")))
        .put("tier", row.getString("tier"))
        .put("mainCause", row.getString("main_cause"))
        .put("otherCauses", new JsonArray(causes == null ? List.of() : List.of(causes)))
        .put(
            "address",
            cipher.openTextOrNull(
                Column.HOUSEHOLD_ADDRESS, householdId, Rows.bytes(row, "address_enc")))
        .put("housing", word(ValueList.HOUSING, row.getString("housing")))
        .put("yearIncomeFen", row.getLong("year_income_fen"))
        .put("yearExpenseFen", row.getLong("year_expense_fen"))
        .put("selfPaidMedicalFen", row.getLong("self_paid_medical_fen"));
  }

  Future<List<JsonObject>> members(
      SqlClient db, long householdId, int limit, @Nullable Long personId) {
    return list(db, MEMBERS, Tuple.of(householdId, limit, personId), this::member);
  }

  private JsonObject member(Row row) {
    long id = row.getLong("id");
    String number =
        cipher.openText(Column.PERSON_ID_NUMBER, id, Rows.needBytes(row, "id_number_enc"));
    return new JsonObject()
        .put("relation", row.getString("relation"))
        .put("name", cipher.openText(Column.PERSON_NAME, id, Rows.needBytes(row, "name_enc")))
        .put("bornOn", day(row.getLocalDate("born_on")))
        .put("phone", cipher.openTextOrNull(Column.PERSON_PHONE, id, Rows.bytes(row, "phone_enc")))
        .put("idNumberEnding", number.substring(Math.max(0, number.length() - ENDING)))
        .put("cardEnding", row.getString("card_ending"))
        .put("health", ValueList.HEALTH.word(row.getString("health")))
        .put("insurance", ValueList.INSURANCE.word(row.getString("insurance")))
        .put("workStatus", ValueList.WORK_STATUS.word(row.getString("work_status")))
        .put("schoolStage", word(ValueList.SCHOOL_STAGE, row.getString("school_stage")))
        .put("monthIncomeFen", row.getLong("month_income_fen"));
  }

  Future<List<JsonObject>> applications(
      SqlClient db, long householdId, int limit, @Nullable Long personId) {
    return list(db, APPLICATIONS, Tuple.of(householdId, limit, personId), this::application);
  }

  private JsonObject application(Row row) {
    long id = row.getLong("id");
    JsonArray history = (JsonArray) row.getValue("history");
    history.forEach(event -> open((JsonObject) event));
    return new JsonObject()
        .put("applicationId", id)
        .put("programme", row.getString("programme"))
        .put("state", row.getString("state"))
        .put("submittedAt", moment(row.getOffsetDateTime("submitted_at")))
        .put("amountFen", row.getLong("amount_fen"))
        .put(
            "reason",
            cipher.openText(Column.APPLICATION_REASON, id, Rows.needBytes(row, "reason_enc")))
        .put("history", history);
  }

  private void open(JsonObject event) {
    long id = ((Number) event.remove("id")).longValue();
    String hex = event.getString("reason");
    if (hex != null) {
      event.put(
          "reason",
          cipher.openText(Column.APPLICATION_EVENT_REASON, id, HexFormat.of().parseHex(hex)));
    }
  }

  Future<List<JsonObject>> payments(
      SqlClient db, long householdId, int limit, @Nullable Long personId) {
    return list(db, PAYMENTS, Tuple.of(householdId, limit, personId), ExportStore::payment);
  }

  private static JsonObject payment(Row row) {
    return new JsonObject()
        .put("paymentId", row.getLong("id"))
        .put("programme", row.getString("programme"))
        .put("payer", row.getString("payer"))
        .put("amountFen", row.getLong("amount_fen"))
        .put("state", row.getString("state"))
        .put("approvedOn", day(row.getLocalDate("approved_on")))
        .put("expectedOn", day(row.getLocalDate("expected_on")))
        .put("sentOn", day(row.getLocalDate("sent_on")))
        .put("paidOn", day(row.getLocalDate("paid_on")))
        .put("cardEnding", row.getString("card_ending"))
        .put("returnReason", row.getString("return_reason"));
  }

  Future<List<JsonObject>> visits(SqlClient db, long householdId, int limit) {
    return list(
        db,
        VISITS,
        Tuple.of(householdId, limit),
        row ->
            new JsonObject()
                .put("visitedAt", moment(row.getOffsetDateTime("visited_at")))
                .put("by", row.getString("unit") + " " + row.getString("name")));
  }

  Future<List<JsonObject>> proxies(SqlClient db, long householdId, int limit) {
    return list(
        db,
        PROXIES,
        Tuple.of(householdId, limit),
        row ->
            new JsonObject()
                .put("phoneEnding", row.getString("phone_ending"))
                .put("invitedOn", day(row.getLocalDate("invited_on")))
                .put("untilOn", day(row.getLocalDate("until_on")))
                .put("accepted", row.getBoolean("accepted"))
                .put("endedAt", moment(row.getOffsetDateTime("ended_at"))));
  }

  Future<List<JsonObject>> devices(SqlClient db, long accountId, int limit, OffsetDateTime now) {
    return list(
        db,
        DEVICES,
        Tuple.of(accountId, limit, now),
        row ->
            new JsonObject()
                .put("device", Optional.ofNullable(row.getString("device")).orElse("未知设备"))
                .put("since", moment(row.getOffsetDateTime("started_at")))
                .put(
                    "lastSeenOn",
                    day(ChinaTime.dayOf(row.getOffsetDateTime("refreshed_at").toInstant()))));
  }

  private static Future<List<JsonObject>> list(
      SqlClient db, String sql, Tuple values, Function<Row, JsonObject> map) {
    return db.preparedQuery(sql).execute(values).map(rows -> Rows.all(rows, map));
  }

  private static @Nullable String day(@Nullable LocalDate day) {
    return day == null ? null : day.toString();
  }

  private static @Nullable String moment(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant().toString();
  }

  /** A family reads words, not codes. */
  private static @Nullable String word(ValueList list, @Nullable String code) {
    return code == null ? null : list.word(code);
  }
}
