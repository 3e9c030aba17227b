package yihuyima.api.microaid;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import yihuyima.api.access.Concern;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;
import yihuyima.api.policy.Programme;

class CeilingPropertyTest {
  private static final Caller APPROVER =
      new Caller.Staff(9, 1, ".1.", Set.of(Role.APPROVER), new java.util.UUID(0, 1));
  private static final Concern CONCERN = new Concern(7, ".1.2.", false, false);

  /** However often a household applies and whatever approvers ask for, a year has one ceiling. */
  @Property
  void approvedInAYearNeverExceedsTheCeiling(
      @ForAll @LongRange(min = 0, max = 200_000) long standardFen,
      @ForAll @IntRange(min = 1, max = 12) int standards,
      @ForAll @Size(max = 30) List<@LongRange(min = -10, max = 3_000_000) Long> asked) {
    Programme programme = programme(standards);
    long ceilingFen = standardFen * standards;
    Map<Long, Long> approved = new HashMap<>();
    for (long amountFen : asked) {
      Offer offer = Offer.decide(programme, applicant(standardFen, approved));
      assertThat(offer.ceilingFen()).isBetween(0L, ceilingFen);
      if (offer instanceof Offer.Open open) {
        Decision.Standing checked =
            new Decision.Standing(CONCERN, ApplicationState.CHECKED, 2, open.ceilingFen(), 3L);
        Decision.Proposal proposal = new Decision.Proposal(Step.APPROVE, 2, amountFen, null);
        if (Decision.decide(APPROVER, checked, proposal) instanceof Decision.Taken) {
          approved.merge(programme.id(), amountFen, Long::sum);
        }
      }
    }
    assertThat(approved.getOrDefault(programme.id(), 0L)).isBetween(0L, ceilingFen);
  }

  /** Whoever tries whatever in whatever order, an application only goes where the table leads. */
  @Property
  void noApplicationLeavesTheTable(@ForAll @Size(max = 40) List<Step> tries) {
    ApplicationState state = ApplicationState.SUBMITTED;
    int version = 1;
    for (Step step : tries) {
      Decision.Standing standing = new Decision.Standing(CONCERN, state, version, 1000, 3L);
      Caller caller =
          switch (step) {
            case SUPPLEMENT, WITHDRAW, WITHDRAW_RETURNED ->
                new Caller.Household(1, 7, 1, Caller.Capacity.ADULT, new java.util.UUID(0, 1));
            case PASS, RETURN ->
                new Caller.Staff(3, 1, ".1.", Set.of(Role.CHECKER), new java.util.UUID(0, 1));
            case APPROVE, REFUSE -> APPROVER;
          };
      Decision decision =
          Decision.decide(caller, standing, new Decision.Proposal(step, version, 10L, "原因"));
      assertThat(decision instanceof Decision.Taken).isEqualTo(step.from() == state);
      if (decision instanceof Decision.Taken) {
        assertThat(state.isOpen()).isTrue();
        state = step.to();
        version++;
      }
    }
  }

  private static Programme programme(int standards) {
    return new Programme(
        5,
        "LIVING_AID",
        "LIVING_AID",
        ".1.",
        "生活救助",
        "",
        List.of(),
        null,
        standards,
        standards,
        false,
        5,
        5,
        10,
        LocalDate.of(2024, 1, 1),
        null,
        null);
  }

  private static Offer.Applicant applicant(long standardFen, Map<Long, Long> approved) {
    return new Offer.Applicant(
        7,
        1,
        null,
        ".1.2.",
        "990120",
        "DEEP",
        standardFen,
        1,
        Map.of(),
        Set.of(),
        approved,
        Set.of());
  }
}
