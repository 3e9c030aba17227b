package yihuyima.api.microaid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import yihuyima.api.access.Access;
import yihuyima.api.access.Concern;
import yihuyima.api.access.Purpose;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;

/** The table of steps, every cell of it: each state, each step, by someone whose step it is. */
class DecisionTest {
  private static final String PATH = ".1.2.3.";
  private static final long HOUSEHOLD = 7;
  private static final long CEILING_FEN = 100_000;

  private static final java.util.UUID SESSION = new java.util.UUID(0, 1);

  /** From where each step leads, written down a second time on purpose. */
  private static final Map<Step, ApplicationState> FROM = new EnumMap<>(Step.class);

  static {
    FROM.put(Step.PASS, ApplicationState.SUBMITTED);
    FROM.put(Step.RETURN, ApplicationState.SUBMITTED);
    FROM.put(Step.SUPPLEMENT, ApplicationState.RETURNED);
    FROM.put(Step.WITHDRAW, ApplicationState.SUBMITTED);
    FROM.put(Step.WITHDRAW_RETURNED, ApplicationState.RETURNED);
    FROM.put(Step.APPROVE, ApplicationState.CHECKED);
    FROM.put(Step.REFUSE, ApplicationState.CHECKED);
  }

  @Test
  void everyStepFromEveryState() {
    List<String> wrong = new ArrayList<>();
    for (ApplicationState state : ApplicationState.values()) {
      for (Step step : Step.values()) {
        Decision decision = Decision.decide(actorOf(step), standing(state, 1), complete(step));
        boolean right =
            state == FROM.get(step)
                ? decision.equals(new Decision.Taken(step))
                : is(decision, Problem.STATE_CHANGED);
        if (!right) {
          wrong.add(state + " " + step + " " + decision);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyActionShownIsOneThatMayBeTaken() {
    for (Step actorsOwn : Step.values()) {
      Caller actor = actorOf(actorsOwn);
      for (ApplicationState state : ApplicationState.values()) {
        Decision.Standing standing = standing(state, 1);
        boolean any =
            java.util.Arrays.stream(Step.values())
                .filter(step -> Access.allows(actor, step.action(), standing.concern()))
                .anyMatch(
                    step ->
                        Decision.decide(actor, standing, complete(step)) instanceof Decision.Taken);

        assertThat(!Decision.actions(actor, standing).isEmpty())
            .as(actorsOwn + " " + state)
            .isEqualTo(any);
      }
    }
  }

  @Test
  void whoCheckedNeverDecides() {
    Caller both = staff(10, ".1.", Role.CHECKER, Role.APPROVER);
    Decision.Standing own =
        new Decision.Standing(concern(), ApplicationState.CHECKED, 2, CEILING_FEN, 10L);

    assertThat(Decision.decide(both, own, complete(Step.APPROVE)))
        .matches(d -> is(d, Problem.OWN_ENTRY));
    assertThat(Decision.decide(both, own, complete(Step.REFUSE)))
        .matches(d -> is(d, Problem.OWN_ENTRY));
    assertThat(Decision.actions(both, own)).isEmpty();
  }

  @Test
  void nothingGoesOnWithWhatTheFamilyTookBackAndWhatEndsItStays() {
    for (Step step : Step.values()) {
      Decision.Standing withdrawn =
          new Decision.Standing(
              new Concern(
                  HOUSEHOLD, PATH, false, false, false, Set.of(Purpose.HEALTH), Purpose.HEALTH),
              step.from(),
              1,
              CEILING_FEN,
              99L);
      Decision decision = Decision.decide(actorOf(step), withdrawn, complete(step));

      boolean goesOn = step == Step.PASS || step == Step.SUPPLEMENT || step == Step.APPROVE;
      assertThat(is(decision, Problem.CONSENT_WITHDRAWN)).as(step.name()).isEqualTo(goesOn);
      assertThat(decision instanceof Decision.Taken).as(step.name()).isNotEqualTo(goesOn);
    }
  }

  @Test
  void anotherVersionThanSeenIsRefused() {
    Decision.Proposal old = new Decision.Proposal(Step.PASS, 1, null, null);

    assertThat(
            Decision.decide(
                staff(6, ".1.2.", Role.CHECKER), standing(ApplicationState.SUBMITTED, 3), old))
        .matches(d -> is(d, Problem.STATE_CHANGED));
  }

  @Test
  void returningRefusingAndSupplementingNeedAReason() {
    for (Step step : Step.values()) {
      for (String reason : new String[] {null, "", " \n\t"}) {
        Decision decision =
            Decision.decide(
                actorOf(step),
                standing(step.from(), 1),
                new Decision.Proposal(step, null, 1L, reason));

        boolean needed = step == Step.RETURN || step == Step.REFUSE || step == Step.SUPPLEMENT;
        assertThat(is(decision, Problem.REASON_REQUIRED)).as(step.name()).isEqualTo(needed);
      }
    }
  }

  @Test
  void amountMustBeThereAndWithinTheCeiling() {
    assertThat(approving(null)).matches(d -> is(d, Problem.REQUEST_INVALID));
    assertThat(approving(0L)).matches(d -> is(d, Problem.REQUEST_INVALID));
    assertThat(approving(-1L)).matches(d -> is(d, Problem.REQUEST_INVALID));
    assertThat(approving(1L)).isEqualTo(new Decision.Taken(Step.APPROVE));
    assertThat(approving(CEILING_FEN)).isEqualTo(new Decision.Taken(Step.APPROVE));
    assertThat(approving(CEILING_FEN + 1)).matches(d -> is(d, Problem.AMOUNT_OVER_CEILING));
    assertThat(approving(Long.MAX_VALUE)).matches(d -> is(d, Problem.AMOUNT_OVER_CEILING));
  }

  private static Decision approving(@Nullable Long amountFen) {
    return Decision.decide(
        actorOf(Step.APPROVE),
        standing(ApplicationState.CHECKED, 2),
        new Decision.Proposal(Step.APPROVE, 2, amountFen, null));
  }

  private static Caller actorOf(Step step) {
    return switch (step) {
      case SUPPLEMENT, WITHDRAW, WITHDRAW_RETURNED -> household(HOUSEHOLD);
      case PASS, RETURN -> staff(6, ".1.2.", Role.CHECKER);
      case APPROVE, REFUSE -> staff(9, ".1.", Role.APPROVER);
    };
  }

  private static Decision.Proposal complete(Step step) {
    return new Decision.Proposal(step, null, CEILING_FEN, "材料不清楚");
  }

  private static Decision.Standing standing(ApplicationState state, int version) {
    return new Decision.Standing(concern(), state, version, CEILING_FEN, 99L);
  }

  private static Concern concern() {
    return new Concern(HOUSEHOLD, PATH, false, false);
  }

  private static Caller household(long id) {
    return new Caller.Household(1, id, 1, Caller.Capacity.ADULT, SESSION);
  }

  private static Caller staff(long id, String path, Role... roles) {
    return new Caller.Staff(id, 1, path, Set.of(roles), SESSION);
  }

  private static boolean is(Decision decision, Problem problem) {
    return decision instanceof Decision.Refused refused && refused.problem() == problem;
  }
}
