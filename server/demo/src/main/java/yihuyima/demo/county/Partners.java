package yihuyima.demo.county;

import java.time.LocalDate;
import java.util.List;

/** Partner departments of our county, each with what it may ask for and why. */
public final class Partners {
  /** The one whose private key the demo hands out. */
  public static final String ON_STAGE = "anhe-civil-affairs";

  /** A purpose of it that is in force. */
  public static final String PURPOSE_ON_STAGE = "MINIMUM_LIVING_CHECK";

  /** Where departments of a demo ask from: the machine itself. */
  static final List<String> NETWORKS = List.of("127.0.0.0/8", "::1/128");

  /** {@code id} is the row's; {@code code} is how it signs in. */
  record Partner(long id, String code, String name, List<Purpose> purposes) {}

  /**
   * An agreed purpose.
   *
   * @param title what for, in words for a family
   * @param ended whether it was agreed for last year only
   */
  record Purpose(
      String code, String title, String legalGround, List<String> fields, boolean ended) {
    LocalDate untilOn(LocalDate today) {
      return LocalDate.of(today.getYear() + (ended ? -1 : 2), 12, 31);
    }
  }

  static final List<Partner> ALL =
      List.of(
          new Partner(
              1,
              ON_STAGE,
              "安和县民政局",
              List.of(
                  new Purpose(
                      PURPOSE_ON_STAGE,
                      "核对最低生活保障",
                      "社会救助暂行办法第五十八条；低保核对数据共享协议（演示）",
                      List.of(
                          "headName",
                          "tier",
                          "fileState",
                          "peopleCount",
                          "regionCode",
                          "paidThisYearFen"),
                      false),
                  new Purpose(
                      "TEMPORARY_AID_CHECK",
                      "核对临时救助",
                      "社会救助暂行办法第四十七条；临时救助信息共享协议（演示）",
                      List.of("tier", "fileState", "mainCause", "peopleCount", "paidThisYearFen"),
                      false),
                  new Purpose(
                      "FLOOD_RELIEF_2025",
                      "核对 2025 年水灾救助",
                      "自然灾害救助条例；灾后核查数据共享协议，已到期（演示）",
                      List.of("tier", "fileState", "peopleCount"),
                      true))),
          new Partner(
              2,
              "anhe-education",
              "安和县教育局",
              List.of(
                  new Purpose(
                      "STUDENT_AID_CHECK",
                      "核对学生资助",
                      "学生资助资金管理办法；家庭经济困难学生认定数据共享协议（演示）",
                      List.of("headName", "tier", "fileState", "entitledPolicies"),
                      false))),
          new Partner(
              3,
              "anhe-medical-insurance",
              "安和县医疗保障局",
              List.of(
                  new Purpose(
                      "MEDICAL_AID_CHECK",
                      "核对医疗救助",
                      "关于健全重特大疾病医疗保险和救助制度的意见；数据共享协议（演示）",
                      List.of("headName", "tier", "fileState", "mainCause", "deliveries"),
                      false))));

  private Partners() {}

  /** How often it asked on a day: working days, and more at the start of a month. */
  static int calls(Partner partner, LocalDate day) {
    if (day.getDayOfWeek().getValue() > 5) {
      return 0;
    }
    int regular = 20 + (int) (partner.id() * 37 + day.toEpochDay() * 53) % 60;
    return day.getDayOfMonth() <= 5 ? regular * 3 : regular;
  }

  /** The id of a partner's only key. */
  public static String keyId(String partnerCode) {
    return partnerCode + "-1";
  }

  /** Purposes of the partner on the stage: those that have ended, or those in force. */
  public static List<String> purposesOnStage(boolean ended) {
    return ALL.getFirst().purposes().stream()
        .filter(purpose -> purpose.ended() == ended)
        .map(Purpose::code)
        .toList();
  }
}
