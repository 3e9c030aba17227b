package yihuyima.demo.county;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a household may enjoy, by plain rules over its facts, with the reason in a sentence: may,
 * may not, or which fact is missing. Pure.
 *
 * <p>Policies that have nothing to do with a household (schooling where nobody goes to school) are
 * not held against it: a list of what one cannot have helps nobody.
 */
final class Entitlements {
  /**
   * One entitlement.
   *
   * @param state ENTITLED, NOT_ENTITLED or UNKNOWN
   * @param delivery how far another department has come with it
   */
  record Entitlement(
      String policyCode,
      String state,
      String reason,
      @Nullable String nextAction,
      Delivery delivery,
      @Nullable LocalDate untilOn) {

    Entitlement delivered(Delivery by) {
      return new Entitlement(policyCode, state, reason, nextAction, by, untilOn);
    }

    Entitlement until(LocalDate day) {
      return new Entitlement(policyCode, state, reason, nextAction, delivery, day);
    }
  }

  /** How far a benefit carried out by others has come. */
  record Delivery(String state, @Nullable LocalDate appliedFrom) {
    static final Delivery NONE = new Delivery("NONE", null);
    static final Delivery REQUESTED = new Delivery("REQUESTED", null);
    static final Delivery CONFIRMED = new Delivery("CONFIRMED", null);

    /** From the first of this day's month on. */
    static Delivery applied(LocalDate day) {
      return new Delivery("APPLIED", day.withDayOfMonth(1));
    }

    /** Ended; it had been applied from this day's month on. */
    static Delivery ended(LocalDate day) {
      return new Delivery("ENDED", day.withDayOfMonth(1));
    }
  }

  /** After an exit, policies go on for a year (脱困不脱政策). */
  private static final int TRANSITION_MONTHS = 12;

  /** Below so much paid by oneself medical aid is not given. */
  private static final long MEDICAL_SELF_PAID_FEN_MIN = 300_000;

  private final SampleHousehold household;
  private final LocalDate today;
  private final List<Entitlement> found = new ArrayList<>();
  private final boolean covered;

  private Entitlements(SampleHousehold household, LocalDate today) {
    this.household = household;
    this.today = today;
    this.covered = household.hasOpenFile() || inTransition(household, today);
  }

  static List<Entitlement> of(SampleHousehold household, LocalDate today) {
    Entitlements rules = new Entitlements(household, today);
    rules.living();
    rules.medical();
    rules.schooling();
    rules.temporary();
    rules.warmth();
    rules.utilities();
    rules.housing();
    rules.insurance();
    rules.work();
    rules.law();
    LocalDate until = household.hasOpenFile() ? null : transitionEnd(household);
    return until == null
        ? rules.found
        : rules.found.stream()
            .map(one -> one.state().equals("ENTITLED") ? one.until(until) : one)
            .toList();
  }

  private static @Nullable LocalDate transitionEnd(SampleHousehold household) {
    return household.file() == null || household.file().closedOn() == null
        ? null
        : household.file().closedOn().plusMonths(TRANSITION_MONTHS);
  }

  private static boolean inTransition(SampleHousehold household, LocalDate today) {
    LocalDate end = transitionEnd(household);
    return end != null && !end.isBefore(today);
  }

  private void living() {
    if (household.hasOpenFile()) {
      int months = household.isDeep() ? 12 : 10;
      long most = months * LivingStandard.monthFen(today.getYear());
      yes(
          "LIVING_AID",
          "您家已建档，属于%s，今年最多可领%s元。".formatted(tierWords(), yuan(most)),
          "在“申请帮扶”里选生活救助");
    } else {
      no("LIVING_AID", noFileWords(), household.file() == null ? "先向单位工会申请建档" : null);
    }
  }

  private void medical() {
    SamplePerson patient =
        household.people().stream().filter(SamplePerson::isSeriouslyIll).findFirst().orElse(null);
    boolean accident = "ACCIDENT".equals(household.tier());
    if (patient == null && !accident) {
      return;
    }
    Long selfPaid = household.selfPaidMedicalFen();
    if (!household.hasOpenFile()) {
      no("MEDICAL_AID", noFileWords(), null);
    } else if (selfPaid == null) {
      unknown("MEDICAL_AID", "缺少：自付医疗费用。", "带上医药费结算单，让帮扶干部登记");
    } else if (selfPaid < MEDICAL_SELF_PAID_FEN_MIN) {
      no("MEDICAL_AID", "一年自己付的医药费不到3000元。", null);
    } else {
      yes("MEDICAL_AID", "家里有人看大病，一年自己付了%s元。".formatted(yuan(selfPaid)), "在“申请帮扶”里选医疗救助");
    }
    if (household.worker().insurance().equals("EMPLOYEE")) {
      yes("MEDICAL_MUTUAL_AID", "职工本人参加了医疗互助，本人住院可以补。", "出院后一年内带结算单到工会");
    } else {
      unknown("MEDICAL_MUTUAL_AID", "缺少：是否参加职工医疗互助。", "问一问单位工会");
    }
  }

