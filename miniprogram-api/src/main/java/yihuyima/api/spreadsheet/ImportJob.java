package yihuyima.api.spreadsheet;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A workbook on its way into the register.
 *
 * @param path of the organisation that households without one go to
 * @param counts what its households are, as last checked
 * @param done households that are in, or rows that were read while it is checked
 */
record ImportJob(
    long id,
    long organisationId,
    String organisation,
    String path,
    long staffId,
    String reach,
    State state,
    @Nullable Mode mode,
    int sizeBytes,
    int parts,
    int run,
    OffsetDateTime startedAt,
    @Nullable OffsetDateTime endedAt,
    boolean emptied,
    int done,
    Counts counts,
    Said said) {
  /** How far it is. */
  enum State {
    UPLOADING,
    CHECKING,
    /** It is no form. */
    REFUSED,
    CHECKED,
    APPLYING,
    DONE,
    CANCELLED
  }

  /** How rows with errors are dealt with. */
  enum Mode {
    ALL,
    GOOD
  }

  /** What its households are. */
  record Counts(int households, int rows, int bad, int same, int fresh, int changed) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    Counts with(RowPlan.Kind kind, int rows) {
      return new Counts(
          households + 1,
          this.rows + rows,
          bad + (kind == RowPlan.Kind.BAD ? 1 : 0),
          same + (kind == RowPlan.Kind.SAME ? 1 : 0),
          fresh + (kind == RowPlan.Kind.NEW ? 1 : 0),
          changed + (kind == RowPlan.Kind.CHANGED ? 1 : 0));
    }
  }

  /**
   * What is said of the whole file.
   *
   * @param problem why it is no form; null when it is one
   */
  record Said(@Nullable String problem, java.util.List<String> notes) {
    static final Said NOTHING = new Said(null, java.util.List.of());

    JsonObject json() {
      return new JsonObject().put("problem", problem).put("notes", new JsonArray(notes));
    }

    static Said of(JsonObject json) {
      return new Said(
          json.getString("problem"),
          json.getJsonArray("notes").stream().map(String.class::cast).toList());
    }
  }

  JsonObject json() {
    return new JsonObject()
        .put("importId", id)
        .put("organisationId", organisationId)
        .put("organisation", organisation)
        .put("state", state.name())
        .put("mode", mode == null ? null : mode.name())
        .put("sizeBytes", sizeBytes)
        .put("parts", parts)
        .put("startedAt", startedAt.toInstant().toString())
        .put("endedAt", endedAt == null ? null : endedAt.toInstant().toString())
        .put("emptied", emptied)
        .put("done", done)
        .put("households", counts.households())
        .put("rows", counts.rows())
        .put("bad", counts.bad())
        .put("same", counts.same())
        .put("fresh", counts.fresh())
        .put("changed", counts.changed())
        .put("problem", said.problem())
        .put("notes", new JsonArray(said.notes()));
  }
}
