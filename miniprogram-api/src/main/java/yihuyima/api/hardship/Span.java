package yihuyima.api.hardship;

import java.util.EnumSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a family whose members are settled, each between the least and the most that it
 * can be, in fen a year. Whatever lies between can be, one by one and independently, for nothing
 * counts more than in full: so the answers here are exact, not estimates.
 *
 * @param deepFen below it the net income of the year is deep hardship
 * @param relativeFen below it the net income of the year is relative hardship
 * @param incomeLo income that counts
 * @param otherLo expenses that count, without the costs of accident and illness
 * @param costsLo the costs of accident and illness as they are
 * @param costs how far those count; null where the rule has none
 * @param accidentPercent costs above so many per cent of the income are an accident's hardship
 */
record Span(
    long deepFen,
    long relativeFen,
    long incomeLo,
    long incomeHi,
    long otherLo,
    long otherHi,
    long costsLo,
    long costsHi,
    HardshipRule.@Nullable Item costs,
    int accidentPercent) {

  private long counted(long costsFen) {
    return costs == null ? 0 : costs.ofExpense(costsFen);
  }

  private long netLo() {
    return incomeLo - otherHi - counted(costsHi);
  }

  private long netHi() {
    return incomeHi - otherLo - counted(costsLo);
  }

  /** How many whole fen of income are at least what these costs are so many per cent of. */
  long incomeFor(long costsFen) {
    return Math.ceilDiv(Math.multiplyExact(costsFen, 100), accidentPercent);
  }

  /** The income below which nothing but a tier of income is met, with these costs. */
  private long incomeAtLimit(long costsFen) {
    return relativeFen + otherLo + counted(costsFen);
  }

  /** What the figures can come to. */
  EnumSet<HardshipOutcome> possible(Answer accident) {
    EnumSet<HardshipOutcome> found = EnumSet.noneOf(HardshipOutcome.class);
    if (netLo() < deepFen) {
      found.add(HardshipOutcome.DEEP);
    }
    if (relativeFen > deepFen && netLo() < relativeFen && netHi() >= deepFen) {
      found.add(HardshipOutcome.RELATIVE);
    }
    if (netHi() >= relativeFen) {
      if (accident != Answer.NO || costsCanExceed()) {
        found.add(HardshipOutcome.ACCIDENT);
      }
      if (accident != Answer.YES && incomeFor(costsLo) <= incomeHi) {
        found.add(HardshipOutcome.NONE);
      }
    }
    return found;
  }

  /**
   * Whether the costs can be above their part of the income while the net income is not below the
   * limits. Higher costs only help, for they count at most in full, as long as the income can bear
   * them.
   */
  private boolean costsCanExceed() {
    if (incomeAtLimit(costsLo) > incomeHi) {
      return false;
    }
    long most = firstTrue(costsLo, costsHi, costsFen -> incomeAtLimit(costsFen) > incomeHi) - 1;
    return Math.max(incomeLo, incomeAtLimit(most)) < incomeFor(most);
  }

  /** Whether the costs alone meet the tier of accidents: always, never, or perhaps. */
  Answer costsExceed() {
    if (incomeHi < incomeFor(costsLo)) {
      return Answer.YES;
    }
    return incomeLo < incomeFor(costsHi) ? Answer.UNKNOWN : Answer.NO;
  }

  /** Whether the net income is below a limit of the year. */
  Answer isBelow(long limitFen) {
    if (netHi() < limitFen) {
      return Answer.YES;
    }
    return netLo() < limitFen ? Answer.UNKNOWN : Answer.NO;
  }

  /** Whether some figure that is not known decides about a tier of income. */
  private boolean crossesALimit() {
    return isBelow(deepFen) == Answer.UNKNOWN || isBelow(relativeFen) == Answer.UNKNOWN;
  }

  /**
   * Whether an income that is not known matters.
   *
   * @param rangeFen how much it can count, which is part of what all incomes can
   */
  boolean incomeMatters(long rangeFen, Answer accident) {
    return rangeFen > 0
        && (crossesALimit() || (accident != Answer.YES && incomeTurnsCosts(rangeFen)));
  }

  /** Whether some other figures leave it to this income what part of it the costs are. */
  private boolean incomeTurnsCosts(long rangeFen) {
    long othersHi = incomeHi - rangeFen;
    long costsFen =
        firstTrue(costsLo, costsHi, fen -> Math.max(incomeLo, incomeAtLimit(fen)) < incomeFor(fen));
    return costsFen <= costsHi
        && incomeAtLimit(costsFen) <= othersHi
        && incomeFor(costsFen) - rangeFen <= othersHi;
  }

  /** Whether expenses of another kind than accident and illness matter. */
  boolean otherMatters(long rangeFen) {
    return rangeFen > 0 && crossesALimit();
  }

  /** Whether the costs of accident and illness matter; they are between their ends here. */
  boolean costsMatter(Answer accident) {
    if (costsLo == costsHi) {
      return false;
    }
    boolean count = counted(costsHi) > counted(costsLo);
    return (count && crossesALimit())
        || (accident != Answer.YES
            && Math.max(Math.max(incomeLo, incomeAtLimit(costsHi)), incomeFor(costsLo))
                <= Math.min(incomeHi, incomeFor(costsHi) - 1));
  }

  /**
   * The least number that fulfils a condition which, once fulfilled, stays so; one more than the
   * most when none does.
   */
  static long firstTrue(long least, long most, LongPredicate fulfilled) {
    long low = least;
    long high = most + 1;
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (fulfilled.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
