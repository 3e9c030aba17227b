package yihuyima.demo.county;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import yihuyima.api.calendar.ChinaTime;
import yihuyima.api.calendar.WorkingDays;

/** Makes up applications in every state, with the steps that led there. Pure. */
final class Applications {
  /** Of a hundred households with an open file, so many have applied lately. */
  private static final double APPLYING_PERCENT = 6;

  /** Waiting ones are what a desk works on, so there are more of them. */
  private static final List<String> STATES =
      List.of(
          "SUBMITTED",
          "SUBMITTED",
          "SUBMITTED",
          "CHECKED",
          "CHECKED",
          "RETURNED",
          "APPROVED",
          "APPROVED",
          "REFUSED",
          "WITHDRAWN");

  private static final Map<String, List<String>> REASONS =
      Map.of(
          "LIVING_AID",
          List.of("这几个月厂里活少，工资只发一部分，家里开支紧。", "家里只有一个人挣钱，物价涨了，日子有些吃力。"),
          "MEDICAL_AID",
          List.of("家里人住院做了手术，报销后自己还付了不少。", "每个月都要买药，医保报不了的部分压力大。"),
          "SCHOOLING_AID",
          List.of("孩子开学要交学费和住宿费，一时拿不出来。", "两个孩子都在上学，学费加生活费负担重。"),
          "TEMPORARY_AID",
          List.of("家里老人摔伤住院，急需用钱。", "租的房子漏水，要马上搬，押金不够。"));

  private final SampleHousehold household;
  private final LocalDate today;
  private final WorkingDays workingDays;
  private final List<Programme> programmes;

  Applications(
      SampleHousehold household,
      LocalDate today,
      WorkingDays workingDays,
      List<Programme> programmes) {
    this.household = household;
    this.today = today;
    this.workingDays = workingDays;
    this.programmes = programmes;
  }

  /** None for most households, one for the others. */
  List<Aid.Application> make(Draw draw) {
    if (!household.hasOpenFile() || !draw.percent(APPLYING_PERCENT)) {
      return List.of();
    }
    String state = draw.of(STATES);
    String policy = draw.of(List.of("LIVING_AID", "TEMPORARY_AID", fittingPolicy()));
    int daysAgo = draw.between(1, state.equals("SUBMITTED") || state.equals("CHECKED") ? 9 : 90);
    return find(policy).stream()
        .map(p -> make(p, state, daysAgo, draw.of(REASONS.get(policy)), amount(p, draw)))
        .toList();
  }

  private String fittingPolicy() {
    return switch (household.mainCause()) {
      case "SERIOUS_ILLNESS" -> "MEDICAL_AID";
      case "CHILD_SCHOOLING" -> "SCHOOLING_AID";
      default -> "LIVING_AID";
    };
  }

  Optional<Programme> find(String policy) {
    return Programme.find(programmes, policy, household.union());
  }

  private long amount(Programme programme, Draw draw) {
    long ceiling = programme.ceilingFen(household, today.getYear());
    return Math.max(100_000, draw.between(2, 8) * ceiling / 10 / 10_000 * 10_000);
  }

  /**
   * An application in a state.
   *
   * @param daysAgo when it was sent; its steps lie between then and today
   * @param amountFen what is approved, if it is
   */
  Aid.Application make(
      Programme programme, String state, int daysAgo, String reason, long amountFen) {
    LocalDate sentOn = today.minusDays(daysAgo);
    LocalDate checkedOn = today.minusDays(daysAgo / 2);
    LocalDate decidedOn = today.minusDays(daysAgo / 4);
    List<Aid.Step> steps = new ArrayList<>();
    steps.add(step("SUBMITTED", sentOn, 9, Aid.By.FAMILY, null));
    switch (state) {
      case "SUBMITTED" -> {}
      case "RETURNED" ->
          steps.add(step("RETURNED", checkedOn, 10, Aid.By.CADRE, "照片看不清金额，请把结算单平放重拍一张。"));
      case "WITHDRAWN" -> steps.add(step("WITHDRAWN", checkedOn, 15, Aid.By.FAMILY, null));
      default -> {
        steps.add(step("CHECKED", checkedOn, 11, Aid.By.CHECKER, null));
        if (state.equals("APPROVED")) {
          steps.add(step("APPROVED", decidedOn, 16, Aid.By.APPROVER, null));
        } else if (state.equals("REFUSED")) {
          String why = "今年已经领过同一项救助，明年一月起可以再申请。";
          steps.add(step("REFUSED", decidedOn, 16, Aid.By.APPROVER, why));
        }
      }
    }
    return new Aid.Application(
        programme,
        reason,
        programme.ceilingFen(household, today.getYear()),
        state.equals("APPROVED") ? (Long) amountFen : null,
        due(programme, state, sentOn, checkedOn),
        steps);
  }

  private @Nullable LocalDate due(
      Programme programme, String state, LocalDate sentOn, LocalDate checkedOn) {
    return switch (state) {
      case "SUBMITTED" -> workingDays.after(sentOn, programme.checkWorkingDays());
      case "CHECKED" -> workingDays.after(checkedOn, programme.approveWorkingDays());
      default -> null;
    };
  }

  private static Aid.Step step(
      String state, LocalDate day, int hour, Aid.By by, @Nullable String reason) {
    return new Aid.Step(state, at(day, hour), by, reason);
  }

  /** A moment on a day in China. */
  static Instant at(LocalDate day, int hour) {
    return day.atTime(hour, 20).atZone(ChinaTime.ZONE).toInstant();
  }

  /** The payment that an approved application has led to, on its way. */
  Aid.Payment paymentFor(Aid.Application approved, int number) {
    long amountFen = approved.amountFen() == null ? 0 : approved.amountFen();
    LocalDate approvedOn = ChinaTime.dayOf(approved.last().at());
    LocalDate expectedOn = workingDays.after(approvedOn, approved.programme().payWorkingDays());
    String payer = approved.programme().union().name();
    String ending = household.worker().cardEnding();
    if (expectedOn.isBefore(today)) {
      return new Aid.Payment(
          approved.programme().name(),
          payer,
          number,
          amountFen,
          "PAID",
          approvedOn,
          expectedOn,
          expectedOn.minusDays(1),
          expectedOn,
          ending,
          null,
          true);
    }
    return Payments.approved(
        approved.programme().name(), payer, number, amountFen, approvedOn, expectedOn, ending);
  }
}
