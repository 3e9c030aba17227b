package yihuyima.api.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Conditions against the plain meaning of three values, in a world where all can be tried. */
class ConditionPropertyTest {
  private static final ConditionReader READER = new ConditionReader(SmallWorld.FACTS);

  /** A condition and a household. */
  record Situation(Condition condition, Known known) {
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(condition.cel());
      for (Fact fact : condition.uses()) {
        int last = fact.scope() == Fact.Scope.HOUSEHOLD ? 1 : known.members();
        for (int i = 0; i < last; i++) {
          text.append(" ").append(fact.name()).append(i).append("=").append(known.value(fact, i));
        }
      }
      return text.append(" members=" + known.members() + known.membersComplete()).toString();
    }
  }

  private static Condition condition(Clause clause) {
    return new Condition("", SmallWorld.FACTS, clause);
  }

  @Provide
  Arbitrary<Clause> clauses() {
    return Arbitraries.randomValue(random -> new SmallWorld.Conditions(random, true).clause(3));
  }

  @Provide
  Arbitrary<Situation> situations() {
    return Arbitraries.randomValue(
        random ->
            new Situation(
                condition(new SmallWorld.Conditions(random, true).clause(3)),
                SmallWorld.household(random, 4, 25, true)));
  }

  /** Few unknown facts, each with few values. */
  @Provide
  Arbitrary<Situation> small() {
    return Arbitraries.randomValue(
        random -> {
          while (true) {
            Clause clause = new SmallWorld.Conditions(random, false).clause(3);
            Known known = SmallWorld.household(random, 2, 45, false);
            int unknowns = SmallWorld.unknowns(clause, known).size();
            if (unknowns >= 1 && unknowns <= 4) {
              return new Situation(condition(clause), known);
            }
          }
        });
  }

  @Property(tries = 1000)
  void whatIsWrittenIsReadAsTheSame(@ForAll("clauses") Clause clause) {
    String text = new CelText(SmallWorld.FACTS).of(clause);
    Assume.that(text.length() <= Limits.TEXT_CHARS_MAX);

    Reading reading = READER.read(text);

    assertThat(reading).as(text).isInstanceOf(Reading.Accepted.class);
    assertThat(((Reading.Accepted) reading).condition().clause()).isEqualTo(clause);
  }

  /** What can be told stays so whatever becomes known, and whoever else turns out to live there. */
  @Property(tries = 5000)
  void knowingMoreNeverTurnsAnAnswer(@ForAll("situations") Situation situation, @ForAll long seed) {
    Truth before = situation.condition().decide(situation.known());
    Known later = more(situation, new Random(seed), 50);
    Known all = more(new Situation(situation.condition(), later), new Random(seed + 1), 100);

    Truth then = situation.condition().decide(later);
    Truth atLast = situation.condition().decide(all);

    assertThat(atLast).isNotEqualTo(Truth.UNKNOWN);
    if (then != Truth.UNKNOWN) {
      assertThat(atLast).isEqualTo(then);
    }
    if (before != Truth.UNKNOWN) {
      assertThat(then).isEqualTo(before);
    }
  }

  private static Known more(Situation situation, Random random, int percent) {
    Known known = situation.known();
    Known.Builder more = known.toBuilder();
    for (Missing missing : SmallWorld.unknowns(situation.condition().clause(), known)) {
      if (random.nextInt(100) < percent) {
        SmallWorld.set(more, missing, SmallWorld.value(missing.fact(), random));
      }
    }
    if (!known.membersComplete() && random.nextInt(100) < percent) {
      Known.Builder closed = Known.builder(SmallWorld.FACTS, SmallWorld.DAY);
      Known partly = more.build();
      for (Fact fact : SmallWorld.FACTS.of(Fact.Scope.HOUSEHOLD)) {
        closed.set(fact, partly.value(fact, -1));
      }
      for (int i = 0; i < partly.members(); i++) {
        closed.member();
        for (Fact fact : SmallWorld.FACTS.of(Fact.Scope.MEMBER)) {
          closed.set(i, fact, partly.value(fact, i));
        }
      }
      int others = random.nextInt(3);
      for (int i = 0; i < others; i++) {
        SmallWorld.addMember(closed, partly.members() + i, random, 0);
      }
      return closed.build();
    }
    return more.build();
  }

  /** All answers to some of what is not known, and what comes out. */
  private static Map<Map<Missing, Long>, Truth> worlds(Situation situation) {
    List<Missing> unknowns = SmallWorld.unknowns(situation.condition().clause(), situation.known());
    List<Map<Missing, Long>> answers = new ArrayList<>(List.of(Map.of()));
    for (Missing unknown : unknowns) {
      for (Map<Missing, Long> before : List.copyOf(answers)) {
        for (long value : SmallWorld.values(unknown.fact())) {
          Map<Missing, Long> with = new HashMap<>(before);
          with.put(unknown, value);
          answers.add(with);
        }
      }
    }
    Map<Map<Missing, Long>, Truth> worlds = new HashMap<>();
    for (Map<Missing, Long> each : answers) {
      Known.Builder known = situation.known().toBuilder();
      each.forEach((missing, value) -> SmallWorld.set(known, missing, value));
      worlds.put(each, situation.condition().decide(known.build()));
    }
    return worlds;
  }

  /**
   * A fact is missing exactly when, after some answers to others, it is this one that settles the
   * condition. Where one comparison waits for several facts, the list may be longer, never shorter.
   */
  @Property(tries = 1500)
  void whatIsMissingIsExactlyWhatCanSettleIt(@ForAll("small") Situation situation) {
    Map<Map<Missing, Long>, Truth> worlds = worlds(situation);
    Set<Missing> settling = new HashSet<>();
    worlds.forEach(
        (answers, truth) ->
            answers
                .keySet()
                .forEach(
                    fact -> {
                      Map<Missing, Long> without = new HashMap<>(answers);
                      without.remove(fact);
                      if (truth != Truth.UNKNOWN && worlds.get(without) == Truth.UNKNOWN) {
                        settling.add(fact);
                      }
                    }));

    Explanation explanation = situation.condition().explain(situation.known());

    Set<Missing> missing = new HashSet<>(explanation.missing());
    assertThat(missing).containsAll(settling);
    if (eachComparisonWaitsForOne(situation)) {
      assertThat(missing).isEqualTo(settling);
    }
    assertThat(missing.isEmpty()).isEqualTo(explanation.truth() != Truth.UNKNOWN);
  }

  private static boolean eachComparisonWaitsForOne(Situation situation) {
    Set<Fact> unknown = new HashSet<>();
    SmallWorld.unknowns(situation.condition().clause(), situation.known())
        .forEach(missing -> unknown.add(missing.fact()));
    boolean[] one = {true};
    Tree.walk(
        situation.condition().clause(),
        node -> {
          if (node instanceof Clause.Compare) {
            int[] open = {0};
            Tree.walk(
                node,
                each ->
                    open[0] +=
                        each instanceof Amount.Figure(Fact fact) && unknown.contains(fact) ? 1 : 0);
            one[0] &= open[0] <= 1;
          }
        });
    return one[0];
  }

  private static boolean eachComparisonIsPlain(Situation situation) {
    boolean[] plain = {true};
    Tree.walk(
        situation.condition().clause(),
        node -> {
          if (node instanceof Clause.Compare compare) {
            plain[0] &=
                compare.left() instanceof Amount.Figure
                    && compare.right() instanceof Amount.Written;
          }
        });
    return plain[0];
  }

  /** Where no fact stands twice, cannot tell means that both can still come out. */
  @Property(tries = 1500)
  void itCannotBeToldExactlyWhenBothCanComeOut(@ForAll("small") Situation situation) {
    int facts = SmallWorld.unknowns(situation.condition().clause(), situation.known()).size();
    int[] places = {0};
    Tree.walk(
        situation.condition().clause(),
        node -> {
          boolean fact =
              node instanceof Clause.Holds
                  || node instanceof Clause.OneOf
                  || node instanceof Clause.Contains
                  || node instanceof Amount.Figure;
          places[0] += fact ? 1 : 0;
        });
    Assume.that(places[0] == Tree.facts(situation.condition().clause()).size());
    Assume.that(situation.known().members() <= 1);
    Set<Truth> led = new HashSet<>();
    worlds(situation)
        .forEach(
            (answers, truth) -> {
              if (answers.size() == facts) {
                led.add(truth);
              }
            });

    Truth told = situation.condition().decide(situation.known());

    // A calculation may come out one way only, with what is known, where its ranges promised both.
    if (eachComparisonIsPlain(situation)) {
      assertThat(told).isEqualTo(led.size() == 1 ? led.iterator().next() : Truth.UNKNOWN);
    }
  }

  @Property(tries = 2000)
  void itIsSaidInChinese(@ForAll("clauses") Clause clause) {
    String chinese = condition(clause).chinese();

    assertThat(chinese).isNotBlank().doesNotContainPattern("[a-zA-Z_{}\\[\\]%]|null");
    assertThat(chinese.chars().filter(c -> c == '（').count())
        .isEqualTo(chinese.chars().filter(c -> c == '）').count());
  }

  /** The tree of an explanation comes out as its parts do. */
  @Property(tries = 2000)
  void anExplanationAddsUp(@ForAll("situations") Situation situation) {
    Explanation explanation = situation.condition().explain(situation.known());

    assertThat(explanation.truth()).isEqualTo(situation.condition().decide(situation.known()));
    adds(explanation.whole());
  }

  private static void adds(Explanation.Part part) {
    List<Truth> parts = part.parts().stream().map(Explanation.Part::truth).toList();
    switch (part.joint()) {
      case ALL -> assertThat(part.truth()).isEqualTo(parts.stream().reduce(Truth.TRUE, Truth::and));
      case ANY -> assertThat(part.truth()).isEqualTo(parts.stream().reduce(Truth.FALSE, Truth::or));
      case SINGLE -> assertThat(parts).isEmpty();
    }
    part.parts().forEach(ConditionPropertyTest::adds);
  }
}
