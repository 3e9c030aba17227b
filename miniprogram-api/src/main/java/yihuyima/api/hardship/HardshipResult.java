package yihuyima.api.hardship;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The computation, as it is shown and kept: with the rule and the figures by which it can be done
 * again by hand.
 *
 * @param day on which the rule was in force
 * @param people who certainly live together
 * @param peopleUnsure who perhaps do
 * @param incomeYearFen the sum of the income lines; null while not known
 * @param expenseYearFen the sum of the expense lines; null while not known
 * @param netYearFen the first less the second, perhaps negative; null while not known
 * @param netMonthFen a head and month, rounded down; null while not known
 * @param outcome what it says
 * @param possible what it could still come to; one when it is certain
 * @param byFigures the same without the conditions that stand against it
 * @param accidentMet whether the tier of accidents is met, whatever else is
 * @param missing what is not known and matters, and nothing else
 * @param changes what would lead to another outcome; empty while figures are missing
 */
public record HardshipResult(
    LocalDate day,
    HardshipRule rule,
    int people,
    int peopleUnsure,
    List<Line> lines,
    @Nullable Long incomeYearFen,
    @Nullable Long expenseYearFen,
    @Nullable Long netYearFen,
    @Nullable Long netMonthFen,
    HardshipOutcome outcome,
    Set<HardshipOutcome> possible,
    HardshipOutcome byFigures,
    List<Limit> limits,
    Answer accidentMet,
    List<Asked> conditions,
    List<Missing> missing,
    List<Change> changes) {
  /** Counts up when results are made in another way. */
  public static final int FORMAT = 1;

  /** Which side of the sum. */
  public enum Side {
    INCOME,
    EXPENSE
  }

  /**
   * A line of the sum: an income, or all expenses of one kind.
   *
   * @param member counts from 1 in the facts; null for what is the family's
   * @param yearFen as it is; null while not known
   * @param countedFen as it counts, never negative; null while not known
   */
  public record Line(
      Side side,
      HardshipRule.Item item,
      @Nullable Integer member,
      @Nullable Long yearFen,
      @Nullable Long countedFen) {}

  /**
   * How the figures stand to a limit.
   *
   * @param monthFen the limit a head and month
   * @param yearFen the limit for the family and year; null while nobody knows how many they are
   * @param met whether the net income is below it
   * @param overFen the net income of the year less the limit, negative below it; null while not
   *     known
   */
  public record Limit(
      HardshipOutcome tier,
      long monthFen,
      @Nullable Long yearFen,
      Answer met,
      @Nullable Long overFen) {}

  /** A condition of the rule, and whether it stands against it. */
  public record Asked(HardshipRule.Condition condition, Answer answer, Answer bars) {}

  /** What a missing fact is about. */
  public enum About {
    TOGETHER,
    INCOME,
    EXPENSE,
    ACCIDENT,
    MIGRANT,
    CONDITION
  }

  /**
   * A fact that is not known and matters.
   *
   * @param name the kind or the code; null where the subject says all
   * @param member counts from 1 in the facts; null for what is the family's
   */
  public record Missing(About about, @Nullable String name, @Nullable Integer member) {}

  /** What would have to change. */
  public enum Lever {
    /** Rigid expenses that count in full. */
    EXPENSES_MORE,
    /** Income that counts in full. */
    INCOME_MORE,
    /** Costs of accident, injury and serious illness. */
    ACCIDENT_COSTS_MORE
  }

  /**
   * So much more of it in the year, to the fen, and the figures say something else.
   *
   * @param yearFen 1 and more
   */
  public record Change(Lever lever, long yearFen, HardshipOutcome to) {}

  public HardshipResult {
    lines = List.copyOf(lines);
    possible = java.util.Collections.unmodifiableSet(java.util.EnumSet.copyOf(possible));
    limits = List.copyOf(limits);
    conditions = List.copyOf(conditions);
    missing = List.copyOf(missing);
    changes = List.copyOf(changes);
  }
}
