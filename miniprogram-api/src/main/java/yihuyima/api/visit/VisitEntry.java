package yihuyima.api.visit;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;

/** Whether a visit may be entered. Pure: every rule about entering visits is here. */
sealed interface VisitEntry {
  /** How far a phone's clock may be ahead. */
  Duration CLOCK_AHEAD_MAX = Duration.ofMinutes(5);

  /** How old a visit may be. */
  Duration AGE_MAX = Duration.ofDays(366);

  /** It may, at this moment. */
  record Accepted(long staffId, Instant visitedAt) implements VisitEntry {}

  /** It may not; {@code reason} is for the log. */
  record Refused(Problem problem, String reason) implements VisitEntry {}

  /**
   * Decides.
   *
   * @param staffId who is in charge of the household
   * @param visitedAt as entered; null for now
   */
  static VisitEntry decide(long staffId, @Nullable Instant visitedAt, Instant now) {
    if (visitedAt == null) {
      return new Accepted(staffId, now);
    }
    if (visitedAt.isAfter(now.plus(CLOCK_AHEAD_MAX))) {
      return new Refused(Problem.REQUEST_INVALID, "a visit in the future");
    }
    if (visitedAt.isBefore(now.minus(AGE_MAX))) {
      return new Refused(Problem.REQUEST_INVALID, "a visit over a year ago");
    }
    return new Accepted(staffId, visitedAt.isAfter(now) ? now : visitedAt);
  }
}
