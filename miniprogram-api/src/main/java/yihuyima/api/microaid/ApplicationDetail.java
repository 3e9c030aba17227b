package yihuyima.api.microaid;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Masking;
import yihuyima.api.access.Purpose;
import yihuyima.api.household.Names;
import yihuyima.api.identity.Caller;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;

/**
 * An application with its material and history, opened.
 *
 * @param headName of the worker, in full
 * @param materials as the contract writes them
 * @param history as the contract writes it
 */
record ApplicationDetail(
    ApplicationSummary summary,
    Decision.Standing standing,
    String headName,
    String organisation,
    @Nullable String tier,
    String programmeCode,
    String reason,
    @Nullable LocalDate expectedOn,
    JsonArray materials,
    JsonArray history) {

  static ApplicationDetail of(Row row, Decision.Standing standing, FieldCipher cipher) {
    JsonArray history = (JsonArray) row.getValue("history");
    history.forEach(event -> open((JsonObject) event, cipher));
    return new ApplicationDetail(
        ApplicationSummary.of(row),
        standing,
        cipher.openText(
            Column.PERSON_NAME, row.getLong("person_id"), Rows.needBytes(row, "name_enc")),
        row.getString("organisation"),
        row.getString("tier"),
        row.getString("programme_code"),
        cipher.openText(
            Column.APPLICATION_REASON, row.getLong("id"), Rows.needBytes(row, "reason_enc")),
        row.getLocalDate("expected_on"),
        (JsonArray) row.getValue("materials"),
        history);
  }

  private static void open(JsonObject event, FieldCipher cipher) {
    long id = (Long) ((Number) event.remove("id")).longValue();
    String hex = event.getString("reason");
    if (hex != null) {
      event.put(
          "reason",
          cipher.openText(Column.APPLICATION_EVENT_REASON, id, HexFormat.of().parseHex(hex)));
    }
  }

  /** As this caller sees it; the given name hidden from all but the household and its cadre. */
  JsonObject toJson(Caller caller) {
    Concern concern = standing.concern();
    boolean kept = Access.isKept(caller, concern);
    boolean openly = Access.masking(caller, concern) == Masking.OPEN;
    return summary
        .toJson()
        .put("householdId", concern.householdId())
        .put("headName", openly ? headName : Names.masked(headName))
        .put("organisation", organisation)
        .put("tier", tier)
        .put("programmeCode", programmeCode)
        .put("version", standing.version())
        .put("reason", kept ? null : reason)
        .put("materials", kept ? new JsonArray() : materials)
        .put("withdrawn", concern.isWithdrawn() ? name(concern.about()) : null)
        .put("ceilingFen", standing.ceilingFen())
        .put("expectedOn", expectedOn == null ? null : expectedOn.toString())
        .put("actions", new JsonArray(Decision.actions(caller, standing)))
        .put("history", kept ? withoutReasons(history) : history);
  }

  private static @Nullable String name(@Nullable Purpose purpose) {
    return purpose == null ? null : purpose.name();
  }

  /** What was written of an illness in the course of it. */
  private static JsonArray withoutReasons(JsonArray history) {
    JsonArray shown = history.copy();
    shown.forEach(event -> ((JsonObject) event).putNull("reason"));
    return shown;
  }
}
