package yihuyima.api.calendar;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts working days: the plain week, but for the days the calendar names. Pure once loaded.
 *
 * @param exceptions days that differ from the plain week, and whether one works on them
 */
public record WorkingDays(Map<LocalDate, Boolean> exceptions) {
  /** How far ahead deadlines may lie, in calendar days. */
  static final int HORIZON_DAYS = 400;

  static final String LOAD =
      """
      SELECT on_day, working
        FROM calendar_day
       WHERE on_day >= $1 AND on_day < $2
       ORDER BY on_day
       LIMIT 400
      """;

  public WorkingDays {
    exceptions = Map.copyOf(exceptions);
  }

  /**
   * The calendar from a day on.
   *
   * @return the calendar; fails when the database does
   */
  public static Future<WorkingDays> load(SqlClient db, LocalDate from) {
    return db.preparedQuery(LOAD)
        .execute(Tuple.of(from, from.plusDays(HORIZON_DAYS)))
        .map(
            rows -> {
              Map<LocalDate, Boolean> days = new HashMap<>();
              for (Row row : rows) {
                days.put(row.getLocalDate("on_day"), row.getBoolean("working"));
              }
              return new WorkingDays(days);
            });
  }

  /** Whether one works on this day. */
  public boolean isWorking(LocalDate day) {
    Boolean named = exceptions.get(day);
    if (named != null) {
      return named;
    }
    return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
  }

  /**
   * The last day of a term that begins the day after {@code start}.
   *
   * @param workingDays 1 to 250
   */
  public LocalDate after(LocalDate start, int workingDays) {
    if (workingDays < 1 || workingDays > 250) {
      throw new IllegalArgumentException("a term of " + workingDays + " working days");
    }
    LocalDate day = start;
    for (int left = workingDays; left > 0; ) {
      day = day.plusDays(1);
      if (isWorking(day)) {
        left--;
      }
    }
    return day;
  }
}
