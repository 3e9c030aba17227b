package yihuyima.api.microaid;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** An application as a line of a list. */
record ApplicationSummary(
    long applicationId,
    String programme,
    ApplicationState state,
    Instant submittedAt,
    @Nullable LocalDate dueOn,
    @Nullable Long amountFen) {

  /** From columns {@code id, programme, state, submitted_at, due_on, amount_fen}. */
  static ApplicationSummary of(Row row) {
    return new ApplicationSummary(
        row.getLong("id"),
        row.getString("programme"),
        ApplicationState.valueOf(row.getString("state")),
        row.getOffsetDateTime("submitted_at").toInstant(),
        row.getLocalDate("due_on"),
        row.getLong("amount_fen"));
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("applicationId", applicationId)
        .put("programme", programme)
        .put("state", state.name())
        .put("submittedAt", submittedAt.truncatedTo(ChronoUnit.SECONDS).toString())
        .put("dueOn", dueOn == null ? null : dueOn.toString())
        .put("holder", state.holder())
        .put("amountFen", amountFen);
  }
}
