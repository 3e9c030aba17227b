package yihuyima.api.policy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what a policy gives, in words a household understands. */
public final class BenefitWords {
  private BenefitWords() {}

  /** In general; null when it is in words only. */
  public static @Nullable String of(BenefitRule rule) {
    Benefit benefit = rule.benefit();
    String sum =
        switch (benefit.form()) {
          case UNSTATED -> null;
          case FIXED -> yuan(java.util.Objects.requireNonNull(benefit.fen()));
          case STANDARDS -> standards(benefit);
          case SHARE ->
              "%s的%d%%".formatted(fact(rule), java.util.Objects.requireNonNull(benefit.percent()));
          case FORMULA ->
              "按“%s”计算".formatted(java.util.Objects.requireNonNull(rule.formula()).chinese());
        };
    if (sum == null) {
      return null;
    }
    String cap = benefit.capFen() == null ? "" : "，最多" + yuan(benefit.capFen());
    return unit(rule) + every(benefit) + sum + cap;
  }

  /** What a household gets by it: the sum, and how it comes about. */
  public static String of(BenefitRule rule, BenefitRule.Amount amount) {
    Benefit benefit = rule.benefit();
    String each =
        benefit.unit() == Benefit.Unit.PERSON
            ? "，%d人，每人%s".formatted(amount.persons(), yuan(amount.unitFen()))
            : "";
    return "%s最多%s%s%s"
        .formatted(every(benefit), yuan(amount.fen()), each, amount.capped() ? "（已到封顶数）" : "");
  }

  private static String fact(BenefitRule rule) {
    return java.util.Objects.requireNonNull(rule.formula()).uses().stream()
        .findFirst()
        .map(fact -> fact.word())
        .orElse("");
  }

  private static String unit(BenefitRule rule) {
    if (rule.benefit().unit() == Benefit.Unit.HOUSEHOLD) {
      return "每户";
    }
    return rule.each() == null ? "每人" : "每位" + rule.each().chinese().replaceFirst("^家中有", "") + "，";
  }

  private static String every(Benefit benefit) {
    return switch (benefit.every()) {
      case MONTH -> "每月";
      case YEAR -> "每年";
      case ONCE -> "一次";
    };
  }

  private static String standards(Benefit benefit) {
    if (java.util.Objects.equals(benefit.deep(), benefit.relative())
        && java.util.Objects.equals(benefit.deep(), benefit.accident())) {
      return "%d个月的当地低保标准".formatted(benefit.deep());
    }
    return "%d个月（深度困难）、%d个月（相对困难）、%d个月（意外致困）的当地低保标准"
        .formatted(benefit.deep(), benefit.relative(), benefit.accident());
  }

  /** Fen in yuan. */
  public static String yuan(long fen) {
    String sign = fen < 0 ? "-" : "";
    long all = Math.abs(fen);
    String yuan = String.format(Locale.ROOT, "%s%,d", sign, all / 100);
    return (all % 100 == 0 ? yuan : "%s.%02d".formatted(yuan, all % 100)) + "元";
  }
}
