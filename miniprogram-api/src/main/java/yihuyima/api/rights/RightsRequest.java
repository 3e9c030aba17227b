package yihuyima.api.rights;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One request of a family.
 *
 * @param field of a correction: what is wrong; null for a stop
 * @param ought of a correction: what it ought to be, in the family's words
 * @param why null when none was given
 * @param answerBy the day by which it is answered
 * @param answer in words for the family; null before
 */
record RightsRequest(
    long id,
    long householdId,
    Kind kind,
    @Nullable String field,
    @Nullable String ought,
    @Nullable String why,
    State state,
    Instant askedAt,
    LocalDate answerBy,
    @Nullable Instant answeredAt,
    @Nullable String answer) {
  /** What is asked. */
  enum Kind {
    CORRECTION,
    STOP
  }

  /** Where it stands. */
  enum State {
    OPEN,
    /** A correction: found right, the file follows. A stop: in force. */
    ACCEPTED,
    REFUSED,
    WITHDRAWN,
    /** A stop that was in force until the family wished otherwise. */
    LIFTED
  }

  JsonObject json() {
    return new JsonObject()
        .put("requestId", id)
        .put("kind", kind.name())
        .put("field", field)
        .put("ought", ought)
        .put("why", why)
        .put("state", state.name())
        .put("askedAt", askedAt.toString())
        .put("answerBy", answerBy.toString())
        .put("answeredAt", answeredAt == null ? null : answeredAt.toString())
        .put("answer", answer);
  }
}
