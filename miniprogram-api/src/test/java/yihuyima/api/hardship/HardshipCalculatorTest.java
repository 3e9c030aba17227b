package yihuyima.api.hardship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static yihuyima.api.hardship.HardshipOutcome.ACCIDENT;
import static yihuyima.api.hardship.HardshipOutcome.DEEP;
import static yihuyima.api.hardship.HardshipOutcome.NONE;
import static yihuyima.api.hardship.HardshipOutcome.RELATIVE;
import static yihuyima.api.hardship.HardshipOutcome.UNKNOWN;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import yihuyima.api.hardship.HardshipFacts.Amount;
import yihuyima.api.hardship.HardshipFacts.Member;
import yihuyima.api.hardship.HardshipFacts.Period;
import yihuyima.api.hardship.HardshipResult.About;
import yihuyima.api.hardship.HardshipResult.Change;
import yihuyima.api.hardship.HardshipResult.Lever;
import yihuyima.api.hardship.HardshipResult.Missing;

/** The computation against sums done by hand; the standard is 1,062 yuan a month. */
class HardshipCalculatorTest {
  /** A family, as a test tells of it; amounts in yuan. */
  private static final class Family {
    private final List<Member> members = new ArrayList<>();
    private final List<Amount> expenses = new ArrayList<>();
    private final Map<String, Answer> conditions = new HashMap<>();
    private Answer accident = Answer.NO;
    private Answer migrant = Answer.NO;

    static Family of(int people) {
      Family family = new Family();
      for (int i = 0; i < people; i++) {
        family.members.add(new Member(Answer.YES, List.of()));
      }
      family.conditions.put("SCHOOL_ABROAD", Answer.NO);
      return family;
    }

    Family with(Answer together, Amount... incomes) {
      members.add(new Member(together, List.of(incomes)));
      return this;
    }

    Family wage(@Nullable Long yuanMonth) {
      return with(Answer.YES, new Amount("WAGE", fen(yuanMonth), Period.MONTH));
    }

    Family pays(String kind, @Nullable Long yuanYear) {
      expenses.add(new Amount(kind, fen(yuanYear), Period.YEAR));
      return this;
    }

    Family accident(Answer answer) {
      accident = answer;
      return this;
    }

    Family migrant(Answer answer) {
      migrant = answer;
      return this;
    }

    Family answers(String code, Answer answer) {
      conditions.put(code, answer);
      return this;
    }

    HardshipResult computed() {
      return HardshipCalculator.compute(
          new HardshipFacts(members, List.of(), expenses, accident, migrant, conditions),
          SampleRules.ordinary(),
          SampleRules.DAY);
    }
  }

  private static @Nullable Long fen(@Nullable Long yuan) {
    return yuan == null ? null : Long.valueOf(yuan * 100);
  }

  /** 3,000 a month for three is 1,000 a head, 62 below the standard. */
  @Test
  void belowTheStandardIsDeep() {
    HardshipResult result = Family.of(2).wage(3000L).computed();

    assertThat(result.outcome()).isEqualTo(DEEP);
    assertThat(result.possible()).containsExactly(DEEP);
    assertThat(result.incomeYearFen()).isEqualTo(3_600_000);
    assertThat(result.netYearFen()).isEqualTo(3_600_000);
    assertThat(result.netMonthFen()).isEqualTo(100_000);
    assertThat(result.limits().getFirst())
        .isEqualTo(
            new HardshipResult.Limit(
                DEEP, 106_200, 3_823_200L, Answer.YES, 3_600_000L - 3_823_200));
    assertThat(result.missing()).isEmpty();
    assertThat(result.changes())
        .containsExactly(
            new Change(Lever.INCOME_MORE, 223_200, RELATIVE),
            new Change(Lever.INCOME_MORE, 2 * 3_823_200 - 3_600_000, NONE));
  }

  /** The limit itself is not below the limit; one fen less in the year is. */
  @Test
  void atTheStandardIsNotDeep() {
    assertThat(Family.of(2).wage(3186L).computed().outcome()).isEqualTo(RELATIVE);

    HardshipResult oneFenLess =
        HardshipCalculator.compute(
            new HardshipFacts(
                List.of(
                    new Member(Answer.YES, List.of(new Amount("WAGE", 3_823_199L, Period.YEAR))),
                    new Member(Answer.YES, List.of()),
                    new Member(Answer.YES, List.of())),
                List.of(),
                List.of(),
                Answer.NO,
                Answer.NO,
                Map.of("SCHOOL_ABROAD", Answer.NO)),
            SampleRules.ordinary(),
            SampleRules.DAY);
    assertThat(oneFenLess.outcome()).isEqualTo(DEEP);
    assertThat(oneFenLess.netMonthFen()).isEqualTo(106_199);
  }

