package yihuyima.api.microaid;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Access;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Duty;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;

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
   * Decides, for a caller who may take the step: first whether it stands as the caller saw it, then
   * whether another person must, and last what was filled in.
   */
  static Decision decide(Caller caller, Standing application, Proposal proposal) {
    Step step = proposal.step();
    if (application.state() != step.from()
        || (proposal.version() != null && proposal.version() != application.version())) {
      return new Refused(Problem.STATE_CHANGED, step + " from " + application.state());
    }
    if (!hasOtherEyes(caller, application, step)) {
      return new Refused(Problem.OWN_ENTRY, "who checked does not decide");
    }
    if (!isAgreed(application, step)) {
      return new Refused(
          Problem.CONSENT_WITHDRAWN,
          "the family withdrew its consent to " + application.concern().about());
    }
    return filledIn(application, proposal);
  }

  /** What goes on with a family's sensitive data needs a consent that stands. */
  private static boolean isAgreed(Standing application, Step step) {
    return !(step.goesOn() && application.concern().isWithdrawn());
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

  /** What the caller may do with it now, in the contract's words. */
  static List<String> actions(Caller caller, Standing application) {
    return java.util.Arrays.stream(Step.values())
        .filter(step -> step.from() == application.state())
        .filter(step -> Access.allows(caller, step.action(), application.concern()))
        .filter(step -> hasOtherEyes(caller, application, step))
        .filter(step -> isAgreed(application, step))
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

  /** Four eyes: see {@link Duty}. */
  private static boolean hasOtherEyes(Caller caller, Standing application, Step step) {
    Duty duty = step.duty();
    Long checkedBy = application.checkedBy();
    return duty == null
        || checkedBy == null
        || !duty.clashes(Concern.staffId(caller), Map.of(Duty.CHECK, checkedBy));
  }
}
