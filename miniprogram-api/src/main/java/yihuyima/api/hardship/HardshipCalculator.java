package yihuyima.api.hardship;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import yihuyima.api.hardship.HardshipFacts.Amount;
import yihuyima.api.hardship.HardshipFacts.Member;
import yihuyima.api.hardship.HardshipResult.About;
import yihuyima.api.hardship.HardshipResult.Asked;
import yihuyima.api.hardship.HardshipResult.Change;
import yihuyima.api.hardship.HardshipResult.Lever;
import yihuyima.api.hardship.HardshipResult.Limit;
import yihuyima.api.hardship.HardshipResult.Line;
import yihuyima.api.hardship.HardshipResult.Missing;
import yihuyima.api.hardship.HardshipResult.Side;

/**
 * The one calculator, for families, cadres and reviewers. Pure: facts and a rule in, the whole sum
 * out; every rule about hardship is here or in the rule's own data.
 */
public final class HardshipCalculator {
  private static final int MONTHS = 12;

  /** What an amount that nobody knows can be at most, in fen a year: as much as any that is. */
  private static final long UNKNOWN_YEAR_FEN_MAX = MONTHS * HardshipFacts.AMOUNT_FEN_MAX;

  /** The most and the least that something counts, in fen a year. */
  private record Range(long lo, long hi) {
    static final Range NOTHING = new Range(0, 0);

    Range plus(Range other) {
      return new Range(lo + other.lo, hi + other.hi);
    }

    long width() {
      return hi - lo;
    }

    @Nullable Long value() {
      return lo == hi ? Long.valueOf(lo) : null;
    }
  }

  /** Expenses of one kind: as they are and as they count. */
  private record Expense(HardshipRule.Item item, Range paid, Range counted) {}

  /** A family with those of its unsure members that a bit stands for. */
  private record Case(int bits, Span span) {}

  private final HardshipFacts facts;
  private final HardshipRule rule;
  private final long unknownYearFenMax;
  private final List<Integer> unsure = new ArrayList<>();
  private final List<Expense> expenses = new ArrayList<>();
  private final List<Case> cases = new ArrayList<>();
  private final EnumSet<HardshipOutcome> figures = EnumSet.noneOf(HardshipOutcome.class);
  private int people;

  private HardshipCalculator(HardshipFacts facts, HardshipRule rule, long unknownYearFenMax) {
    this.facts = facts;
    this.rule = rule;
    this.unknownYearFenMax = unknownYearFenMax;
  }

  /**
   * Computes.
   *
   * @param day for which the rule was found
   * @throws IllegalArgumentException when the facts have a kind that the rule does not know
   */
  public static HardshipResult compute(HardshipFacts facts, HardshipRule rule, LocalDate day) {
    return compute(facts, rule, day, UNKNOWN_YEAR_FEN_MAX);
  }

  /** The same, in a world in which nothing unknown is larger than this. */
  static HardshipResult compute(
      HardshipFacts facts, HardshipRule rule, LocalDate day, long unknownYearFenMax) {
    return new HardshipCalculator(facts, rule, unknownYearFenMax).run(day);
  }

  private HardshipResult run(LocalDate day) {
    addUp();
    List<Asked> asked = conditions();
    boolean barred = asked.stream().anyMatch(one -> one.bars() == Answer.YES);
    EnumSet<HardshipOutcome> possible = possible(asked, barred);
    List<Line> lines = lines();
    Long income = sum(lines, Side.INCOME);
    Long expense = sum(lines, Side.EXPENSE);
    Long net = income == null || expense == null ? null : Long.valueOf(income - expense);
    return new HardshipResult(
        day,
        rule,
        people,
        unsure.size(),
        lines,
        income,
        expense,
        net,
        net == null || !unsure.isEmpty()
            ? null
            : Long.valueOf(Math.floorDiv(net, (long) MONTHS * people)),
        only(possible),
        possible,
        only(figures),
        List.of(limit(HardshipOutcome.DEEP, net), limit(HardshipOutcome.RELATIVE, net)),
        accidentMet(),
        asked,
        barred || possible.size() == 1 ? List.of() : missing(),
        changes(net));
  }

