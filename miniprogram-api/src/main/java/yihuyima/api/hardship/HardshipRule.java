package yihuyima.api.hardship;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of a region's rule, with the minimum standard that it measures by.
 *
 * @param regionCode whose rule it is: the region asked for, or one above it
 * @param deepPercent below so many per cent of the standard is deep hardship
 * @param relativePercent below so many per cent of the standard is relative hardship
 * @param accidentPercent costs above so many per cent of the year's income are an accident's
 *     hardship; at most 100
 * @param expenses the rigid ones (刚性支出); at most one kind is the costs of accident, injury and
 *     serious illness
 * @param sample whether invented values are among it
 */
public record HardshipRule(
    String regionCode,
    int version,
    LocalDate validFrom,
    String source,
    boolean sample,
    Standard standard,
    int deepPercent,
    int relativePercent,
    int accidentPercent,
    List<Item> incomes,
    List<Item> expenses,
    List<Condition> conditions) {
  /** The highest standard that is believed, in fen a month: ten times the highest of 2025. */
  static final long STANDARD_MONTH_FEN_MAX = 2_000_000;

  /**
   * The local minimum living standard (低保标准) a person.
   *
   * @param version counts from 1 for each first day
   * @param monthFen 1 to {@link #STANDARD_MONTH_FEN_MAX}
   */
  public record Standard(
      String regionCode, LocalDate validFrom, int version, long monthFen, String source) {
    public Standard {
      if (monthFen < 1 || monthFen > STANDARD_MONTH_FEN_MAX) {
        throw new IllegalArgumentException("a standard of " + monthFen);
      }
    }
  }

  /**
   * A kind of income or expense, and how far it counts.
   *
   * @param countedPercent 0 to 100
   * @param capYearFen counts so much a family and year at most; null without a limit, and for
   *     incomes always
   * @param accident whether it is the costs of accident, injury and serious illness
   * @param evidence what shows it, in words
   */
  public record Item(
      String kind,
      String word,
      String help,
      int countedPercent,
      @Nullable Long capYearFen,
      boolean accident,
      String evidence,
      String source) {
    public Item {
      if (countedPercent < 0 || countedPercent > 100 || (capYearFen != null && capYearFen < 0)) {
        throw new IllegalArgumentException("what " + kind + " counts");
      }
    }

    /** What counts of an income, in fen: rounded down. */
    long ofIncome(long yearFen) {
      return Math.multiplyExact(yearFen, countedPercent) / 100;
    }

    /** What counts of an expense, in fen: rounded up. */
    long ofExpense(long yearFen) {
      long counted = Math.ceilDiv(Math.multiplyExact(yearFen, countedPercent), 100);
      return capYearFen == null ? counted : Math.min(capYearFen, counted);
    }
  }

  /**
   * A condition that stands against any tier.
   *
   * @param migrantsOnly whether only migrant workers are asked
   * @param barsWhen the answer that stands against it: YES for an excluding condition, NO for a
   *     requirement
   */
  public record Condition(
      String code,
      String question,
      boolean migrantsOnly,
      Answer barsWhen,
      String evidence,
      String source) {
    public Condition {
      if (barsWhen == Answer.UNKNOWN) {
        throw new IllegalArgumentException("a condition that nothing answers");
      }
    }
  }

  public HardshipRule {
    incomes = List.copyOf(incomes);
    expenses = List.copyOf(expenses);
    conditions = List.copyOf(conditions);
    if (deepPercent < 1 || relativePercent < deepPercent || relativePercent > 1000) {
      throw new IllegalArgumentException("limits of " + deepPercent + " and " + relativePercent);
    }
    if (accidentPercent < 1 || accidentPercent > 100) {
      throw new IllegalArgumentException("costs of " + accidentPercent + " per cent");
    }
    if (expenses.stream().filter(Item::accident).count() > 1
        || incomes.stream().anyMatch(item -> item.accident() || item.capYearFen() != null)) {
      throw new IllegalArgumentException("one kind of expense is an accident's, no income is");
    }
    requireDistinct(incomes.stream().map(Item::kind).toList());
    requireDistinct(expenses.stream().map(Item::kind).toList());
    requireDistinct(conditions.stream().map(Condition::code).toList());
  }

  private static void requireDistinct(List<String> names) {
    Set<String> distinct = new HashSet<>(names);
    if (distinct.size() < names.size()) {
      throw new IllegalArgumentException("twice in one rule: " + names);
    }
  }

  /** Below this is the tier, in fen a month and person; rounded up. */
  long limitMonthFen(HardshipOutcome tier) {
    int percent =
        switch (tier) {
          case DEEP -> deepPercent;
          case RELATIVE -> relativePercent;
          case ACCIDENT, NONE, UNKNOWN -> throw new IllegalArgumentException(tier + " has none");
        };
    return Math.ceilDiv(Math.multiplyExact(standard.monthFen(), percent), 100);
  }

  Optional<Item> income(String kind) {
    return find(incomes, kind);
  }

  Optional<Item> expense(String kind) {
    return find(expenses, kind);
  }

  private static Optional<Item> find(List<Item> items, String kind) {
    return items.stream().filter(item -> item.kind().equals(kind)).findFirst();
  }
}
