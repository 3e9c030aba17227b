package yihuyima.api.household;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.sql.Rows;

/**
 * One household as a line of a list.
 *
 * @param headName of the worker, in full
 * @param codeState of the last generation; null when the household never had a code
 */
public record HouseholdLine(
    long householdId,
    long organisationId,
    String headName,
    String organisation,
    String fileState,
    @Nullable String tier,
    int peopleCount,
    @Nullable String codeState,
    @Nullable Integer generation,
    @Nullable LocalDate lastVisitOn) {
  /** What {@link #of} reads, given {@code household AS h} and {@link #JOINS}. */
  public static final String COLUMNS =
      """
      h.id, h.organisation_id, o.name AS organisation, w.person_id AS head_id, pv.name_enc, hv.tier,
             CASE WHEN f.id IS NULL THEN 'NONE' WHEN f.closed_on IS NULL THEN 'OPEN' ELSE 'CLOSED' END AS file_state,
             (SELECT count(*) FROM membership AS m WHERE m.household_id = h.id AND m.to_on IS NULL)::int AS people_count,
             c.state AS code_state, c.generation,
             (SELECT max(t.visited_at) FROM visit AS t WHERE t.household_id = h.id) AS last_visit_at
      """;

  /** Each by a key of its own: a line costs the same whatever the number of households. */
  public static final String JOINS =
      """
      JOIN organisation   AS o  ON o.id = h.organisation_id
        JOIN membership     AS w  ON w.household_id = h.id AND w.relation = 'WORKER' AND w.to_on IS NULL
        JOIN person_version AS pv ON pv.person_id = w.person_id AND pv.is_current
        LEFT JOIN household_version AS hv ON hv.household_id = h.id AND hv.is_current
        LEFT JOIN LATERAL (SELECT x.id, x.closed_on FROM household_file AS x
                            WHERE x.household_id = h.id ORDER BY (x.closed_on IS NULL) DESC, x.id DESC LIMIT 1) AS f ON true
        LEFT JOIN LATERAL (SELECT y.state, y.generation FROM household_code AS y
                            WHERE y.household_id = h.id ORDER BY y.generation DESC LIMIT 1) AS c ON true
      """;

  /** From {@link #COLUMNS}. */
  public static HouseholdLine of(Row row, FieldCipher cipher) {
    OffsetDateTime visit = row.getOffsetDateTime("last_visit_at");
    return new HouseholdLine(
        row.getLong("id"),
        row.getLong("organisation_id"),
        cipher.openText(
            Column.PERSON_NAME, row.getLong("head_id"), Rows.needBytes(row, "name_enc")),
        row.getString("organisation"),
        row.getString("file_state"),
        row.getString("tier"),
        row.getInteger("people_count"),
        row.getString("code_state"),
        row.getInteger("generation"),
        visit == null ? null : ChinaTime.dayOf(visit.toInstant()));
  }

  /** For those who need not know the name in full. */
  public JsonObject masked() {
    return openly().put("headName", Names.masked(headName));
  }

  /** For those in charge. */
  public JsonObject openly() {
    return new JsonObject()
        .put("householdId", householdId)
        .put("headName", headName)
        .put("organisation", organisation)
        .put("fileState", fileState)
        .put("tier", tier)
        .put("peopleCount", peopleCount)
        .put("codeState", codeState)
        .put("generation", generation)
        .put("lastVisitOn", lastVisitOn == null ? null : lastVisitOn.toString());
  }

  /** A page of a list. */
  public static JsonObject page(
      List<HouseholdLine> lines, @Nullable String next, Function<HouseholdLine, JsonObject> write) {
    JsonArray items = new JsonArray();
    lines.forEach(line -> items.add(write.apply(line)));
    return new JsonObject().put("items", items).put("next", next);
  }
}
