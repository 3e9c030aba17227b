package yihuyima.api.payment;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;
import yihuyima.api.pairing.Concern;

/** Whether a step may be taken with a payment. Pure: every rule about paying is here. */
sealed interface PaymentDecision {
  /** The step is taken. */
  record Taken(PaymentStep step) implements PaymentDecision {}

  /** It is not; {@code reason} is for the log. */
  record Refused(Problem problem, String reason) implements PaymentDecision {}

  /**
   * A payment as it stands, locked.
   *
   * @param decidedBy who approved the application; null for aid without one
   */
  record Standing(
      Concern concern, PaymentState state, @Nullable LocalDate sentOn, @Nullable Long decidedBy) {}

  /**
   * Decides.
   *
   * @param found empty when there is no such payment
   * @param paidOn the day named, when settling; null otherwise
   * @param today in China
   */
  static PaymentDecision decide(
      Caller caller,
      Optional<Standing> found,
      PaymentStep step,
      @Nullable LocalDate paidOn,
      LocalDate today) {
    if (found.isEmpty()) {
      return new Refused(Problem.NOT_FOUND, "no such payment");
    }
    Standing payment = found.get();
    if (!payment.concern().isOffice(caller, Role.FUND_CLERK)) {
      return mayKnow(caller, payment.concern())
          ? new Refused(Problem.NOT_ALLOWED, "no fund clerk of the subtree")
          : new Refused(Problem.NOT_FOUND, "not the caller's concern");
    }
    if (payment.decidedBy() != null && payment.decidedBy().equals(Concern.staffId(caller))) {
      return new Refused(Problem.OWN_ENTRY, "who approved does not pay");
    }
    if (!step.leadsFrom(payment.state())) {
      return new Refused(Problem.STATE_CHANGED, step + " does not lead from " + payment.state());
    }
    if (step == PaymentStep.SETTLE && !isDayOfArrival(paidOn, payment.sentOn(), today)) {
      return new Refused(Problem.REQUEST_INVALID, "paid before it was sent, or after today");
    }
    return new Taken(step);
  }

  private static boolean isDayOfArrival(
      @Nullable LocalDate paidOn, @Nullable LocalDate sentOn, LocalDate today) {
    return paidOn != null && !paidOn.isAfter(today) && (sentOn == null || !paidOn.isBefore(sentOn));
  }

  /** Whether a payment may be reported missing: by the household, or whoever is in charge of it. */
  static boolean mayReport(Caller caller, Concern concern) {
    return concern.isOwn(caller) || concern.isInCharge(caller);
  }

  private static boolean mayKnow(Caller caller, Concern concern) {
    return mayReport(caller, concern);
  }
}
