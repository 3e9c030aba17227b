package yihuyima.api.hardship;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import yihuyima.api.hardship.HardshipFacts.Amount;
import yihuyima.api.hardship.HardshipFacts.Member;
import yihuyima.api.hardship.HardshipFacts.Period;
import yihuyima.api.hardship.HardshipResult.About;
import yihuyima.api.hardship.HardshipResult.Missing;

/**
 * The computation against the plain definition, in a world so small that every answer to what is
 * unknown can be tried: a standard of one fen a month, nothing unknown above {@link #MOST}.
 */
class HardshipCalculatorPropertyTest {
  /** In fen a year; one head lives on 12 at the standard and on 24 at twice the standard. */
  private static final long MOST = 30;

  /** A rule and a family of the small world. */
  record Situation(HardshipRule rule, HardshipFacts facts) {
    HardshipResult computed() {
      return HardshipCalculator.compute(facts, rule, SampleRules.DAY, MOST);
    }
  }

  @Provide
  Arbitrary<Situation> situations() {
    return Combinators.combine(rules(), families(true)).as(Situation::new);
  }

  @Provide
  Arbitrary<Situation> settled() {
    return Combinators.combine(rules(), families(false)).as(Situation::new);
  }

  private static Arbitrary<HardshipRule> rules() {
    return Combinators.combine(
            Arbitraries.of(50, 100),
            Arbitraries.of(100, 150, 200),
            Arbitraries.of(50, 80, 100),
            Arbitraries.of(100, 60, 0),
            Arbitraries.of(100, 30),
            Arbitraries.of(3L, 11L, 500L),
            Arbitraries.of(100, 40, 0),
            Arbitraries.of(2L, 14L, 500L))
        .as(
            (deep, relative, costs, half, medical, medicalCap, rent, rentCap) ->
                SampleRules.of(
                    1,
                    deep,
                    relative,
                    costs,
                    List.of(SampleRules.income("WAGE", 100), SampleRules.income("PART", half)),
                    List.of(
                        SampleRules.expense("MEDICAL", medical, capOf(medicalCap), true),
                        SampleRules.expense("RENT", rent, capOf(rentCap), false)),
                    List.of(
                        SampleRules.condition("ABROAD", false, Answer.YES),
                        SampleRules.condition("A_YEAR", true, Answer.NO))));
  }

  private static @Nullable Long capOf(long fen) {
    return fen == 500 ? null : Long.valueOf(fen);
  }

