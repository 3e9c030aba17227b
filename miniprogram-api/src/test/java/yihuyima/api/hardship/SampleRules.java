package yihuyima.api.hardship;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules for tests: the tiers as they are in practice, kinds and conditions invented. */
final class SampleRules {
  static final LocalDate DAY = LocalDate.of(2025, 7, 1);

  private SampleRules() {}

  /** Tiers below one and two standards of 1,062 yuan, costs above 80 per cent. */
  static HardshipRule ordinary() {
    return of(
        106_200,
        100,
        200,
        80,
        List.of(income("WAGE", 100), income("PENSION", 100), income("ALLOWANCE", 0)),
        List.of(
            expense("MEDICAL", 100, null, true),
            expense("SCHOOL", 100, 1_200_000L, false),
            expense("RENT", 50, null, false)),
        List.of(
            condition("SCHOOL_ABROAD", false, Answer.YES), condition("A_YEAR", true, Answer.NO)));
  }

  static HardshipRule of(
      long standardMonthFen,
      int deepPercent,
      int relativePercent,
      int accidentPercent,
      List<HardshipRule.Item> incomes,
      List<HardshipRule.Item> expenses,
      List<HardshipRule.Condition> conditions) {
    return new HardshipRule(
        "000000",
        1,
        LocalDate.of(2024, 1, 1),
        "样例",
        true,
        new HardshipRule.Standard("990100", LocalDate.of(2025, 1, 1), 1, standardMonthFen, "样例"),
        deepPercent,
        relativePercent,
        accidentPercent,
        incomes,
        expenses,
        conditions);
  }

  static HardshipRule.Item income(String kind, int percent) {
    return new HardshipRule.Item(kind, kind, "", percent, null, false, "", "样例");
  }

  static HardshipRule.Item expense(
      String kind, int percent, @Nullable Long capYearFen, boolean accident) {
    return new HardshipRule.Item(kind, kind, "", percent, capYearFen, accident, "", "样例");
  }

  static HardshipRule.Condition condition(String code, boolean migrantsOnly, Answer barsWhen) {
    return new HardshipRule.Condition(code, code, migrantsOnly, barsWhen, "", "样例");
  }
}
