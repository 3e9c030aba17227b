package yihuyima.api.microaid;

import static yihuyima.api.microaid.ApplicationState.APPROVED;
import static yihuyima.api.microaid.ApplicationState.CHECKED;
import static yihuyima.api.microaid.ApplicationState.REFUSED;
import static yihuyima.api.microaid.ApplicationState.RETURNED;
import static yihuyima.api.microaid.ApplicationState.SUBMITTED;
import static yihuyima.api.microaid.ApplicationState.WITHDRAWN;

/** Every step an application can take: whose it is, from where, to where. No other exists. */
enum Step {
  PASS(Hand.CHECKER, SUBMITTED, CHECKED, false),
  RETURN(Hand.CHECKER, SUBMITTED, RETURNED, true),
  SUPPLEMENT(Hand.HOUSEHOLD, RETURNED, SUBMITTED, true),
  WITHDRAW(Hand.HOUSEHOLD, SUBMITTED, WITHDRAWN, false),
  WITHDRAW_RETURNED(Hand.HOUSEHOLD, RETURNED, WITHDRAWN, false),
  APPROVE(Hand.APPROVER, CHECKED, APPROVED, false),
  REFUSE(Hand.APPROVER, CHECKED, REFUSED, true);

  /** In whose hand a step lies. */
  enum Hand {
    /** The household itself. */
    HOUSEHOLD,
    /** The cadre in charge, or a checker of the subtree. */
    CHECKER,
    /** An approver of the subtree. */
    APPROVER
  }

  private final Hand hand;
  private final ApplicationState from;
  private final ApplicationState to;
  private final boolean needsReason;

  Step(Hand hand, ApplicationState from, ApplicationState to, boolean needsReason) {
    this.hand = hand;
    this.from = from;
    this.to = to;
    this.needsReason = needsReason;
  }

  Hand hand() {
    return hand;
  }

  ApplicationState from() {
    return from;
  }

  ApplicationState to() {
    return to;
  }

  boolean needsReason() {
    return needsReason;
  }
}
