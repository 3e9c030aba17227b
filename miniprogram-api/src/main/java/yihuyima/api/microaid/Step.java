package yihuyima.api.microaid;

import static yihuyima.api.microaid.ApplicationState.APPROVED;
import static yihuyima.api.microaid.ApplicationState.CHECKED;
import static yihuyima.api.microaid.ApplicationState.REFUSED;
import static yihuyima.api.microaid.ApplicationState.RETURNED;
import static yihuyima.api.microaid.ApplicationState.SUBMITTED;
import static yihuyima.api.microaid.ApplicationState.WITHDRAWN;

import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Action;
import yihuyima.api.access.Duty;

/** Every step an application can take: who may take it, from where, to where. No other exists. */
enum Step {
  PASS(Action.CHECK_APPLICATION, SUBMITTED, CHECKED, false),
  RETURN(Action.CHECK_APPLICATION, SUBMITTED, RETURNED, true),
  SUPPLEMENT(Action.SUPPLEMENT_APPLICATION, RETURNED, SUBMITTED, true),
  WITHDRAW(Action.WITHDRAW_APPLICATION, SUBMITTED, WITHDRAWN, false),
  WITHDRAW_RETURNED(Action.WITHDRAW_APPLICATION, RETURNED, WITHDRAWN, false),
  APPROVE(Action.APPROVE_APPLICATION, CHECKED, APPROVED, false),
  REFUSE(Action.APPROVE_APPLICATION, CHECKED, REFUSED, true);

  private final Action action;
  private final ApplicationState from;
  private final ApplicationState to;
  private final boolean needsReason;

  Step(Action action, ApplicationState from, ApplicationState to, boolean needsReason) {
    this.action = action;
    this.from = from;
    this.to = to;
    this.needsReason = needsReason;
  }

  /** Who may take it: whoever may do this. */
  Action action() {
    return action;
  }

  /** Whether it is the household's own step. */
  boolean isHouseholds() {
    return duty() == null;
  }

  /** The duty of the member of staff who takes it; null for the household's own steps. */
  @Nullable Duty duty() {
    return switch (this) {
      case PASS, RETURN -> Duty.CHECK;
      case APPROVE, REFUSE -> Duty.APPROVE;
      case SUPPLEMENT, WITHDRAW, WITHDRAW_RETURNED -> null;
    };
  }

  ApplicationState from() {
    return from;
  }

  ApplicationState to() {
    return to;
  }

  /** Whether the family's data is used further with it. */
  boolean goesOn() {
    return switch (this) {
      case PASS, SUPPLEMENT, APPROVE -> true;
      case RETURN, WITHDRAW, WITHDRAW_RETURNED, REFUSE -> false;
    };
  }

  boolean needsReason() {
    return needsReason;
  }
}
