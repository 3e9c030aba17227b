package yihuyima.api.audit;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;

/**
 * A leak investigation: while it is open, its auditor's looks made under it stay off the
 * household's own list. It concerns one household, or one who looked.
 *
 * @param openedBy the auditor's staff id; nobody else looks under it
 * @param endedAt null unless it was ended before its last moment
 */
record LeakInvestigation(
    long id,
    long openedBy,
    @Nullable Long householdId,
    @Nullable String actor,
    Instant from,
    Instant until,
    @Nullable Instant endedAt) {
  /** The longest that a household may be kept from knowing. */
  static final Duration LENGTH_MAX = Duration.ofDays(90);

  static final int REASON_CHARACTERS_MIN = 10;

  /** Where it stands. */
  enum State {
    WAITING,
    OPEN,
    ENDED
  }

  /** What an auditor asks for; what cannot be is refused when it is made. */
  record Draft(
      @Nullable Long householdId,
      @Nullable String actor,
      Instant from,
      Instant until,
      String reason) {
    static Draft of(JsonObject body, Instant now) {
      Long householdId = body.getLong("householdId");
      String actor = body.getString("actor");
      if ((householdId == null) == (actor == null)) {
        throw Problem.REQUEST_INVALID
            .because("household and actor")
            .at("/householdId", "请填写调查的户或查阅人，二者填一");
      }
      Instant from = Moments.read(body, "from", now);
      Instant until = Moments.read(body, "until", now);
      if (!until.isAfter(now)
          || !until.isAfter(from)
          || Duration.between(from, until).compareTo(LENGTH_MAX) > 0) {
        throw Problem.REQUEST_INVALID.because("until").at("/until", "结束时间应在将来，且距开始不超过90天");
      }
      String reason = body.getString("reason").strip();
      if (reason.length() < REASON_CHARACTERS_MIN) {
        throw Problem.REQUEST_INVALID.because("blank reason").at("/reason", "请写明调查理由，至少十个字");
      }
      return new Draft(householdId, actor, from, until, reason);
    }
  }

  State state(Instant now) {
    if (endedAt != null || !now.isBefore(until)) {
      return State.ENDED;
    }
    return now.isBefore(from) ? State.WAITING : State.OPEN;
  }

  /** Whether it has not ended yet: what the list puts first. */
  boolean isUnderWay(Instant now) {
    return state(now) != State.ENDED;
  }

  /** Whether a question about a household or an actor is one of this investigation. */
  boolean covers(@Nullable Long household, @Nullable String who) {
    return householdId == null ? actor != null && actor.equals(who) : householdId.equals(household);
  }

  JsonObject toJson(Instant now) {
    return new JsonObject()
        .put("investigationId", id)
        .put("householdId", householdId)
        .put("actor", actor)
        .put("from", from.toString())
        .put("until", until.toString())
        .put("endedAt", endedAt == null ? null : endedAt.toString())
        .put("state", state(now).name());
  }
}