  private void addUp() {
    List<Range> doubtful = new ArrayList<>();
    Range certain = incomes(facts.incomes());
    for (int i = 0; i < facts.members().size(); i++) {
      Member member = facts.members().get(i);
      switch (member.together()) {
        case YES -> {
          people++;
          certain = certain.plus(incomes(member.incomes()));
        }
        case UNKNOWN -> {
          unsure.add(i);
          doubtful.add(incomes(member.incomes()));
        }
        case NO -> {}
      }
    }
    facts.expenses().forEach(amount -> item(rule.expense(amount.kind()), amount));
    rule.expenses().forEach(this::addExpenses);
    for (int bits = 0; bits < 1 << unsure.size(); bits++) {
      Range income = certain;
      for (int i = 0; i < unsure.size(); i++) {
        if (has(bits, i)) {
          income = income.plus(doubtful.get(i));
        }
      }
      Span span = span(people + Integer.bitCount(bits), income);
      cases.add(new Case(bits, span));
      figures.addAll(span.possible(facts.accident()));
    }
  }

  private static boolean has(int bits, int index) {
    return (bits >> index & 1) == 1;
  }

  private Span span(int heads, Range income) {
    Range other = Range.NOTHING;
    Range costs = Range.NOTHING;
    for (Expense expense : expenses) {
      if (expense.item().accident()) {
        costs = expense.paid();
      } else {
        other = other.plus(expense.counted());
      }
    }
    return new Span(
        limitYearFen(HardshipOutcome.DEEP, heads),
        limitYearFen(HardshipOutcome.RELATIVE, heads),
        income.lo(),
        income.hi(),
        other.lo(),
        other.hi(),
        costs.lo(),
        costs.hi(),
        costsItem(),
        rule.accidentPercent());
  }

  private long limitYearFen(HardshipOutcome tier, int heads) {
    return Math.multiplyExact(rule.limitMonthFen(tier), (long) MONTHS * heads);
  }

  private Range incomes(List<Amount> amounts) {
    Range all = Range.NOTHING;
    for (Amount amount : amounts) {
      all = all.plus(income(amount));
    }
    return all;
  }

  private Range income(Amount amount) {
    HardshipRule.Item item = item(rule.income(amount.kind()), amount);
    Long yearFen = amount.yearFen();
    if (yearFen == null) {
      return new Range(0, item.ofIncome(unknownYearFenMax));
    }
    long counted = item.ofIncome(yearFen);
    return new Range(counted, counted);
  }

  private static HardshipRule.Item item(
      java.util.Optional<HardshipRule.Item> found, Amount amount) {
    return found.orElseThrow(() -> new IllegalArgumentException("no kind " + amount.kind()));
  }

  private void addExpenses(HardshipRule.Item item) {
    List<Amount> of =
        facts.expenses().stream().filter(one -> one.kind().equals(item.kind())).toList();
    if (of.isEmpty()) {
      return;
    }
    Range paid = Range.NOTHING;
    for (Amount amount : of) {
      Long yearFen = amount.yearFen();
      paid =
          paid.plus(
              yearFen == null ? new Range(0, unknownYearFenMax) : new Range(yearFen, yearFen));
    }
    Range counted = new Range(item.ofExpense(paid.lo()), item.ofExpense(paid.hi()));
    expenses.add(new Expense(item, paid, counted));
  }

  private List<Asked> conditions() {
    List<Asked> all = new ArrayList<>();
    for (HardshipRule.Condition condition : rule.conditions()) {
      Answer answer = answerTo(condition);
      Answer against = condition.barsWhen() == Answer.YES ? answer : answer.not();
      all.add(new Asked(condition, answer, applies(condition).and(against)));
    }
    return all;
  }

  private Answer answerTo(HardshipRule.Condition condition) {
    return facts.conditions().getOrDefault(condition.code(), Answer.UNKNOWN);
  }

  private Answer applies(HardshipRule.Condition condition) {
    return condition.migrantsOnly() ? facts.migrant() : Answer.YES;
  }

  private EnumSet<HardshipOutcome> possible(List<Asked> asked, boolean barred) {
    if (barred) {
      return EnumSet.of(HardshipOutcome.NONE);
    }
    EnumSet<HardshipOutcome> possible = EnumSet.copyOf(figures);
    if (asked.stream().anyMatch(one -> one.bars() == Answer.UNKNOWN)) {
      possible.add(HardshipOutcome.NONE);
    }
    return possible;
  }

