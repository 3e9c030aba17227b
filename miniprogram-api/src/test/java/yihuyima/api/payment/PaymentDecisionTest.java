package yihuyima.api.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import yihuyima.api.access.Concern;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;

class PaymentDecisionTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);
  private static final LocalDate SENT_ON = TODAY.minusDays(3);
  private static final UUID SESSION = new UUID(0, 1);
  private static final Concern CONCERN = new Concern(7, ".1.2.3.", true, false);
  private static final Caller CLERK = staff(4, ".1.2.", Role.FUND_CLERK);

  /** From where each step leads, written down a second time on purpose. */
  private static final Map<PaymentStep, Set<PaymentState>> FROM =
      Map.of(
          PaymentStep.SEND,
          Set.of(PaymentState.APPROVED, PaymentState.IN_BATCH, PaymentState.RETURNED),
          PaymentStep.SETTLE,
          Set.of(PaymentState.SENT),
          PaymentStep.RETURN,
          Set.of(PaymentState.SENT));

  @Test
  void everyStepFromEveryState() {
    List<String> wrong = new ArrayList<>();
    for (PaymentState state : PaymentState.values()) {
      for (PaymentStep step : PaymentStep.values()) {
        PaymentDecision decision =
            PaymentDecision.decide(CLERK, found(state, 9L), step, TODAY, TODAY);
        boolean right =
            FROM.get(step).contains(state)
                ? decision.equals(new PaymentDecision.Taken(step))
                : is(decision, Problem.STATE_CHANGED);
        if (!right) {
          wrong.add(state + " " + step + " " + decision);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whoApprovedNeverPays() {
    for (PaymentStep step : PaymentStep.values()) {
      for (PaymentState state : PaymentState.values()) {
        assertThat(PaymentDecision.decide(CLERK, found(state, 4L), step, TODAY, TODAY))
            .matches(d -> is(d, Problem.OWN_ENTRY));
      }
    }
  }

  @Test
  void aidWithoutAnApplicationIsPaidToo() {
    assertThat(
            PaymentDecision.decide(
                CLERK, found(PaymentState.APPROVED, null), PaymentStep.SEND, null, TODAY))
        .isEqualTo(new PaymentDecision.Taken(PaymentStep.SEND));
  }

  @Test
  void moneyArrivesBetweenTheDayItWasSentAndToday() {
    assertThat(settling(SENT_ON.minusDays(1))).matches(d -> is(d, Problem.REQUEST_INVALID));
    assertThat(settling(SENT_ON)).isInstanceOf(PaymentDecision.Taken.class);
    assertThat(settling(TODAY)).isInstanceOf(PaymentDecision.Taken.class);
    assertThat(settling(TODAY.plusDays(1))).matches(d -> is(d, Problem.REQUEST_INVALID));
    assertThat(settling(null)).matches(d -> is(d, Problem.REQUEST_INVALID));
  }

  private static PaymentDecision settling(@Nullable LocalDate paidOn) {
    return PaymentDecision.decide(
        CLERK, found(PaymentState.SENT, 9L), PaymentStep.SETTLE, paidOn, TODAY);
  }

  private static PaymentDecision.Standing found(PaymentState state, @Nullable Long decidedBy) {
    return new PaymentDecision.Standing(CONCERN, state, SENT_ON, decidedBy);
  }

  private static Caller staff(long id, String path, Role... roles) {
    return new Caller.Staff(id, 1, path, Set.of(roles), SESSION);
  }

  private static boolean is(PaymentDecision decision, Problem problem) {
    return decision instanceof PaymentDecision.Refused refused && refused.problem() == problem;
  }
}
