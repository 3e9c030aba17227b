package yihuyima.api.sql;

import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.http.Problem;

/**
 * Where a page of a list ended: the keys of its last row, as numbers. A page after it is found by
 * those keys through an index, never by counting rows.
 *
 * <p>Written as base 36 joined by dots: opaque to clients, within the contract's letters, and
 * harmless when made up, for it only says where to go on in a list that the caller may read anyway.
 */
public final class Cursor {
  private static final int RADIX = 36;

  /** Later than any day that is kept: made-up cursors name others. */
  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  private Cursor() {}

  /** Writes the keys of the last row of a page. */
  public static String of(long... keys) {
    StringBuilder text = new StringBuilder();
    for (long key : keys) {
      text.append(text.isEmpty() ? "" : ".").append(Long.toString(key, RADIX));
    }
    return text.toString();
  }

  /**
   * Reads a cursor.
   *
   * @param text as it came; absent for the first page
   * @param first the keys to begin with when it is absent, which also say how many there are
   * @throws yihuyima.api.http.Failure REQUEST_INVALID when it is none that this server gives out
   */
  public static long[] parse(Optional<String> text, long... first) {
    if (text.isEmpty() || text.get().isEmpty()) {
      return first;
    }
    String[] parts = text.get().split("\\.", -1);
    if (parts.length != first.length) {
      throw invalid(null);
    }
    long[] keys = new long[parts.length];
    try {
      for (int i = 0; i < parts.length; i++) {
        keys[i] = Long.parseLong(parts[i], RADIX);
      }
    } catch (NumberFormatException e) {
      throw invalid(e);
    }
    return keys;
  }

  /**
   * A key that is a day.
   *
   * @param epochDay as {@link #parse} gave it
   * @throws yihuyima.api.http.Failure REQUEST_INVALID when no calendar has that day
   */
  public static LocalDate day(long epochDay) {
    if (epochDay < 0 || epochDay > LAST_DAY.toEpochDay()) {
      throw invalid(null);
    }
    return LocalDate.ofEpochDay(epochDay);
  }

  private static RuntimeException invalid(@Nullable Throwable cause) {
    return (cause == null
            ? Problem.REQUEST_INVALID.because("not a cursor")
            : Problem.REQUEST_INVALID.because("not a cursor", cause))
        .at("cursor", "请从第一页重新打开");
  }
}
