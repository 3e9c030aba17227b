package yihuyima.demo.county;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import yihuyima.api.calendar.WorkingDays;

/** Makes up what was done for the crowd; those on the stage have theirs written down. */
final class AidMaker {
  private static final List<String> NOTES =
      List.of(
          "家里收拾得干净，老人精神还好，取暖的煤已经备好。",
          "孩子成绩不错，想报职校的汽修专业，已把助学材料清单留下。",
          "本人在附近超市打零工，收入不稳，想学月嫂，已登记培训。",
          "病人刚出院，药费单据已收齐，提醒十日内交医疗救助申请。",
          "电话里说搬到女儿家暂住，约好下周再上门。",
          "慰问品已当面签收，住房窗户漏风，已联系街道维修。",
          "核对了家庭成员和收入，没有变化。");

  /** So long ago a benefit of others may have begun, in months. */
  private static final int APPLIED_MONTHS_MAX = 20;

  private final long seed;
  private final LocalDate today;
  private final List<Programme> programmes;
  private final WorkingDays workingDays;

  AidMaker(long seed, LocalDate today, List<Programme> programmes) {
    this.seed = seed;
    this.today = today;
    this.programmes = programmes;
    Map<LocalDate, Boolean> named =
        Holidays.all().stream()
            .collect(Collectors.toMap(Holidays.Day::onDay, Holidays.Day::working));
    this.workingDays = new WorkingDays(named);
  }

  Aid make(SampleHousehold household) {
    Applications applications = new Applications(household, today, workingDays, programmes);
    if (household.id() == Cast.HOUSEHOLD || household.id() == Cast.OTHER_HOUSEHOLD) {
      return new StageAid(household, today, applications).make();
    }
    Draw draw = Draw.of(seed ^ 0x5EED, household.id());
    List<Aid.Application> applied = applications.make(draw);
    List<Aid.Payment> payments = new ArrayList<>(Payments.of(household, today, draw));
    for (int i = 0; i < applied.size(); i++) {
      if (applied.get(i).amountFen() != null) {
        payments.add(applications.paymentFor(applied.get(i), i));
      }
    }
    return new Aid(
        Entitlements.of(household, today).stream().map(one -> delivered(one, draw)).toList(),
        applied,
        Payments.inOrder(payments),
        visits(household, draw));
  }

  private Entitlements.Entitlement delivered(Entitlements.Entitlement one, Draw draw) {
    if (!one.state().equals("ENTITLED")) {
      return one;
    }
    return switch (one.policyCode()) {
      case "ELECTRICITY" -> one.delivered(delivery(draw, 78));
      case "UTILITY_SUBSIDY", "INSURANCE_PREMIUM" -> one.delivered(delivery(draw, 55));
      case "PUBLIC_RENTAL" -> one.delivered(delivery(draw, 25));
      case "STUDENT_LOAN" -> one.delivered(delivery(draw, 40));
      default -> one;
    };
  }

  private Entitlements.Delivery delivery(Draw draw, int appliedPercent) {
    if (draw.percent(appliedPercent)) {
      return Entitlements.Delivery.applied(today.minusMonths(draw.between(1, APPLIED_MONTHS_MAX)));
    }
    return switch (draw.below(3)) {
      case 0 -> Entitlements.Delivery.REQUESTED;
      case 1 -> Entitlements.Delivery.CONFIRMED;
      default -> Entitlements.Delivery.NONE;
    };
  }

  private List<Aid.Visit> visits(SampleHousehold household, Draw draw) {
    if (household.file() == null) {
      return List.of();
    }
    int lot = draw.below(10);
    int count = lot < 2 ? 0 : lot < 7 ? 1 : 2;
    List<Aid.Visit> visits = new ArrayList<>();
    for (int i = count; i > 0; i--) {
      LocalDate day = today.minusDays(draw.between(150 * (i - 1) + 3, 150 * i));
      visits.add(new Aid.Visit(Applications.at(day, draw.between(9, 17)), draw.of(NOTES)));
    }
    return visits;
  }
}