  /**
   * @param open whether some of it is not known; at most two amounts are not, so that all answers
   *     can be tried
   */
  private static Arbitrary<HardshipFacts> families(boolean open) {
    Arbitrary<Long> amounts = Arbitraries.longs().between(0, 40);
    Arbitrary<Answer> answers =
        open ? Arbitraries.of(Answer.class) : Arbitraries.of(Answer.YES, Answer.NO);
    Arbitrary<Set<Integer>> unknown =
        Arbitraries.integers().between(0, 4).set().ofMinSize(0).ofMaxSize(open ? 2 : 0);
    Arbitrary<Answer> mostlyNot =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, Arbitraries.just(Answer.NO)),
            net.jqwik.api.Tuple.of(1, answers));
    return Combinators.combine(
            amounts.list().ofSize(5),
            unknown,
            Arbitraries.integers().between(0, 2),
            answers,
            mostlyNot,
            mostlyNot,
            answers,
            answers)
        .as(
            (fen, notKnown, others, son, accident, abroad, migrant, aYear) -> {
              List<Member> members = new ArrayList<>();
              members.add(new Member(Answer.YES, List.of(amount("WAGE", 0, fen, notKnown))));
              for (int i = 0; i < others; i++) {
                members.add(new Member(Answer.YES, List.of()));
              }
              members.add(new Member(son, List.of(amount("PART", 1, fen, notKnown))));
              return new HardshipFacts(
                  members,
                  List.of(amount("WAGE", 2, fen, notKnown)),
                  List.of(amount("MEDICAL", 3, fen, notKnown), amount("RENT", 4, fen, notKnown)),
                  accident,
                  migrant,
                  Map.of("ABROAD", abroad, "A_YEAR", aYear));
            });
  }

  private static Amount amount(String kind, int index, List<Long> fen, Set<Integer> unknown) {
    return new Amount(kind, unknown.contains(index) ? null : fen.get(index), Period.YEAR);
  }

  /** The definition, for a family of which everything is known. */
  private static HardshipOutcome defined(Situation situation) {
    HardshipFacts facts = situation.facts();
    HardshipRule rule = situation.rule();
    boolean abroad = facts.conditions().get("ABROAD") == Answer.YES;
    boolean tooShort =
        facts.migrant() == Answer.YES && facts.conditions().get("A_YEAR") == Answer.NO;
    if (abroad || tooShort) {
      return HardshipOutcome.NONE;
    }
    long income = 0;
    long heads = 0;
    for (Member member : facts.members()) {
      if (member.together() == Answer.YES) {
        heads++;
        income += counted(rule, member.incomes());
      }
    }
    income += counted(rule, facts.incomes());
    long expenses = 0;
    long costs = 0;
    for (Amount amount : facts.expenses()) {
      HardshipRule.Item item = rule.expense(amount.kind()).orElseThrow();
      long part = (amount.fen() * item.countedPercent() + 99) / 100;
      expenses += item.capYearFen() == null ? part : Math.min(part, item.capYearFen());
      costs += item.accident() ? amount.fen() : 0;
    }
    double head = (income - expenses) / 12.0 / heads;
    double standard = rule.standard().monthFen();
    if (head < Math.ceil(standard * rule.deepPercent() / 100)) {
      return HardshipOutcome.DEEP;
    }
    if (head < Math.ceil(standard * rule.relativePercent() / 100)) {
      return HardshipOutcome.RELATIVE;
    }
    return facts.accident() == Answer.YES || costs * 100 > income * rule.accidentPercent()
        ? HardshipOutcome.ACCIDENT
        : HardshipOutcome.NONE;
  }

  private static long counted(HardshipRule rule, List<Amount> incomes) {
    return incomes.stream()
        .mapToLong(one -> one.fen() * rule.income(one.kind()).orElseThrow().countedPercent() / 100)
        .sum();
  }

  @Property(tries = 2000)
  void whatIsKnownIsAsDefined(@ForAll("settled") Situation situation) {
    HardshipResult result = situation.computed();

    assertThat(result.outcome()).isEqualTo(defined(situation));
    assertThat(result.possible()).containsExactly(result.outcome());
    assertThat(result.missing()).isEmpty();
  }

  /** Answers to everything that is unknown, each with what comes of it. */
  private record World(Map<Missing, Long> answers, HardshipOutcome outcome) {}

  private static List<World> worlds(Situation situation) {
    List<World> worlds = new ArrayList<>();
    resolve(situation, new HashMap<>(), unknowns(situation.facts()), worlds);
    return worlds;
  }

  private static void resolve(
      Situation situation, Map<Missing, Long> answers, List<Missing> left, List<World> into) {
    if (left.isEmpty()) {
      Situation resolved = new Situation(situation.rule(), answered(situation.facts(), answers));
      into.add(new World(Map.copyOf(answers), defined(resolved)));
      return;
    }
    Missing next = left.getFirst();
    boolean amount = next.about() == About.INCOME || next.about() == About.EXPENSE;
    for (long value = 0; value <= (amount ? MOST : 1); value++) {
      answers.put(next, value);
      resolve(situation, answers, left.subList(1, left.size()), into);
    }
    answers.remove(next);
  }

  private static List<Missing> unknowns(HardshipFacts facts) {
    List<Missing> all = new ArrayList<>();
    for (int i = 0; i < facts.members().size(); i++) {
      Member member = facts.members().get(i);
      if (member.together() == Answer.UNKNOWN) {
        all.add(new Missing(About.TOGETHER, null, i + 1));
      }
      addUnknown(all, About.INCOME, member.incomes(), i + 1);
    }
    addUnknown(all, About.INCOME, facts.incomes(), null);
    addUnknown(all, About.EXPENSE, facts.expenses(), null);
    if (facts.accident() == Answer.UNKNOWN) {
      all.add(new Missing(About.ACCIDENT, null, null));
    }
    if (facts.migrant() == Answer.UNKNOWN) {
      all.add(new Missing(About.MIGRANT, null, null));
    }
    for (String code : List.of("ABROAD", "A_YEAR")) {
      if (facts.conditions().get(code) == Answer.UNKNOWN) {
        all.add(new Missing(About.CONDITION, code, null));
      }
    }
    return all;
  }

  private static void addUnknown(
      List<Missing> all, About about, List<Amount> amounts, @Nullable Integer member) {
    for (Amount amount : amounts) {
      if (amount.fen() == null) {
        all.add(new Missing(about, amount.kind(), member));
      }
    }
  }

  private static HardshipFacts answered(HardshipFacts facts, Map<Missing, Long> answers) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < facts.members().size(); i++) {
      Member member = facts.members().get(i);
      members.add(
          new Member(
              answer(member.together(), answers.get(new Missing(About.TOGETHER, null, i + 1))),
              amounts(About.INCOME, member.incomes(), i + 1, answers)));
    }
    Map<String, Answer> conditions = new HashMap<>();
    facts
        .conditions()
        .forEach(
            (code, known) ->
                conditions.put(
                    code, answer(known, answers.get(new Missing(About.CONDITION, code, null)))));
    return new HardshipFacts(
        members,
        amounts(About.INCOME, facts.incomes(), null, answers),
        amounts(About.EXPENSE, facts.expenses(), null, answers),
        answer(facts.accident(), answers.get(new Missing(About.ACCIDENT, null, null))),
        answer(facts.migrant(), answers.get(new Missing(About.MIGRANT, null, null))),
        conditions);
  }

  private static Answer answer(Answer known, @Nullable Long given) {
    return given == null ? known : Answer.of(given == 1);
  }

  private static List<Amount> amounts(
      About about, List<Amount> amounts, @Nullable Integer member, Map<Missing, Long> answers) {
    return amounts.stream()
        .map(
            one ->
                new Amount(
                    one.kind(),
                    answers.getOrDefault(new Missing(about, one.kind(), member), one.fen()),
                    one.period()))
        .toList();
  }

  /** Nothing is called possible that cannot come, and nothing that can is left out. */
  @Property(tries = 400)
  void whatIsPossibleIsExactlyWhatSomeAnswersLeadTo(@ForAll("situations") Situation situation) {
    Set<HardshipOutcome> led = EnumSet.noneOf(HardshipOutcome.class);
    worlds(situation).forEach(world -> led.add(world.outcome()));

    HardshipResult result = situation.computed();

    assertThat(result.possible()).isEqualTo(led);
    assertThat(result.outcome())
        .isEqualTo(led.size() == 1 ? led.iterator().next() : HardshipOutcome.UNKNOWN);
  }

  /**
   * A fact is missing exactly when there are two worlds that differ in it alone and come out
   * differently.
   */
  @Property(tries = 400)
  void whatIsMissingIsExactlyWhatCanMatter(@ForAll("situations") Situation situation) {
    Set<Missing> matters = new HashSet<>();
    for (Missing fact : unknowns(situation.facts())) {
      Map<Map<Missing, Long>, HardshipOutcome> byTheRest = new HashMap<>();
      for (World world : worlds(situation)) {
        Map<Missing, Long> rest = new HashMap<>(world.answers());
        rest.remove(fact);
        HardshipOutcome other = byTheRest.putIfAbsent(rest, world.outcome());
        if (other != null && other != world.outcome()) {
          matters.add(fact);
          break;
        }
      }
    }

    Set<Missing> missing = new HashSet<>(situation.computed().missing());

    assertThat(missing).containsAll(matters);
    // Whether somebody lives there is asked as soon as more than one answer is left.
    missing.removeIf(fact -> fact.about() == About.TOGETHER && !matters.contains(fact));
    assertThat(missing).isEqualTo(matters);
  }

  /** Each distance is where the answer turns, to the fen. */
  @Property(tries = 2000)
  void whatWouldChangeItDoesAndOneFenLessDoesNot(@ForAll("settled") Situation situation) {
    HardshipRule rule = withPlainExpenses(situation.rule());
    HardshipFacts clear = withoutConditions(situation.facts());
    HardshipOutcome before =
        HardshipCalculator.compute(clear, rule, SampleRules.DAY, MOST).outcome();
    HardshipResult.Lever lever = null;
    for (HardshipResult.Change change :
        HardshipCalculator.compute(clear, rule, SampleRules.DAY, MOST).changes()) {
      HardshipOutcome from = change.lever() == lever ? before : null;
      HardshipFacts there = more(clear, change.lever(), change.yearFen());
      HardshipFacts almost = more(clear, change.lever(), change.yearFen() - 1);
      HardshipOutcome almostThere =
          HardshipCalculator.compute(almost, rule, SampleRules.DAY, MOST).outcome();
      assertThat(HardshipCalculator.compute(there, rule, SampleRules.DAY, MOST).outcome())
          .isEqualTo(change.to());
      assertThat(almostThere).isNotEqualTo(change.to());
      if (from != null) {
        assertThat(almostThere).isEqualTo(from);
      }
      before = change.to();
      lever = change.lever();
    }
  }

  private static HardshipRule withPlainExpenses(HardshipRule rule) {
    List<HardshipRule.Item> expenses = new ArrayList<>(rule.expenses());
    expenses.add(SampleRules.expense("PLAIN", 100, null, false));
    return SampleRules.of(
        1,
        rule.deepPercent(),
        rule.relativePercent(),
        rule.accidentPercent(),
        rule.incomes(),
        expenses,
        rule.conditions());
  }

  private static HardshipFacts withoutConditions(HardshipFacts facts) {
    return new HardshipFacts(
        facts.members(),
        facts.incomes(),
        facts.expenses(),
        facts.accident(),
        Answer.NO,
        Map.of("ABROAD", Answer.NO));
  }

  private static HardshipFacts more(HardshipFacts facts, HardshipResult.Lever lever, long fen) {
    List<Amount> incomes = new ArrayList<>(facts.incomes());
    List<Amount> expenses = new ArrayList<>(facts.expenses());
    switch (lever) {
      case INCOME_MORE -> incomes.add(new Amount("WAGE", fen, Period.YEAR));
      case EXPENSES_MORE -> expenses.add(new Amount("PLAIN", fen, Period.YEAR));
      case ACCIDENT_COSTS_MORE -> expenses.add(new Amount("MEDICAL", fen, Period.YEAR));
    }
    return new HardshipFacts(
        facts.members(), incomes, expenses, facts.accident(), facts.migrant(), facts.conditions());
  }

  @Property(tries = 2000)
  void moreIncomeNeverMeansMoreHardship(
      @ForAll("settled") Situation situation, @ForAll @LongRange(min = 0, max = 60) long more) {
    HardshipFacts facts = situation.facts();
    List<Amount> incomes = new ArrayList<>(facts.incomes());
    incomes.add(new Amount("PART", more, Period.YEAR));
    HardshipFacts richer =
        new HardshipFacts(
            facts.members(),
            incomes,
            facts.expenses(),
            facts.accident(),
            facts.migrant(),
            facts.conditions());

    assertThat(new Situation(situation.rule(), richer).computed().outcome())
        .isGreaterThanOrEqualTo(situation.computed().outcome());
  }

  @Property(tries = 1000)
  void linesAddUpToTheSum(@ForAll("settled") Situation situation) {
    HardshipResult result = situation.computed();
    long sum =
        result.lines().stream()
            .mapToLong(
                line ->
                    line.side() == HardshipResult.Side.INCOME
                        ? line.countedFen()
                        : -line.countedFen())
            .sum();

    assertThat(result.netYearFen())
        .isEqualTo(sum)
        .isEqualTo(result.incomeYearFen() - result.expenseYearFen());
    assertThat(result.netMonthFen()).isEqualTo(Math.floorDiv(sum, 12L * result.people()));
    for (HardshipResult.Limit limit : result.limits()) {
      boolean below = limit.met() == Answer.YES;
      assertThat(result.netMonthFen() < limit.monthFen()).isEqualTo(below);
      assertThat(limit.overFen() < 0).isEqualTo(below);
    }
  }

  @Property(tries = 1000)
  void itDoesNotMatterInWhichOrderTheMembersAreNamed(
      @ForAll("situations") Situation situation, @ForAll long seed) {
    HardshipFacts facts = situation.facts();
    List<Member> members = new ArrayList<>(facts.members());
    Collections.shuffle(members, new Random(seed));
    HardshipFacts shuffled =
        new HardshipFacts(
            members,
            facts.incomes(),
            facts.expenses(),
            facts.accident(),
            facts.migrant(),
            facts.conditions());

    HardshipResult one = situation.computed();
    HardshipResult other = new Situation(situation.rule(), shuffled).computed();

    assertThat(other.possible()).isEqualTo(one.possible());
    assertThat(other.netYearFen()).isEqualTo(one.netYearFen());
    assertThat(other.netMonthFen()).isEqualTo(one.netMonthFen());
    assertThat(other.missing().stream().map(Missing::about))
        .containsExactlyInAnyOrderElementsOf(one.missing().stream().map(Missing::about).toList());
    assertThat(other.changes()).isEqualTo(one.changes());
  }

  /** The largest family with the largest amounts, known and not. */
  @Property(tries = 200)
  void nothingOverflows(
      @ForAll @LongRange(min = HardshipFacts.AMOUNT_FEN_MAX - 2, max = HardshipFacts.AMOUNT_FEN_MAX)
          long fen,
      @ForAll boolean known) {
    Amount income = new Amount("WAGE", known ? Long.valueOf(fen) : null, Period.MONTH);
    Amount expense = new Amount("MEDICAL", known ? Long.valueOf(fen) : null, Period.MONTH);
    List<Amount> incomes = Collections.nCopies(HardshipFacts.AMOUNTS_MAX, income);
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < HardshipFacts.MEMBERS_MAX; i++) {
      boolean unsure = i < HardshipFacts.UNSURE_MAX;
      members.add(new Member(unsure ? Answer.UNKNOWN : Answer.YES, incomes));
    }
    HardshipRule rule = SampleRules.ordinary();
    HardshipFacts facts =
        new HardshipFacts(
            members,
            incomes,
            Collections.nCopies(HardshipFacts.AMOUNTS_MAX, expense),
            Answer.UNKNOWN,
            Answer.UNKNOWN,
            Map.of());

    HardshipResult result = HardshipCalculator.compute(facts, rule, SampleRules.DAY);

    assertThat(result.possible()).contains(HardshipOutcome.NONE);
  }
}
