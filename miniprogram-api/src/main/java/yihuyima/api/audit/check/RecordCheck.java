package yihuyima.api.audit.check;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A check of some days of the record.
 *
 * @param from the first day, of China's calendar
 * @param to the last
 * @param sealsTotal seals of those days; null before it began
 * @param findings how many things were not as sealed
 * @param places the first of them, at most {@value RecordCheck#PLACES_MAX}, in the verifier's words
 */
record RecordCheck(
    long id,
    LocalDate from,
    LocalDate to,
    State state,
    Instant askedAt,
    @Nullable Instant endedAt,
    @Nullable Long sealsTotal,
    long seals,
    long records,
    long findings,
    JsonArray places) {
  /** Findings kept with their places. */
  static final int PLACES_MAX = 50;

  /** Days of one check: what a server reads in some minutes. A year is {@code verify-log}'s. */
  static final int DAYS_MAX = 31;

  /** Where it stands. */
  enum State {
    WAITING,
    RUNNING,
    /** All of it was read; whether it is sound, the findings say. */
    DONE,
    /** Nothing was sealed in those days. */
    EMPTY,
    FAILED
  }

  JsonObject json() {
    return new JsonObject()
        .put("checkId", id)
        .put("from", from.toString())
        .put("to", to.toString())
        .put("state", state.name())
        .put("askedAt", askedAt.toString())
        .put("endedAt", endedAt == null ? null : endedAt.toString())
        .put("sealsTotal", sealsTotal)
        .put("seals", seals)
        .put("records", records)
        .put("findings", findings)
        .put("places", places);
  }
}
