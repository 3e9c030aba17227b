package yihuyima.api.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import yihuyima.api.policy.condition.Fact.Scope;
import yihuyima.api.policy.condition.batch.Batch;
import yihuyima.api.policy.condition.batch.BatchCondition;

/** Many households at once come out as each does by itself. */
class BatchConditionPropertyTest {
  private static final List<Fact> ALL =
      Stream.concat(
              SmallWorld.FACTS.of(Scope.HOUSEHOLD).stream(),
              SmallWorld.FACTS.of(Scope.MEMBER).stream())
          .toList();

  private static final int CONDITIONS = 8;

  @Property(tries = 400)
  void everyHouseholdComesOutAsByItself(
      @ForAll long seed,
      @ForAll @IntRange(max = 200) int households,
      @ForAll @IntRange(max = 60) int unknownPercent) {
    Random random = new Random(seed);
    List<Known> known = new ArrayList<>();
    int membersMax = random.nextInt(10) == 0 ? Limits.MEMBERS_MAX : 4;
    Batch.Builder batch = Batch.builder(ALL, random.nextInt(households + 1));
    for (int i = 0; i < households; i++) {
      Known one = SmallWorld.household(random, membersMax, unknownPercent, true);
      known.add(one);
      batch.add(one);
    }
    agree(random, known, batch.build());
  }

  /** More than are taken at a time, at both ends of it. */
  @Property(tries = 20)
  void itDoesNotMatterHowManyAreTakenAtATime(
      @ForAll long seed, @ForAll @IntRange(min = 1020, max = 1030) int households) {
    Random random = new Random(seed);
    List<Known> known = new ArrayList<>();
    Batch.Builder batch = Batch.builder(ALL, households);
    for (int i = 0; i < households; i++) {
      Known one = SmallWorld.household(random, 4, 20, true);
      known.add(one);
      batch.add(one);
    }
    agree(random, known, batch.build());
  }

  private static void agree(Random random, List<Known> known, Batch batch) {
    byte[] out = new byte[known.size()];
    for (int i = 0; i < CONDITIONS; i++) {
      Clause clause = new SmallWorld.Conditions(random, true).clause(3);
      Condition condition = new Condition("", SmallWorld.FACTS, clause);
      BatchCondition.of(condition).decide(batch, SmallWorld.DAY, out);
      for (int at = 0; at < known.size(); at++) {
        assertThat((int) out[at])
            .as("household %d: %s", at, condition.cel())
            .isEqualTo(condition.decide(known.get(at)).number());
      }
    }
  }
}
