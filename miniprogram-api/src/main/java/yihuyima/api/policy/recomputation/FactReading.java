package yihuyima.api.policy.recomputation;

import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import yihuyima.api.policy.condition.Fact;

/** One column of a row as the inner value of a fact. */
final class FactReading {
  private final Fact fact;
  private final int column;
  private final Map<String, Long> places = new HashMap<>();

  /**
   * A fact that a column states.
   *
   * @param column its place in the row, from 0
   */
  FactReading(Fact fact, int column) {
    this.fact = fact;
    this.column = column;
    for (int i = 0; i < fact.values().size(); i++) {
      places.put(fact.values().get(i).code(), (long) i);
    }
  }

  Fact fact() {
    return fact;
  }

  /** The value; {@link Fact#UNKNOWN} where the column is empty, or says what nobody knows. */
  long of(Row row) {
    Object value = row.getValue(column);
    if (value == null) {
      return Fact.UNKNOWN;
    }
    return switch (fact.kind()) {
      case FLAG -> flag(value);
      case CODE -> places.getOrDefault((String) value, Fact.UNKNOWN);
      case CODES -> codes((String[]) value);
      case NUMBER -> ((Number) value).longValue();
      case DAY -> ((LocalDate) value).toEpochDay();
      case REGION -> Long.parseLong((String) value);
    };
  }

  /** A flag of the register, or a list of kinds of which none is said as NONE. */
  private static long flag(Object value) {
    if (value instanceof Boolean is) {
      return is ? 1 : 0;
    }
    return value.equals("NONE") ? 0 : 1;
  }

  /** One code that nobody knows makes the whole list unknown. */
  private long codes(String[] codes) {
    long bits = 0;
    for (String code : codes) {
      Long place = places.get(code);
      if (place == null) {
        return Fact.UNKNOWN;
      }
      bits |= 1L << place;
    }
    return bits;
  }
}
