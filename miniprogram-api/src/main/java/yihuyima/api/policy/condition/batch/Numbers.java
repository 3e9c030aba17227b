package yihuyima.api.policy.condition.batch;

import java.util.Arrays;
import java.util.Objects;
import yihuyima.api.policy.condition.Amount.Operation;
import yihuyima.api.policy.condition.Amount.TimeUnit;
import yihuyima.api.policy.condition.Fact;
import yihuyima.api.policy.condition.batch.Batch.Column;

/**
 * Says a number or a day of each row; the first row stands at 0. A number that is not known is
 * whatever stands there, and so is what is calculated with it: nobody looks at it.
 */
abstract class Numbers {
  /**
   * @param values gets a number for each row
   * @param known gets a bit for each row whose number is known
   */
  abstract void find(Run run, int from, int to, long[] values, long[] known);

  private static void allKnown(long[] known, int rows) {
    int word = 0;
    for (int row = 0; row < rows; row += 64, word++) {
      known[word] = Run.mask(rows - row);
    }
  }

  /** The same for every row; the day that is asked for, where it has none of its own. */
  static final class Same extends Numbers {
    private final boolean today;
    private final long value;

    Same(boolean today, long value) {
      this.today = today;
      this.value = value;
    }

    @Override
    void find(Run run, int from, int to, long[] values, long[] known) {
      Arrays.fill(values, 0, to - from, today ? run.today : value);
      allKnown(known, to - from);
    }
  }

  static final class OfColumn extends Numbers {
    private final Fact fact;

    OfColumn(Fact fact) {
      this.fact = fact;
    }

    @Override
    void find(Run run, int from, int to, long[] values, long[] known) {
      Column column = run.batch.column(fact);
      System.arraycopy(Objects.requireNonNull(column.longs), from, values, 0, to - from);
      int word = 0;
      for (int row = from; row < to; row += 64, word++) {
        known[word] = Run.bits(column.known, row, to);
      }
    }
  }

  /** How many members each household has. */
  static final class People extends Numbers {
    @Override
    void find(Run run, int from, int to, long[] values, long[] known) {
      Arrays.fill(known, 0, Batch.words(to - from), 0);
      for (int row = from; row < to; row++) {
        int members = run.batch.firstMember(row + 1) - run.batch.firstMember(row);
        values[row - from] = members;
        known[(row - from) >> 6] |= (run.batch.membersComplete(row) ? 1L : 0L) << (row - from);
      }
    }
  }

  static final class Calculated extends Numbers {
    private final Numbers left;
    private final Operation operation;
    private final Numbers right;
    private final int valuesSlot;
    private final int knownSlot;

    Calculated(Numbers left, Operation operation, Numbers right, int valuesSlot, int knownSlot) {
      this.left = left;
      this.operation = operation;
      this.right = right;
      this.valuesSlot = valuesSlot;
      this.knownSlot = knownSlot;
    }

    @Override
    void find(Run run, int from, int to, long[] values, long[] known) {
      long[] others = run.slot(valuesSlot);
      long[] othersKnown = run.slot(knownSlot);
      left.find(run, from, to, values, known);
      right.find(run, from, to, others, othersKnown);
      int rows = to - from;
      switch (operation) {
        case PLUS -> {
          for (int i = 0; i < rows; i++) {
            values[i] += others[i];
          }
        }
        case MINUS -> {
          for (int i = 0; i < rows; i++) {
            values[i] -= others[i];
          }
        }
        case TIMES -> {
          for (int i = 0; i < rows; i++) {
            values[i] *= others[i];
          }
        }
        case OVER -> {
          for (int i = 0; i < rows; i++) {
            values[i] /= others[i];
          }
        }
      }
      int words = Batch.words(rows);
      for (int word = 0; word < words; word++) {
        known[word] &= othersKnown[word];
      }
    }
  }

  /** Whole units of time from one day to another. */
  static final class Elapsed extends Numbers {
    private final TimeUnit unit;
    private final Numbers start;
    private final Numbers end;
    private final int valuesSlot;
    private final int knownSlot;

    Elapsed(TimeUnit unit, Numbers start, Numbers end, int valuesSlot, int knownSlot) {
      this.unit = unit;
      this.start = start;
      this.end = end;
      this.valuesSlot = valuesSlot;
      this.knownSlot = knownSlot;
    }

    @Override
    void find(Run run, int from, int to, long[] values, long[] known) {
      long[] ends = run.slot(valuesSlot);
      long[] endsKnown = run.slot(knownSlot);
      start.find(run, from, to, values, known);
      end.find(run, from, to, ends, endsKnown);
      int rows = to - from;
      for (int i = 0; i < rows; i++) {
        values[i] =
            switch (unit) {
              case DAYS -> ends[i] - values[i];
              case MONTHS -> (monthsAndDays(ends[i]) - monthsAndDays(values[i])) >> 5;
              case YEARS ->
                  Math.floorDiv((monthsAndDays(ends[i]) - monthsAndDays(values[i])) >> 5, 12L);
            };
      }
      int words = Batch.words(rows);
      for (int word = 0; word < words; word++) {
        known[word] &= endsKnown[word];
      }
    }

    /**
     * Months since year 0, times 32, and the day of the month: a month is over where the difference
     * of two reaches 32. The calendar is counted from a March 1, so that leap days come last in
     * their years, in cycles of 400 years of 146,097 days.
     */
    private static long monthsAndDays(long epochDay) {
      long day = epochDay + 719_468;
      long cycle = Math.floorDiv(day, 146_097L);
      long ofCycle = day - cycle * 146_097;
      long year = (ofCycle - ofCycle / 1_460 + ofCycle / 36_524 - ofCycle / 146_096) / 365;
      long ofYear = ofCycle - (365 * year + year / 4 - year / 100);
      long month = (5 * ofYear + 2) / 153;
      long ofMonth = ofYear - (153 * month + 2) / 5 + 1;
      return ((cycle * 400 + year) * 12 + month) * 32 + ofMonth;
    }
  }

  /** A number of the household, said of each of its members. */
  static final class OfHousehold extends Numbers {
    private final Numbers inner;
    private final int valuesSlot;
    private final int knownSlot;

    OfHousehold(Numbers inner, int valuesSlot, int knownSlot) {
      this.inner = inner;
      this.valuesSlot = valuesSlot;
      this.knownSlot = knownSlot;
    }

    @Override
    void find(Run run, int from, int to, long[] values, long[] known) {
      Arrays.fill(known, 0, Batch.words(to - from), 0);
      if (from == to) {
        return;
      }
      int first = run.batch.householdOf(from);
      int end = run.batch.householdOf(to - 1) + 1;
      long[] innerValues = run.slot(valuesSlot);
      long[] innerKnown = run.slot(knownSlot);
      inner.find(run, first, end, innerValues, innerKnown);
      for (int row = from; row < to; row++) {
        int household = run.batch.householdOf(row) - first;
        int at = row - from;
        values[at] = innerValues[household];
        known[at >> 6] |= (innerKnown[household >> 6] >>> household & 1L) << at;
      }
    }
  }
}
