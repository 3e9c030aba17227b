package yihuyima.api.payment;

import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Duty;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;

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
   * @param payment one that the caller may pay
   * @param paidOn the day named, when settling; null otherwise
   * @param today in China
   */
  static PaymentDecision decide(
      Caller caller,
      Standing payment,
      PaymentStep step,
      @Nullable LocalDate paidOn,
      LocalDate today) {
    Long decidedBy = payment.decidedBy();
    if (decidedBy != null
        && Duty.PAY.clashes(Concern.staffId(caller), Map.of(Duty.APPROVE, decidedBy))) {
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
}
