package yihuyima.api.limit;

import java.time.Duration;

/**
 * A limit: so many calls in so long, refilled evenly.
 *
 * @param calls 1 and more
 * @param per the time in which they are refilled
 */
public record Limit(long calls, Duration per) {
  public Limit {
    if (calls < 1 || per.isNegative() || per.isZero()) {
      throw new IllegalArgumentException("a limit of " + calls + " in " + per);
    }
  }

  /** So many a minute. */
  public static Limit perMinute(long calls) {
    return new Limit(calls, Duration.ofMinutes(1));
  }

  /** So many an hour. */
  public static Limit perHour(long calls) {
    return new Limit(calls, Duration.ofHours(1));
  }

  /** A tenth of it, at least one: what a server allows by itself while Redis cannot be asked. */
  Limit alone() {
    return new Limit(Math.max(1, calls / 10), per);
  }
}
