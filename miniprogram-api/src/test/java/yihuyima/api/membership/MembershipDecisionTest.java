package yihuyima.api.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import yihuyima.api.http.Problem;
import yihuyima.api.membership.MembershipDecision.Leaving;
import yihuyima.api.membership.MembershipDecision.Place;
import yihuyima.api.register.FactVersion;

/** Who is of a household after somebody joins, leaves, or stands otherwise to its worker. */
class MembershipDecisionTest {
  private static final LocalDate START = LocalDate.of(2024, 1, 1);
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);
  private static final Place WORKER = new Place(1, 10, "WORKER", START);
  private static final Place WIFE = new Place(2, 20, "SPOUSE", START);
  private static final Place MOTHER = new Place(3, 30, "PARENT", START.plusYears(1));
  private static final List<Place> FAMILY = List.of(WORKER, WIFE, MOTHER);

  private static MembershipDecision.Plan plan(MembershipDecision decision) {
    assertThat(decision).isInstanceOf(MembershipDecision.Plan.class);
    return (MembershipDecision.Plan) decision;
  }

  private static Problem refusal(MembershipDecision decision) {
    assertThat(decision).isInstanceOf(MembershipDecision.Refused.class);
    return ((MembershipDecision.Refused) decision).problem();
  }

  @Test
  void whoDiesIsOfTheHouseholdUntilTheDayBefore() {
    LocalDate day = TODAY.minusDays(3);
    MembershipDecision.Plan plan =
        plan(MembershipDecision.leave(FAMILY, 30, Leaving.DEATH, day, Map.of(), TODAY));
    assertThat(plan.ends())
        .containsExactly(new MembershipDecision.End(MOTHER, day.minusDays(1), "DEATH"));
    assertThat(plan.begins()).isEmpty();
  }

  @Test
  void aWorkerLeavesOnlyWhereSomebodyElseBecomesIt() {
    LocalDate day = TODAY.minusDays(3);
    assertThat(refusal(MembershipDecision.leave(FAMILY, 10, Leaving.DEATH, day, Map.of(), TODAY)))
        .isEqualTo(Problem.WORKER_NEEDED);
    MembershipDecision.Plan plan =
        plan(
            MembershipDecision.leave(
                FAMILY,
                10,
                Leaving.DEATH,
                day,
                Map.of(20L, "WORKER", 30L, "PARENT_IN_LAW"),
                TODAY));
    assertThat(plan.ends())
        .containsExactly(
            new MembershipDecision.End(WORKER, day.minusDays(1), "DEATH"),
            new MembershipDecision.End(WIFE, day.minusDays(1), "RELATION"),
            new MembershipDecision.End(MOTHER, day.minusDays(1), "RELATION"));
    assertThat(plan.begins())
        .containsExactly(
            new MembershipDecision.Begin(20, "WORKER", day),
            new MembershipDecision.Begin(30, "PARENT_IN_LAW", day));
  }

  @Test
  void theLastOneDoesNotLeave() {
    assertThat(
            refusal(
                MembershipDecision.leave(
                    List.of(WORKER), 10, Leaving.DEATH, TODAY, Map.of(), TODAY)))
        .isEqualTo(Problem.LAST_MEMBER);
  }

  @Test
  void nobodyLeavesBeforeTheyCameOrOnADayToCome() {
    assertThat(
            refusal(
                MembershipDecision.leave(
                    FAMILY, 30, Leaving.LEFT, START.plusDays(1), Map.of(), TODAY)))
        .isEqualTo(Problem.REQUEST_INVALID);
    assertThat(
            refusal(
                MembershipDecision.leave(
                    FAMILY, 30, Leaving.LEFT, TODAY.plusDays(1), Map.of(), TODAY)))
        .isEqualTo(Problem.REQUEST_INVALID);
    assertThat(refusal(MembershipDecision.leave(FAMILY, 99, Leaving.LEFT, TODAY, Map.of(), TODAY)))
        .isEqualTo(Problem.NOT_FOUND);
  }

  @Test
  void aMistakeWasNeverSo() {
    MembershipDecision.Plan plan =
        plan(MembershipDecision.leave(FAMILY, 30, Leaving.MISTAKE, START, Map.of(), TODAY));
    assertThat(plan.ends().getFirst().lastOn()).isEqualTo(MOTHER.fromOn().minusDays(1));
  }

  @Test
  void aCorrectedRelationIsTrueFromTheDayThePlaceBegan() {
    MembershipDecision.Plan plan =
        plan(
            MembershipDecision.relate(
                FAMILY,
                FactVersion.Kind.CORRECTION,
                TODAY,
                Map.of(30L, "GRANDPARENT", 20L, "SPOUSE"),
                TODAY));
    assertThat(plan.ends())
        .containsExactly(
            new MembershipDecision.End(MOTHER, MOTHER.fromOn().minusDays(1), "MISTAKE"));
    assertThat(plan.begins())
        .containsExactly(new MembershipDecision.Begin(30, "GRANDPARENT", MOTHER.fromOn()));
  }

  @Test
  void whoIsThereDoesNotJoinAgainAndAHouseholdHasALimit() {
    assertThat(refusal(MembershipDecision.join(FAMILY, 20, "CHILD", TODAY, TODAY)))
        .isEqualTo(Problem.ALREADY_MEMBER);
    List<Place> many = new ArrayList<>();
    for (int i = 0; i < MembershipDecision.MEMBERS_MAX; i++) {
      many.add(new Place(i, i, i == 0 ? "WORKER" : "OTHER", START));
    }
    assertThat(refusal(MembershipDecision.join(many, 99, "CHILD", TODAY, TODAY)))
        .isEqualTo(Problem.REQUEST_INVALID);
    assertThat(plan(MembershipDecision.join(FAMILY, 99, "CHILD", TODAY, TODAY)).begins())
        .containsExactly(new MembershipDecision.Begin(99, "CHILD", TODAY));
  }

  /** Whatever is asked: where it is not refused there is one worker, and nobody is there twice. */
  @Property(tries = 400)
  void aHouseholdAlwaysHasOneWorker(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 4) Integer> deeds,
      @ForAll @IntRange(min = 0, max = 3) int seed) {
    String[] relations = {"WORKER", "SPOUSE", "CHILD", "PARENT"};
    List<Place> current = new ArrayList<>(FAMILY);
    long next = 100;
    for (int i = 0; i < deeds.size(); i++) {
      Place some = current.get((seed + i) % current.size());
      Place other = current.get((seed + i + 1) % current.size());
      Map<Long, String> stated = new HashMap<>();
      stated.put(other.personId(), relations[(seed + i) % 4]);
      stated.put(some.personId(), relations[(seed + i + 1) % 4]);
      MembershipDecision decision =
          switch (deeds.get(i)) {
            case 0 -> MembershipDecision.join(current, next++, "CHILD", TODAY, TODAY);
            case 1 ->
                MembershipDecision.leave(
                    current,
                    some.personId(),
                    Leaving.LEFT,
                    TODAY,
                    Map.of(other.personId(), "WORKER"),
                    TODAY);
            case 2 ->
                MembershipDecision.leave(
                    current, some.personId(), Leaving.DEATH, TODAY, Map.of(), TODAY);
            case 3 ->
                MembershipDecision.relate(current, FactVersion.Kind.CHANGE, TODAY, stated, TODAY);
            default ->
                MembershipDecision.relate(
                    current, FactVersion.Kind.CORRECTION, TODAY, stated, TODAY);
          };
      if (decision instanceof MembershipDecision.Plan done) {
        for (MembershipDecision.End end : done.ends()) {
          assertThat(current.remove(end.place())).isTrue();
          assertThat(end.lastOn()).isAfterOrEqualTo(end.place().fromOn().minusDays(1));
        }
        for (MembershipDecision.Begin begin : done.begins()) {
          current.add(new Place(next++, begin.personId(), begin.relation(), begin.fromOn()));
        }
      }
      assertThat(current.stream().filter(place -> place.relation().equals("WORKER"))).hasSize(1);
      assertThat(current.stream().map(Place::personId)).doesNotHaveDuplicates();
    }
  }
}