  /** 9,000 a month for three; 40,000 for illness: (108,000 - 40,000) / 36 = 1,888.88 a head. */
  @Test
  void rigidExpensesAreTakenOffLineByLine() {
    HardshipResult result = Family.of(2).wage(9000L).pays("MEDICAL", 40_000L).computed();

    assertThat(result.outcome()).isEqualTo(RELATIVE);
    assertThat(result.lines())
        .extracting(HardshipResult.Line::countedFen)
        .containsExactly(10_800_000L, 4_000_000L);
    assertThat(result.netYearFen()).isEqualTo(6_800_000);
    assertThat(result.netMonthFen()).isEqualTo(188_888);
    assertThat(result.changes())
        .containsExactly(
            new Change(Lever.EXPENSES_MORE, 6_800_000 - 3_823_200 + 1, DEEP),
            new Change(Lever.INCOME_MORE, 7_646_400 - 6_800_000, NONE));
  }

  @Test
  void schoolingCountsUpToItsCapAndRentByHalfRoundedUp() {
    HardshipResult result =
        HardshipCalculator.compute(
            new HardshipFacts(
                List.of(new Member(Answer.YES, List.of())),
                List.of(new Amount("WAGE", 500_000L, Period.MONTH)),
                List.of(
                    new Amount("SCHOOL", 900_000L, Period.YEAR),
                    new Amount("SCHOOL", 900_000L, Period.YEAR),
                    new Amount("RENT", 101L, Period.YEAR)),
                Answer.NO,
                Answer.NO,
                Map.of("SCHOOL_ABROAD", Answer.NO)),
            SampleRules.ordinary(),
            SampleRules.DAY);

    assertThat(result.expenseYearFen()).isEqualTo(1_200_000 + 51);
  }

  /** 85,000 of 100,000 yuan is above four fifths; 80,000 is not. */
  @Test
  void costsAboveFourFifthsOfTheIncomeAreAnAccidentsHardship() {
    Amount pension = new Amount("PENSION", 10_000_000L, Period.YEAR);
    assertThat(Family.of(0).with(Answer.YES, pension).pays("MEDICAL", 85_000L).computed())
        .satisfies(
            result -> {
              // Twenty thousand left a year are below two standards: that tier comes first.
              assertThat(result.outcome()).isEqualTo(RELATIVE);
              assertThat(result.accidentMet()).isEqualTo(Answer.YES);
            });

    Amount much = new Amount("PENSION", 30_000_000L, Period.YEAR);
    assertThat(Family.of(0).with(Answer.YES, much).pays("MEDICAL", 240_001L).computed().outcome())
        .isEqualTo(ACCIDENT);
    HardshipResult justNot =
        Family.of(0).with(Answer.YES, much).pays("MEDICAL", 240_000L).computed();
    assertThat(justNot.outcome()).isEqualTo(NONE);
    assertThat(justNot.changes()).contains(new Change(Lever.ACCIDENT_COSTS_MORE, 1, ACCIDENT));
  }

  @Test
  void disabilityByAnAccidentIsATierOfItsOwn() {
    assertThat(Family.of(0).wage(9000L).accident(Answer.YES).computed().outcome())
        .isEqualTo(ACCIDENT);
    HardshipResult open = Family.of(0).wage(9000L).accident(Answer.UNKNOWN).computed();
    assertThat(open.outcome()).isEqualTo(UNKNOWN);
    assertThat(open.possible()).containsExactly(ACCIDENT, NONE);
    assertThat(open.missing()).containsExactly(new Missing(About.ACCIDENT, null, null));
  }

  @Test
  void anExcludingConditionStandsAgainstEveryTier() {
    HardshipResult result =
        Family.of(2).wage(1000L).answers("SCHOOL_ABROAD", Answer.YES).computed();

    assertThat(result.outcome()).isEqualTo(NONE);
    assertThat(result.byFigures()).isEqualTo(DEEP);
    assertThat(result.conditions().getFirst().bars()).isEqualTo(Answer.YES);
  }

