package yihuyima.demo.county;

import java.time.LocalDate;
import java.util.List;

/**
 * What was done for the two households on the stage: written down, so that every page has something
 * to show in every state.
 */
final class StageAid {
  private final SampleHousehold household;
  private final LocalDate today;
  private final Applications applications;
  private final String union;
  private final String ending;

  StageAid(SampleHousehold household, LocalDate today, Applications applications) {
    this.household = household;
    this.today = today;
    this.applications = applications;
    this.union = household.county().union().name();
    this.ending = household.worker().cardEnding();
  }

  Aid make() {
    return household.id() == Cast.HOUSEHOLD ? illnessAndStudy() : schooling();
  }

  private Aid illnessAndStudy() {
    Aid.Application medical =
        application("MEDICAL_AID", "APPROVED", 12, "爱人做了肿瘤手术，后面还有四次化疗，报销后自己付的部分借了钱。", 800_000);
    Aid.Application temporary =
        application("TEMPORARY_AID", "SUBMITTED", 2, "陪护期间请了长假，这个月没有收入，孩子的生活费也要寄。", 0);
    List<Aid.Payment> payments =
        List.of(
            Payments.paid(
                "职工医疗互助金",
                Payments.MUTUAL_AID_SOCIETY,
                false,
                1_920_000,
                today.minusDays(210),
                ending),
            Payments.paid("送温暖慰问金", union, true, 200_000, newYear(), ending),
            Payments.paid("临时救助", "安和县民政局", false, 300_000, today.minusDays(150), ending),
            Payments.paid("生活救助", union, true, 530_000, today.minusDays(35), ending),
            Payments.returned(
                "子女助学", union, 500_000, today.minusDays(16), "ACCOUNT_CLOSED", "6027"),
            applications.paymentFor(medical, 0));
    List<Aid.Visit> visits =
        List.of(
            visit(190, 10, "刚确诊，一家人情绪低。讲了医疗救助和医疗互助怎么办，材料清单已留下。"),
            visit(75, 15, "手术顺利，第二次化疗。女儿回校，助学金材料已帮着备齐。"),
            visit(9, 9, "第三次化疗后在家休养，胃口好些。旧银行卡已注销，新卡下周办好再登记。"));
    return new Aid(deliveries(), List.of(medical, temporary), Payments.inOrder(payments), visits);
  }

  private List<Entitlements.Entitlement> deliveries() {
    return Entitlements.of(household, today).stream()
        .map(
            one ->
                switch (one.policyCode()) {
                  case "ELECTRICITY" ->
                      one.delivered(Entitlements.Delivery.applied(today.minusMonths(8)));
                  case "UTILITY_SUBSIDY" -> one.delivered(Entitlements.Delivery.CONFIRMED);
                  case "INSURANCE_PREMIUM" -> one.delivered(Entitlements.Delivery.REQUESTED);
                  case "STUDENT_LOAN" ->
                      one.delivered(Entitlements.Delivery.ended(today.minusMonths(26)))
                          .until(LocalDate.of(today.getYear(), 6, 30));
                  default -> one;
                })
        .toList();
  }

  private Aid schooling() {
    Aid.Application returned =
        application("SCHOOLING_AID", "RETURNED", 6, "儿子今年考上大学，女儿上高一，两个人的学费一起交有困难。", 0);
    Aid.Application refused = application("LIVING_AID", "REFUSED", 60, "上半年工地停工，家里开支紧。", 0);
    List<Aid.Payment> payments =
        List.of(
            Payments.paid("子女助学", union, true, 400_000, today.minusDays(440), ending),
            Payments.paid("送温暖慰问金", union, true, 100_000, newYear(), ending),
            new Aid.Payment(
                "生活救助",
                union,
                -1,
                318_600,
                "IN_BATCH",
                today.minusDays(6),
                today.plusDays(4),
                null,
                null,
                ending,
                null,
                true),
            new Aid.Payment(
                "送清凉补助",
                union,
                -1,
                30_000,
                "SENT",
                today.minusDays(5),
                today.plusDays(1),
                today.minusDays(1),
                null,
                ending,
                null,
                true));
    List<Aid.Visit> visits =
        List.of(
            visit(160, 14, "儿子备考，家里安静。说好发榜后第一时间办助学。"), visit(20, 16, "录取通知书已看过，学费收据照片不清，请重拍后补交。"));
    List<Entitlements.Entitlement> entitlements =
        Entitlements.of(household, today).stream()
            .map(
                one ->
                    one.policyCode().equals("ELECTRICITY")
                        ? one.delivered(Entitlements.Delivery.REQUESTED)
                        : one)
            .toList();
    return new Aid(entitlements, List.of(refused, returned), Payments.inOrder(payments), visits);
  }

  private Aid.Application application(
      String policy, String state, int daysAgo, String reason, long amountFen) {
    Programme programme = applications.find(policy).orElseThrow();
    return applications.make(programme, state, daysAgo, reason, amountFen);
  }

  /** The last Spring Festival season that is over. */
  private LocalDate newYear() {
    LocalDate day = LocalDate.of(today.getYear(), 1, 20);
    return day.isBefore(today.minusDays(10)) ? day : day.minusYears(1);
  }

  private Aid.Visit visit(int daysAgo, int hour, String note) {
    return new Aid.Visit(Applications.at(today.minusDays(daysAgo), hour), note);
  }
}