  private void schooling() {
    boolean university = household.people().stream().anyMatch(SamplePerson::isAtUniversity);
    boolean senior = household.people().stream().anyMatch(SamplePerson::isInSeniorSecondary);
    boolean pupil = household.people().stream().anyMatch(person -> person.schoolStage() != null);
    if (university || senior) {
      int months = university ? 10 : 6;
      long most = months * LivingStandard.monthFen(today.getYear());
      if (covered) {
        yes(
            "SCHOOLING_AID",
            "家里有孩子上%s，今年每个孩子最多可领%s元。".formatted(university ? "大学" : "高中或职校", yuan(most)),
            "在“申请帮扶”里选子女助学");
      } else {
        no("SCHOOLING_AID", noFileWords(), null);
      }
    } else if (pupil) {
      no("SCHOOLING_AID", "家里的孩子还没有上高中、职校或大学。", "升学后告诉帮扶干部");
    }
    if (university) {
      yes("STUDENT_LOAN", "家里有孩子上大学，本地户口。", "每年7月到9月到县教育局办理");
    }
    boolean graduate =
        household.people().stream()
            .anyMatch(person -> person.isAtUniversity() && person.ageOn(today) >= 21);
    if (graduate) {
      yes("GRADUATE_JOBS", "家里有孩子明年大学毕业。", "把专业和想去的地方告诉帮扶干部");
    }
  }

  private void temporary() {
    yes("TEMPORARY_AID", "突然遇到难处时可以申请，每人每年最多3000元。", "在“申请帮扶”里选临时救助");
  }

  private void warmth() {
    if (covered) {
      yes("NEW_YEAR_VISIT", "在档困难职工家庭，每年元旦春节上门慰问。", null);
    }
    String work = household.worker().workStatus();
    if (work.equals("GIG") || work.equals("MIGRANT")) {
      yes("SUMMER_COOL", "职工本人在户外工作。", "夏天到最近的工会驿站领取");
    }
  }

  private void utilities() {
    if (!covered) {
      return;
    }
    yes("ELECTRICITY", "在档困难职工家庭，每户每月15度。", "由工会报给供电公司，您不用跑");
    if (household.isDeep()) {
      yes("UTILITY_SUBSIDY", "深度困难家庭，比照低保户。", "由工会报给县住建局，您不用跑");
    } else {
      no("UTILITY_SUBSIDY", "只给深度困难家庭，您家属于%s。".formatted(tierWords()), null);
    }
  }

  private void housing() {
    if (!covered) {
      return;
    }
    switch (household.housing()) {
      case "RENTED", "UNIT_HOUSING" -> yes("PUBLIC_RENTAL", "您家没有自己的房子，比照低保户优先。", "让帮扶干部帮您报给县住建局");
      case "PUBLIC_RENTAL" -> yes("PUBLIC_RENTAL", "您家正住着公租房，租金按低保户的档次收。", null);
      default -> no("PUBLIC_RENTAL", "您家有自己的住房。", null);
    }
  }

  private void insurance() {
    boolean resident =
        household.people().stream().anyMatch(person -> person.insurance().equals("RESIDENT"));
    if (covered && resident && household.isDeep()) {
      yes("INSURANCE_PREMIUM", "深度困难家庭，家里有人参加居民医保。", "由工会报给县医保局，您不用跑");
    } else if (covered && resident && household.isRelative()) {
      unknown("INSURANCE_PREMIUM", "缺少：医保局认定的救助对象类别。", "工会正在向县医保局核对");
    }
  }

  private void work() {
    boolean idle =
        household.people().stream()
            .anyMatch(
                person ->
                    person.ageOn(today) < 60
                        && (person.workStatus().equals("UNEMPLOYED")
                            || person.workStatus().equals("LAID_OFF")));
    if (idle) {
      yes("SPRING_JOBS", "家里有能干活、现在没有工作的人。", "把想做的活告诉帮扶干部");
      yes("SKILL_TRAINING", "家里有人没有工作，可以免费学手艺。", "在县人社局报名，工会可以代报");
      unknown("STARTUP_LOAN", "缺少：想不想自己做生意、做什么。", "想做的话告诉帮扶干部");
    }
  }

  private void law() {
    yes("LEGAL_AID", "工会会员都可以。", "打工会电话预约律师");
  }

  private void yes(String policy, String reason, @Nullable String next) {
    found.add(new Entitlement(policy, "ENTITLED", reason, next, Delivery.NONE, null));
  }

  private void no(String policy, String reason, @Nullable String next) {
    found.add(new Entitlement(policy, "NOT_ENTITLED", reason, next, Delivery.NONE, null));
  }

  private void unknown(String policy, String reason, String next) {
    found.add(new Entitlement(policy, "UNKNOWN", reason, next, Delivery.NONE, null));
  }

  private String noFileWords() {
    return household.file() == null ? "您家还没有建档。" : "您家的档案已经关闭。";
  }

  private String tierWords() {
    return household.isDeep() ? "深度困难" : household.isRelative() ? "相对困难" : "意外致困";
  }

  private static String yuan(long fen) {
    return String.format(Locale.ROOT, "%,d", fen / 100);
  }
}
