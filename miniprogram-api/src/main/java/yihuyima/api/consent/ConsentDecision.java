package yihuyima.api.consent;

import java.time.LocalDate;
import java.util.Optional;
import yihuyima.api.access.Purpose;
import yihuyima.api.http.Problem;

/** Whether a consent is added, is there already, or is not taken. Pure. */
sealed interface ConsentDecision {
  /** It is added to the record, as said to this version of the notice. */
  record Add(int noticeVersion) implements ConsentDecision {}

  /** The newest row says the same: nothing is added. */
  record AlreadySo(Consent before) implements ConsentDecision {}

  /** It is not taken; {@code reason} is for the log. */
  record Refused(Problem problem, String reason) implements ConsentDecision {}

  /** Giving on a phone: to the notice that is in force, and to no other. */
  static ConsentDecision give(
      Purpose purpose,
      Consent.Channel channel,
      int version,
      Optional<Notice> inForce,
      Optional<Consent> before) {
    if (isBeyondProxies(purpose, channel)) {
      return new Refused(Problem.NOT_ALLOWED, "a proxy decides no " + purpose);
    }
    if (inForce.isEmpty() || inForce.get().version() != version) {
      return new Refused(Problem.NOTICE_CHANGED, purpose + " " + version + " is not in force");
    }
    return before
        .filter(last -> last.choice() == Consent.Choice.GIVEN && last.noticeVersion() == version)
        .<ConsentDecision>map(AlreadySo::new)
        .orElseGet(() -> new Add(version));
  }

  /**
   * Taking back what was given, whichever version it was given to. What was never recorded here may
   * have been said on an older paper: it is taken back all the same.
   */
  static ConsentDecision withdraw(
      Purpose purpose,
      Consent.Channel channel,
      Optional<Notice> inForce,
      Optional<Consent> before) {
    if (isBeyondProxies(purpose, channel)) {
      return new Refused(Problem.NOT_ALLOWED, "a proxy decides no " + purpose);
    }
    if (before.isEmpty()) {
      return inForce
          .<ConsentDecision>map(notice -> new Add(notice.version()))
          .orElseGet(() -> new Refused(Problem.NOTICE_CHANGED, purpose + " has no notice"));
    }
    Consent last = before.get();
    return last.choice() == Consent.Choice.WITHDRAWN
        ? new AlreadySo(last)
        : new Add(last.noticeVersion());
  }

  /** A paper: to a notice that was in force on the day it was signed, a day that has come. */
  static ConsentDecision paper(
      Consent.Choice choice,
      int version,
      LocalDate signedOn,
      LocalDate today,
      Optional<Notice> inForceThen,
      Optional<Consent> before) {
    if (signedOn.isAfter(today)) {
      return new Refused(Problem.REQUEST_INVALID, "signed on a day that has not come");
    }
    if (inForceThen.isEmpty() || inForceThen.get().version() != version) {
      return new Refused(Problem.NOTICE_CHANGED, version + " was not in force when it was signed");
    }
    return before
        .filter(
            last ->
                last.choice() == choice
                    && last.noticeVersion() == version
                    && signedOn.equals(last.signedOn()))
        .<ConsentDecision>map(AlreadySo::new)
        .orElseGet(() -> new Add(version));
  }

  private static boolean isBeyondProxies(Purpose purpose, Consent.Channel channel) {
    return channel == Consent.Channel.PROXY && !purpose.isDecidedByProxies();
  }
}