  @Test
  void whatNobodyKnowsIsAskedOnlyWhereItMatters() {
    // Far above the limits: neither the school nor the rent decides anything.
    assertThat(
            Family.of(0)
                .wage(50_000L)
                .pays("SCHOOL", null)
                .answers("SCHOOL_ABROAD", Answer.UNKNOWN)
                .computed())
        .satisfies(
            result -> {
              assertThat(result.outcome()).isEqualTo(NONE);
              assertThat(result.missing()).isEmpty();
            });
    // Deep already: a second expense changes nothing, the condition does.
    assertThat(
            Family.of(2)
                .wage(1000L)
                .pays("RENT", null)
                .answers("SCHOOL_ABROAD", Answer.UNKNOWN)
                .computed())
        .satisfies(
            result -> {
              assertThat(result.outcome()).isEqualTo(UNKNOWN);
              assertThat(result.byFigures()).isEqualTo(DEEP);
              assertThat(result.missing())
                  .containsExactly(new Missing(About.CONDITION, "SCHOOL_ABROAD", null));
            });
    // An income that does not count is never asked for.
    assertThat(
            Family.of(2)
                .wage(3000L)
                .with(Answer.YES, new Amount("ALLOWANCE", null, Period.MONTH))
                .computed())
        .satisfies(
            result -> {
              assertThat(result.outcome()).isEqualTo(DEEP);
              assertThat(result.incomeYearFen()).isEqualTo(3_600_000);
            });
    // Capped at 12,000: from 2,200 a head it can lead below two standards, never below one.
    assertThat(Family.of(2).wage(6600L).pays("SCHOOL", null).computed())
        .satisfies(
            result -> {
              assertThat(result.possible()).containsExactly(RELATIVE, NONE);
              assertThat(result.missing())
                  .containsExactly(new Missing(About.EXPENSE, "SCHOOL", null));
              assertThat(result.netYearFen()).isNull();
              assertThat(result.changes()).isEmpty();
            });
  }

  @Test
  void migrantWorkersNeedAYearOfLabourRelation() {
    Family family = Family.of(2).wage(1000L).migrant(Answer.YES).answers("A_YEAR", Answer.NO);
    assertThat(family.computed().outcome()).isEqualTo(NONE);
    assertThat(family.answers("A_YEAR", Answer.YES).computed().outcome()).isEqualTo(DEEP);
    assertThat(family.migrant(Answer.NO).answers("A_YEAR", Answer.NO).computed().outcome())
        .isEqualTo(DEEP);
    assertThat(family.migrant(Answer.UNKNOWN).computed().missing())
        .containsExactly(new Missing(About.MIGRANT, null, null));
  }

  /** A grown-up son with 2,000: three heads with 3,000, or four with 5,000. */
  @Test
  void aMemberOfWhomItIsNotKnownWhetherHeLivesThereMatters() {
    Amount sons = new Amount("WAGE", 200_000L, Period.MONTH);
    HardshipResult result = Family.of(2).wage(3000L).with(Answer.UNKNOWN, sons).computed();

    assertThat(result.possible()).containsExactly(DEEP, RELATIVE);
    assertThat(result.missing()).containsExactly(new Missing(About.TOGETHER, null, 4));
    assertThat(result.people()).isEqualTo(3);
    assertThat(result.peopleUnsure()).isEqualTo(1);
    assertThat(Family.of(2).wage(3000L).with(Answer.NO, sons).computed().outcome()).isEqualTo(DEEP);
    assertThat(Family.of(2).wage(3000L).with(Answer.YES, sons).computed().outcome())
        .isEqualTo(RELATIVE);
    // Without an income of his own he only shares theirs.
    assertThat(Family.of(2).wage(3000L).with(Answer.UNKNOWN).computed().outcome()).isEqualTo(DEEP);
  }

  @Test
  void expensesAboveTheIncomeGoBelowNothing() {
    HardshipResult result = Family.of(0).wage(1000L).pays("MEDICAL", 20_000L).computed();

    assertThat(result.outcome()).isEqualTo(DEEP);
    assertThat(result.netYearFen()).isEqualTo(-800_000);
    // Rounded down, away from nothing: -666.666… yuan.
    assertThat(result.netMonthFen()).isEqualTo(-66_667);
  }

  @Test
  void factsHaveTheirLimits() {
    assertThatThrownBy(() -> Family.of(HardshipFacts.MEMBERS_MAX + 1).computed())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Family.of(0).with(Answer.UNKNOWN).computed())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Family.of(1).pays("HOLIDAY", 1L).computed())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Amount("WAGE", -1L, Period.YEAR))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Amount("WAGE", HardshipFacts.AMOUNT_FEN_MAX + 1, Period.YEAR))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
