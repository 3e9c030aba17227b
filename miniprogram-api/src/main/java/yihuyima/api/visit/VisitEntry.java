package yihuyima.api.visit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;
import yihuyima.api.pairing.Concern;

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
   * @param concern how the household stands to the caller; empty when there is none
   * @param visitedAt as entered; null for now
   */
  static VisitEntry decide(
      Caller caller, Optional<Concern> concern, @Nullable Instant visitedAt, Instant now) {
    if (concern.isEmpty()) {
      return new Refused(Problem.NOT_FOUND, "no such household");
    }
    Long staffId = Concern.staffId(caller);
    if (staffId == null || !concern.get().isInCharge(caller)) {
      return mayKnow(caller, concern.get())
          ? new Refused(Problem.NOT_ALLOWED, "not in charge")
          : new Refused(Problem.NOT_FOUND, "not the caller's concern");
    }
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

  private static boolean mayKnow(Caller caller, Concern concern) {
    return concern.isOwn(caller)
        || concern.isOffice(
            caller,
            Role.CODE_CLERK,
            Role.CHECKER,
            Role.REVIEWER,
            Role.APPROVER,
            Role.FUND_CLERK,
            Role.ADMINISTRATOR);
  }
}
