package yihuyima.demo.county;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes up payments of the past 18 months: what the union pays, and what others paid beside it, so
 * that one household account shows all of it. Pure.
 */
final class Payments {
  static final String MUTUAL_AID_SOCIETY = "云溪市职工医疗互助会";
  private static final List<String> RETURN_REASONS =
      List.of("ACCOUNT_CLOSED", "NAME_MISMATCH", "ACCOUNT_WRONG", "OTHER");

  private final SampleHousehold household;
  private final LocalDate today;
  private final Draw draw;
  private final List<Aid.Payment> made = new ArrayList<>();

  private Payments(SampleHousehold household, LocalDate today, Draw draw) {
    this.household = household;
    this.today = today;
    this.draw = draw;
  }

  /** The oldest first; payments of applications are not among them. */
  static List<Aid.Payment> of(SampleHousehold household, LocalDate today, Draw draw) {
    Payments payments = new Payments(household, today, draw);
    payments.make();
    return inOrder(payments.made);
  }

  static List<Aid.Payment> inOrder(List<Aid.Payment> payments) {
    return payments.stream().sorted(Comparator.comparing(Aid.Payment::approvedOn)).toList();
  }

  private void make() {
    long half = (household.isDeep() ? 5 : 3) * LivingStandard.monthFen(today.getYear());
    for (int monthsAgo : new int[] {15, 9, 3}) {
      LocalDate day = today.minusMonths(monthsAgo).minusDays(draw.below(25));
      if (wasFiledOn(day) && draw.percent(household.isDeep() ? 90 : 45)) {
        paid("生活救助", half, day);
      }
    }
    for (int year = today.getYear() - 1; year <= today.getYear(); year++) {
      LocalDate newYear = LocalDate.of(year, 1, 12).plusDays(draw.below(20));
      if (isRecent(newYear) && wasFiledOn(newYear) && draw.percent(70)) {
        paid("送温暖慰问金", draw.percent(50) ? 100_000 : 200_000, newYear);
      }
      LocalDate autumn = LocalDate.of(year, 8, 18).plusDays(draw.below(25));
      if (isRecent(autumn) && wasFiledOn(autumn) && goesToSchool() && draw.percent(80)) {
        paid("子女助学", draw.between(30, 60) * 10_000L, autumn);
      }
    }
    illness();
    if (household.hasOpenFile()) {
      current();
    }
  }

  private void illness() {
    boolean ill = household.people().stream().anyMatch(SamplePerson::isSeriouslyIll);
    LocalDate day = today.minusDays(draw.between(40, 400));
    if (ill && wasFiledOn(day)) {
      if (draw.percent(60)) {
        paid("医疗救助", draw.between(20, 160) * 10_000L, day);
      }
      if (draw.percent(50)) {
        long amount = draw.between(1_200, 19_200) * 100L;
        byOthers("职工医疗互助金", MUTUAL_AID_SOCIETY, amount, day.minusDays(draw.between(5, 35)));
      }
    }
    if (draw.percent(household.isDeep() ? 35 : 4)) {
      String civilAffairs = household.county().union().name().replace("总工会", "民政局");
      byOthers(
          "临时救助",
          civilAffairs,
          draw.between(8, 30) * 10_000L,
          today.minusDays(draw.between(20, 500)));
    }
  }

  /** What is on its way at this moment, in every state there is. */
  private void current() {
    int lot = draw.below(100);
    long amount = draw.between(8, 32) * 10_000L;
    LocalDate day = today.minusDays(draw.between(2, 12));
    if (lot < 7) {
      made.add(
          approved("生活救助", payer(), -1, amount, day, today.plusDays(draw.between(2, 9)), ending()));
    } else if (lot < 10) {
      made.add(inState("IN_BATCH", amount, day, today.plusDays(draw.between(1, 5))));
    } else if (lot < 13) {
      made.add(inState("SENT", amount, day, today.plusDays(draw.between(0, 2))));
    } else if (lot < 15) {
      made.add(returned("生活救助", payer(), amount, day, draw.of(RETURN_REASONS), ending()));
    }
  }

  private boolean goesToSchool() {
    return household.people().stream()
        .anyMatch(person -> person.isAtUniversity() || person.isInSeniorSecondary());
  }

  private boolean wasFiledOn(LocalDate day) {
    SampleHousehold.File file = household.file();
    return file != null
        && !day.isBefore(file.openedOn())
        && (file.closedOn() == null || !day.isAfter(file.closedOn()));
  }

  private boolean isRecent(LocalDate day) {
    return day.isAfter(today.minusMonths(18)) && day.isBefore(today.minusDays(10));
  }

  private String payer() {
    return household.county().union().name();
  }

  private String ending() {
    return household.worker().cardEnding();
  }

  private void paid(String programme, long amountFen, LocalDate paidOn) {
    made.add(paid(programme, payer(), true, amountFen, paidOn, ending()));
  }

  private void byOthers(String programme, String payer, long amountFen, LocalDate paidOn) {
    made.add(paid(programme, payer, false, amountFen, paidOn, ending()));
  }

  private Aid.Payment inState(String state, long amountFen, LocalDate approvedOn, LocalDate due) {
    LocalDate sentOn = state.equals("SENT") ? today.minusDays(1) : null;
    return new Aid.Payment(
        "生活救助", payer(), -1, amountFen, state, approvedOn, due, sentOn, null, ending(), null, true);
  }

  static Aid.Payment paid(
      String programme,
      String payer,
      boolean byUnion,
      long amountFen,
      LocalDate paidOn,
      String cardEnding) {
    return new Aid.Payment(
        programme,
        payer,
        -1,
        amountFen,
        "PAID",
        paidOn.minusDays(9),
        paidOn.plusDays(1),
        paidOn.minusDays(1),
        paidOn,
        cardEnding,
        null,
        byUnion);
  }

  static Aid.Payment approved(
      String programme,
      String payer,
      int application,
      long amountFen,
      LocalDate approvedOn,
      LocalDate expectedOn,
      String cardEnding) {
    return new Aid.Payment(
        programme,
        payer,
        application,
        amountFen,
        "APPROVED",
        approvedOn,
        expectedOn,
        null,
        null,
        cardEnding,
        null,
        true);
  }

  static Aid.Payment returned(
      String programme,
      String payer,
      long amountFen,
      LocalDate approvedOn,
      String reason,
      String cardEnding) {
    return new Aid.Payment(
        programme,
        payer,
        -1,
        amountFen,
        "RETURNED",
        approvedOn,
        approvedOn.plusDays(7),
        approvedOn.plusDays(1),
        null,
        cardEnding,
        reason,
        true);
  }
}
