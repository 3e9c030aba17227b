package yihuyima.api.microaid;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;
import yihuyima.api.pairing.Concern;

/** Whether a step may be taken with an application. Pure: every rule about the steps is here. */
sealed interface Decision {
  /** The step is taken. */
  record Taken(Step step) implements Decision {}

  /** It is not; {@code reason} is for the log. */
  record Refused(Problem problem, String reason) implements Decision {}

  /**
   * An application as it stands.
   *
   * @param ceilingFen what may be approved at most
   * @param checkedBy the member of staff who checked it last; null when nobody has
   */
  record Standing(
      Concern concern,
      ApplicationState state,
      int version,
      long ceilingFen,
      @Nullable Long checkedBy) {}

  /**
   * What a caller wants to do.
   *
   * @param version the version the caller saw; null where the contract names none
   * @param amountFen to approve; null otherwise
   * @param reason as given; null or blank when none was
   */
  record Proposal(
      Step step, @Nullable Integer version, @Nullable Long amountFen, @Nullable String reason) {
    boolean hasReason() {
      return reason != null && !reason.isBlank();
    }
  }

  /**
   * Decides: first whether the caller may know of it, then whose step it is, then whether it stands
   * as the caller saw it, and last what was filled in.
   *
   * @param found empty when there is no such application
   */
  static Decision decide(Caller caller, Optional<Standing> found, Proposal proposal) {
    if (found.isEmpty()) {
      return new Refused(Problem.NOT_FOUND, "no such application");
    }
    Standing application = found.get();
    if (!mayRead(caller, application.concern())) {
      return new Refused(Problem.NOT_FOUND, "not the caller's concern");
    }
    Step step = proposal.step();
    if (!hands(caller, application.concern()).contains(step.hand())) {
      return new Refused(Problem.NOT_ALLOWED, step + " is not in the caller's hand");
    }
    if (application.state() != step.from()
        || (proposal.version() != null && proposal.version() != application.version())) {
      return new Refused(Problem.STATE_CHANGED, step + " from " + application.state());
    }
    if (!hasOtherEyes(caller, application, step)) {
      return new Refused(Problem.OWN_ENTRY, "who checked does not decide");
    }
    return filledIn(application, proposal);
  }

  private static Decision filledIn(Standing application, Proposal proposal) {
    Step step = proposal.step();
    if (step.needsReason() && !proposal.hasReason()) {
      return new Refused(Problem.REASON_REQUIRED, step + " without a reason");
    }
    if (step == Step.APPROVE) {
      Long amountFen = proposal.amountFen();
      if (amountFen == null || amountFen <= 0) {
        return new Refused(Problem.REQUEST_INVALID, "no amount");
      }
      if (amountFen > application.ceilingFen()) {
        return new Refused(Problem.AMOUNT_OVER_CEILING, "amount over the ceiling");
      }
    }
    return new Taken(step);
  }

  /** The hands a caller has for applications of a household. */
  static Set<Step.Hand> hands(Caller caller, Concern concern) {
    EnumSet<Step.Hand> hands = EnumSet.noneOf(Step.Hand.class);
    if (concern.isOwn(caller)) {
      hands.add(Step.Hand.HOUSEHOLD);
    }
    if (concern.isCadreInCharge(caller) || concern.isOffice(caller, Role.CHECKER)) {
      hands.add(Step.Hand.CHECKER);
    }
    if (concern.isOffice(caller, Role.APPROVER)) {
      hands.add(Step.Hand.APPROVER);
    }
    return hands;
  }

  /** Whether a caller may know of a household's applications and see their material. */
  static boolean mayRead(Caller caller, Concern concern) {
    return concern.isOwn(caller)
        || concern.isInCharge(caller)
        || concern.isOffice(caller, Role.CHECKER, Role.APPROVER);
  }

  /** What the caller may do with it now, in the contract's words. */
  static List<String> actions(Caller caller, Standing application) {
    Set<Step.Hand> hands = hands(caller, application.concern());
    return java.util.Arrays.stream(Step.values())
        .filter(step -> step.from() == application.state())
        .filter(step -> hands.contains(step.hand()))
        .filter(step -> hasOtherEyes(caller, application, step))
        .map(Decision::action)
        .distinct()
        .toList();
  }

  private static String action(Step step) {
    return switch (step) {
      case PASS, RETURN -> "CHECK";
      case SUPPLEMENT -> "SUPPLEMENT";
      case WITHDRAW, WITHDRAW_RETURNED -> "WITHDRAW";
      case APPROVE, REFUSE -> "APPROVE";
    };
  }

  /** Four eyes: the approver is another person than the one who checked. */
  private static boolean hasOtherEyes(Caller caller, Standing application, Step step) {
    return step.hand() != Step.Hand.APPROVER
        || application.checkedBy() == null
        || !application.checkedBy().equals(Concern.staffId(caller));
  }
}
