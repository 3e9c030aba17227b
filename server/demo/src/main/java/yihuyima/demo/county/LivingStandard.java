package yihuyima.demo.county;

import java.time.LocalDate;
import java.util.List;

/**
 * The monthly minimum standard (低保标准) of the invented regions: that of a city in Shandong in 2025,
 * with invented years around it.
 */
record LivingStandard(LocalDate validFrom, long monthFen, String source) {
  static final List<LivingStandard> ALL =
      List.of(of(2024, 101_800), of(2025, 106_200), of(2026, 110_400));

  private static LivingStandard of(int year, long monthFen) {
    return new LivingStandard(LocalDate.of(year, 1, 1), monthFen, "东安省民政厅" + year + "年城市低保标准（演示）");
  }

  /** In fen a month. */
  static long monthFen(int year) {
    return ALL.stream()
        .filter(standard -> standard.validFrom().getYear() <= year)
        .reduce((before, last) -> last)
        .orElse(ALL.getFirst())
        .monthFen();
  }
}
