package yihuyima.api.policy.condition;

import java.time.LocalDate;

/** A whole number in a condition; within {@link Limits#NUMBER_MAX} whatever the facts are. */
public sealed interface Amount {
  /** A number as written. */
  record Written(long value) implements Amount {}

  /** A fact of kind {@code NUMBER}. */
  record Figure(Fact fact) implements Amount {}

  /** How many members the household has. */
  record People() implements Amount {}

  /** What is done with two numbers. */
  enum Operation {
    PLUS("+"),
    MINUS("-"),
    TIMES("*"),
    /** Without remainder, towards zero; by a number as written that is not zero. */
    OVER("/");

    final String sign;

    Operation(String sign) {
      this.sign = sign;
    }

    long of(long left, long right) {
      return switch (this) {
        case PLUS -> left + right;
        case MINUS -> left - right;
        case TIMES -> left * right;
        case OVER -> left / right;
      };
    }
  }

  /** A calculation. */
  record Calculated(Amount left, Operation operation, Amount right) implements Amount {}

  /** In what time is counted. */
  enum TimeUnit {
    YEARS,
    MONTHS,
    DAYS
  }

  /**
   * Whole units of time from one day to another, rounded down: negative as soon as the first is the
   * later one. A year or month is over on the same day of the month, or on the first of the next
   * where that month has no such day.
   */
  record Elapsed(TimeUnit unit, Moment from, Moment to) implements Amount {
    /** From one day to another, both counted from 1970. */
    public static long between(TimeUnit unit, long fromEpochDay, long toEpochDay) {
      if (unit == TimeUnit.DAYS) {
        return toEpochDay - fromEpochDay;
      }
      LocalDate from = LocalDate.ofEpochDay(fromEpochDay);
      LocalDate to = LocalDate.ofEpochDay(toEpochDay);
      long months =
          (to.getYear() - from.getYear()) * 12L + to.getMonthValue() - from.getMonthValue();
      if (to.getDayOfMonth() < from.getDayOfMonth()) {
        months--;
      }
      return unit == TimeUnit.MONTHS ? months : Math.floorDiv(months, 12L);
    }
  }
}