  private static HardshipOutcome only(Set<HardshipOutcome> possible) {
    return possible.size() == 1 ? possible.iterator().next() : HardshipOutcome.UNKNOWN;
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < facts.members().size(); i++) {
      Member member = facts.members().get(i);
      if (member.together() != Answer.NO) {
        for (Amount amount : member.incomes()) {
          lines.add(line(amount, i + 1, member.together()));
        }
      }
    }
    facts.incomes().forEach(amount -> lines.add(line(amount, null, Answer.YES)));
    for (Expense one : expenses) {
      lines.add(
          new Line(Side.EXPENSE, one.item(), null, one.paid().value(), one.counted().value()));
    }
    return lines;
  }

  private Line line(Amount amount, @Nullable Integer member, Answer together) {
    HardshipRule.Item item = item(rule.income(amount.kind()), amount);
    Range counted = income(amount);
    if (together == Answer.UNKNOWN) {
      counted = new Range(0, counted.hi());
    }
    return new Line(Side.INCOME, item, member, amount.yearFen(), counted.value());
  }

  private static @Nullable Long sum(List<Line> lines, Side side) {
    long sum = 0;
    for (Line line : lines) {
      if (line.side() == side) {
        Long counted = line.countedFen();
        if (counted == null) {
          return null;
        }
        sum = Math.addExact(sum, counted);
      }
    }
    return sum;
  }

  private Limit limit(HardshipOutcome tier, @Nullable Long net) {
    Long yearFen = unsure.isEmpty() ? Long.valueOf(limitYearFen(tier, people)) : null;
    return new Limit(
        tier,
        rule.limitMonthFen(tier),
        yearFen,
        inAllCases(
            span ->
                span.isBelow(tier == HardshipOutcome.DEEP ? span.deepFen() : span.relativeFen())),
        net == null || yearFen == null ? null : Long.valueOf(net - yearFen));
  }

  private Answer inAllCases(java.util.function.Function<Span, Answer> question) {
    List<Answer> answers =
        cases.stream().map(one -> question.apply(one.span())).distinct().toList();
    return answers.size() == 1 ? answers.getFirst() : Answer.UNKNOWN;
  }

  private Answer accidentMet() {
    return facts.accident() == Answer.YES
        ? Answer.YES
        : facts.accident().not().and(inAllCases(Span::costsExceed).not()).not();
  }

  /** Called when the answer is open and nothing stands against it for certain. */
  private List<Missing> missing() {
    List<Missing> missing = new ArrayList<>();
    if (figures.size() > 1) {
      addMissingMembers(missing);
      facts.incomes().forEach(amount -> addMissing(missing, amount, null, 0));
      addMissingExpenses(missing);
      boolean decides =
          facts.accident() == Answer.UNKNOWN
              && cases.stream()
                  .anyMatch(one -> one.span().possible(Answer.NO).contains(HardshipOutcome.NONE));
      if (decides) {
        missing.add(new Missing(About.ACCIDENT, null, null));
      }
    }
    if (figures.stream().anyMatch(tier -> tier != HardshipOutcome.NONE)) {
      addMissingConditions(missing);
    }
    return missing;
  }

  private void addMissingMembers(List<Missing> missing) {
    for (int i = 0; i < facts.members().size(); i++) {
      Member member = facts.members().get(i);
      int bit = unsure.contains(i) ? 1 << unsure.indexOf(i) : 0;
      if (bit != 0 && togetherMatters(bit)) {
        missing.add(new Missing(About.TOGETHER, null, i + 1));
      }
      if (member.together() != Answer.NO) {
        for (Amount amount : member.incomes()) {
          addMissing(missing, amount, i + 1, bit);
        }
      }
    }
  }

  /** Whether with and without this member there is more than one answer. */
  private boolean togetherMatters(int bit) {
    for (Case without : cases) {
      if ((without.bits() & bit) == 0) {
        EnumSet<HardshipOutcome> both = without.span().possible(facts.accident());
        both.addAll(cases.get(without.bits() | bit).span().possible(facts.accident()));
        if (both.size() > 1) {
          return true;
        }
      }
    }
    return false;
  }

  private void addMissing(List<Missing> missing, Amount amount, @Nullable Integer member, int bit) {
    long width = amount.fen() == null ? income(amount).width() : 0;
    boolean matters =
        cases.stream()
            .filter(one -> (one.bits() & bit) == bit)
            .anyMatch(one -> one.span().incomeMatters(width, facts.accident()));
    Missing fact = new Missing(About.INCOME, amount.kind(), member);
    if (matters && !missing.contains(fact)) {
      missing.add(fact);
    }
  }

  private void addMissingExpenses(List<Missing> missing) {
    for (Expense expense : expenses) {
      boolean matters =
          cases.stream()
              .map(Case::span)
              .anyMatch(
                  span ->
                      expense.item().accident()
                          ? span.costsMatter(facts.accident())
                          : span.otherMatters(expense.counted().width()));
      if (matters) {
        missing.add(new Missing(About.EXPENSE, expense.item().kind(), null));
      }
    }
  }

  private void addMissingConditions(List<Missing> missing) {
    boolean migrantsAreAsked =
        rule.conditions().stream()
            .anyMatch(
                condition ->
                    condition.migrantsOnly() && answerTo(condition) != condition.barsWhen().not());
    if (facts.migrant() == Answer.UNKNOWN && migrantsAreAsked) {
      missing.add(new Missing(About.MIGRANT, null, null));
    }
    for (HardshipRule.Condition condition : rule.conditions()) {
      if (applies(condition) != Answer.NO && answerTo(condition) == Answer.UNKNOWN) {
        missing.add(new Missing(About.CONDITION, condition.code(), null));
      }
    }
  }

  /** Only from figures that are all known: a distance from a guess would be a guess. */
  private List<Change> changes(@Nullable Long net) {
    Span span = cases.getFirst().span();
    boolean known =
        net != null && unsure.isEmpty() && span.costsLo() == span.costsHi() && figures.size() == 1;
    if (!known) {
      return List.of();
    }
    HardshipOutcome now = only(figures);
    List<Change> changes = new ArrayList<>();
    addChange(changes, now, span, Lever.EXPENSES_MORE, net - span.relativeFen() + 1);
    addChange(changes, now, span, Lever.EXPENSES_MORE, net - span.deepFen() + 1);
    LongStream.of(
            span.deepFen() - net,
            span.relativeFen() - net,
            span.incomeFor(span.costsLo()) - span.incomeLo())
        .sorted()
        .forEach(fen -> addChange(changes, now, span, Lever.INCOME_MORE, fen));
    if (costsItem() != null) {
      long costsFen = Math.multiplyExact(span.incomeLo(), rule.accidentPercent()) / 100 + 1;
      addChange(changes, now, span, Lever.ACCIDENT_COSTS_MORE, costsFen - span.costsLo());
    }
    return changes;
  }

  private void addChange(
      List<Change> changes, HardshipOutcome now, Span span, Lever lever, long yearFen) {
    if (yearFen < 1) {
      return;
    }
    HardshipOutcome to = only(moved(span, lever, yearFen).possible(facts.accident()));
    HardshipOutcome before =
        changes.stream()
            .filter(change -> change.lever() == lever)
            .reduce((first, last) -> last)
            .map(Change::to)
            .orElse(now);
    boolean wanted = lever != Lever.ACCIDENT_COSTS_MORE || to == HardshipOutcome.ACCIDENT;
    if (to != before && to != HardshipOutcome.UNKNOWN && wanted) {
      changes.add(new Change(lever, yearFen, to));
    }
  }

  private Span moved(Span span, Lever lever, long yearFen) {
    long income = span.incomeLo() + (lever == Lever.INCOME_MORE ? yearFen : 0);
    long other = span.otherLo() + (lever == Lever.EXPENSES_MORE ? yearFen : 0);
    long costs = span.costsLo() + (lever == Lever.ACCIDENT_COSTS_MORE ? yearFen : 0);
    return new Span(
        span.deepFen(),
        span.relativeFen(),
        income,
        income,
        other,
        other,
        costs,
        costs,
        costsItem(),
        span.accidentPercent());
  }

  private HardshipRule.@Nullable Item costsItem() {
    return rule.expenses().stream().filter(HardshipRule.Item::accident).findFirst().orElse(null);
  }
}
