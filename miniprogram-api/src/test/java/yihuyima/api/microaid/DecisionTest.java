package yihuyima.api.microaid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;
import yihuyima.api.pairing.Concern;

/** The table of steps, every cell of it: each caller, each state, each step. */
class DecisionTest {
  private static final String PATH = ".1.2.3.";
  private static final long HOUSEHOLD = 7;
  private static final long CEILING_FEN = 100_000;

  /** A caller as the table sees it, with the hands it has and whether it may know. */
  private record Row(String name, Caller caller, boolean mayRead, Set<Step.Hand> hands) {}

  private static final java.util.UUID SESSION = new java.util.UUID(0, 1);

  private static final List<Row> CALLERS =
      List.of(
          new Row("anyone", new Caller.Anyone(), false, Set.of()),
          new Row("signed in", new Caller.SignedIn(1, SESSION), false, Set.of()),
          new Row("the household", household(HOUSEHOLD), true, Set.of(Step.Hand.HOUSEHOLD)),
          new Row("another household", household(8), false, Set.of()),
          new Row("its cadre", staff(4, PATH, Role.CADRE), true, Set.of(Step.Hand.CHECKER)),
          new Row("another cadre", staff(5, PATH, Role.CADRE), false, Set.of()),
          new Row("checker", staff(6, ".1.2.", Role.CHECKER), true, Set.of(Step.Hand.CHECKER)),
          new Row("checker elsewhere", staff(6, ".1.9.", Role.CHECKER), false, Set.of()),
          new Row("checker of a namesake", staff(6, ".1.2.3.4.", Role.CHECKER), false, Set.of()),
          new Row("approver", staff(9, ".1.", Role.APPROVER), true, Set.of(Step.Hand.APPROVER)),
          new Row(
              "checker and approver",
              staff(10, ".1.", Role.CHECKER, Role.APPROVER),
              true,
              Set.of(Step.Hand.CHECKER, Step.Hand.APPROVER)),
          new Row("code clerk", staff(11, ".1.", Role.CODE_CLERK), false, Set.of()),
          new Row("administrator", staff(12, ".1.", Role.ADMINISTRATOR), false, Set.of()),
          new Row("paired from outside", new Caller.Paired(4, SESSION), true, Set.of()),
          new Row("outsider", new Caller.Paired(13, SESSION), false, Set.of()),
          new Row("auditor", new Caller.Auditor(14, 1, ".1.", SESSION), false, Set.of()),
          new Row("partner", new Caller.Partner(15, ".1.", SESSION), false, Set.of()),
          new Row("job", new Caller.SystemJob("sweep"), false, Set.of()));

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
  void everyCellOfTheTable() {
    List<String> wrong = new ArrayList<>();
    for (Row row : CALLERS) {
      for (ApplicationState state : ApplicationState.values()) {
        for (Step step : Step.values()) {
          Decision decision =
              Decision.decide(row.caller(), Optional.of(standing(row, state)), complete(step));
          if (!fits(row, state, step, decision)) {
            wrong.add(row.name() + " " + state + " " + step + " " + decision);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean fits(Row row, ApplicationState state, Step step, Decision decision) {
    if (!row.mayRead()) {
      return is(decision, Problem.NOT_FOUND);
    }
    if (!row.hands().contains(step.hand())) {
      return is(decision, Problem.NOT_ALLOWED);
    }
    if (state != FROM.get(step)) {
      return is(decision, Problem.STATE_CHANGED);
    }
    return decision.equals(new Decision.Taken(step));
  }

  @Test
  void everyActionShownIsOneThatMayBeTaken() {
    for (Row row : CALLERS) {
      for (ApplicationState state : ApplicationState.values()) {
        Decision.Standing standing = standing(row, state);
        boolean any =
            java.util.Arrays.stream(Step.values())
                .anyMatch(
                    step ->
                        Decision.decide(row.caller(), Optional.of(standing), complete(step))
                            instanceof Decision.Taken);

        assertThat(!Decision.actions(row.caller(), standing).isEmpty())
            .as(row.name() + " " + state)
            .isEqualTo(any);
      }
    }
  }

  @Test
  void whoCheckedNeverDecides() {
    Caller both = staff(10, ".1.", Role.CHECKER, Role.APPROVER);
    Decision.Standing own =
        new Decision.Standing(concern(false), ApplicationState.CHECKED, 2, CEILING_FEN, 10L);

    assertThat(Decision.decide(both, Optional.of(own), complete(Step.APPROVE)))
        .matches(d -> is(d, Problem.OWN_ENTRY));
    assertThat(Decision.decide(both, Optional.of(own), complete(Step.REFUSE)))
        .matches(d -> is(d, Problem.OWN_ENTRY));
    assertThat(Decision.actions(both, own)).isEmpty();
  }

  @Test
  void anotherVersionThanSeenIsRefused() {
    Decision.Proposal old = new Decision.Proposal(Step.PASS, 1, null, null);

    assertThat(
            Decision.decide(
                staff(6, ".1.2.", Role.CHECKER),
                Optional.of(standing(ApplicationState.SUBMITTED, 3)),
                old))
        .matches(d -> is(d, Problem.STATE_CHANGED));
  }

  @Test
  void returningRefusingAndSupplementingNeedAReason() {
    for (Step step : Step.values()) {
      for (String reason : new String[] {null, "", " \n\t"}) {
        Decision decision =
            Decision.decide(
                actorOf(step),
                Optional.of(standing(step.from(), 1)),
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

  @Test
  void missingOneLooksLikeAForeignOne() {
    Decision missing = Decision.decide(household(8), Optional.empty(), complete(Step.WITHDRAW));
    Decision foreign =
        Decision.decide(
            household(8),
            Optional.of(standing(ApplicationState.SUBMITTED, 1)),
            complete(Step.WITHDRAW));

    assertThat(((Decision.Refused) missing).problem())
        .isEqualTo(((Decision.Refused) foreign).problem())
        .isEqualTo(Problem.NOT_FOUND);
  }

  @Test
  void stationThatSharesItsPairingsLetsItsOwnCadresCheck() {
    Concern shared = new Concern(HOUSEHOLD, PATH, false, true);

    assertThat(Decision.hands(staff(5, PATH, Role.CADRE), shared))
        .containsExactly(Step.Hand.CHECKER);
    assertThat(Decision.hands(staff(5, ".1.2.", Role.CADRE), shared)).isEmpty();
  }

  private static Decision approving(@Nullable Long amountFen) {
    return Decision.decide(
        actorOf(Step.APPROVE),
        Optional.of(standing(ApplicationState.CHECKED, 2)),
        new Decision.Proposal(Step.APPROVE, 2, amountFen, null));
  }

  private static Caller actorOf(Step step) {
    return switch (step.hand()) {
      case HOUSEHOLD -> household(HOUSEHOLD);
      case CHECKER -> staff(6, ".1.2.", Role.CHECKER);
      case APPROVER -> staff(9, ".1.", Role.APPROVER);
    };
  }

  private static Decision.Proposal complete(Step step) {
    return new Decision.Proposal(step, null, CEILING_FEN, "材料不清楚");
  }

  private static Decision.Standing standing(ApplicationState state, int version) {
    return new Decision.Standing(concern(false), state, version, CEILING_FEN, 99L);
  }

  /** Staff 4 is the one who is paired. */
  private static Decision.Standing standing(Row row, ApplicationState state) {
    Long staffId = Concern.staffId(row.caller());
    return new Decision.Standing(
        concern(staffId != null && staffId == 4), state, 1, CEILING_FEN, 99L);
  }

  private static Concern concern(boolean paired) {
    return new Concern(HOUSEHOLD, PATH, paired, false);
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
