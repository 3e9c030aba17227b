package yihuyima.demo.county;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Public holidays and shifted working days as the State Council announced them. */
final class Holidays {
  /** A day that differs from the plain week. */
  record Day(LocalDate onDay, boolean working, String name) {}

  private Holidays() {}

  static List<Day> all() {
    List<Day> days = new ArrayList<>();
    // 2025
    off(days, "2025-01-01", 1, "元旦");
    off(days, "2025-01-28", 8, "春节");
    off(days, "2025-04-04", 3, "清明节");
    off(days, "2025-05-01", 5, "劳动节");
    off(days, "2025-05-31", 3, "端午节");
    off(days, "2025-10-01", 8, "国庆节、中秋节");
    on(days, "春节调休", "2025-01-26", "2025-02-08");
    on(days, "劳动节调休", "2025-04-27");
    on(days, "国庆节调休", "2025-09-28", "2025-10-11");
    // 2026
    off(days, "2026-01-01", 3, "元旦");
    off(days, "2026-02-15", 9, "春节");
    off(days, "2026-04-04", 3, "清明节");
    off(days, "2026-05-01", 5, "劳动节");
    off(days, "2026-06-19", 3, "端午节");
    off(days, "2026-09-25", 3, "中秋节");
    off(days, "2026-10-01", 7, "国庆节");
    on(days, "元旦调休", "2026-01-04");
    on(days, "春节调休", "2026-02-14", "2026-02-28");
    on(days, "劳动节调休", "2026-05-09");
    on(days, "国庆节调休", "2026-09-20", "2026-10-10");
    return days;
  }

  private static void off(List<Day> days, String first, int count, String name) {
    LocalDate day = LocalDate.parse(first);
    for (int i = 0; i < count; i++) {
      days.add(new Day(day.plusDays(i), false, name));
    }
  }

  private static void on(List<Day> days, String name, String... working) {
    for (String day : working) {
      days.add(new Day(LocalDate.parse(day), true, name));
    }
  }
}
