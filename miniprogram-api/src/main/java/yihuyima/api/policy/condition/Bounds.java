package yihuyima.api.policy.condition;

import java.util.Optional;

/** Between which ends an amount lies, whatever the facts are. */
record Bounds(long min, long max) {
  /** Empty when a step of it may leave {@link Limits#NUMBER_MAX}. */
  static Optional<Bounds> of(Amount amount) {
    return switch (amount) {
      case Amount.Written(long value) -> bounded(value, value);
      case Amount.Figure(Fact fact) -> bounded(fact.min(), fact.max());
      case Amount.People people -> bounded(0, Limits.MEMBERS_MAX);
      case Amount.Elapsed elapsed -> {
        Bounds from = of(elapsed.from());
        Bounds to = of(elapsed.to());
        yield bounded(
            Amount.Elapsed.between(elapsed.unit(), from.max, to.min),
            Amount.Elapsed.between(elapsed.unit(), from.min, to.max));
      }
      case Amount.Calculated calculated ->
          of(calculated.left())
              .flatMap(
                  left ->
                      of(calculated.right())
                          .flatMap(right -> combined(left, calculated.operation(), right)));
    };
  }

  static Bounds of(Moment moment) {
    return switch (moment) {
      case Moment.Today today -> new Bounds(Facts.DAY_MIN.toEpochDay(), Facts.DAY_MAX.toEpochDay());
      case Moment.On(long epochDay) -> new Bounds(epochDay, epochDay);
      case Moment.Of(Fact fact) -> new Bounds(fact.min(), fact.max());
    };
  }

  private static Optional<Bounds> bounded(long min, long max) {
    return min < -Limits.NUMBER_MAX || max > Limits.NUMBER_MAX
        ? Optional.empty()
        : Optional.of(new Bounds(min, max));
  }

  private static Optional<Bounds> combined(Bounds left, Amount.Operation operation, Bounds right) {
    return switch (operation) {
      case PLUS -> bounded(left.min + right.min, left.max + right.max);
      case MINUS -> bounded(left.min - right.max, left.max - right.min);
      case TIMES -> {
        long[] corners = new long[4];
        try {
          corners[0] = Math.multiplyExact(left.min, right.min);
          corners[1] = Math.multiplyExact(left.min, right.max);
          corners[2] = Math.multiplyExact(left.max, right.min);
          corners[3] = Math.multiplyExact(left.max, right.max);
        } catch (ArithmeticException beyond) {
          yield Optional.empty();
        }
        yield around(corners);
      }
      // The divisor is one number, and not zero.
      case OVER -> around(left.min / right.min, left.max / right.min);
    };
  }

  private static Optional<Bounds> around(long... corners) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (long corner : corners) {
      min = Math.min(min, corner);
      max = Math.max(max, corner);
    }
    return bounded(min, max);
  }
}
