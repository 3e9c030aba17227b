package yihuyima.demo.county;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sample catalogue: policies as provinces and cities published them between 2016 and 2025, with
 * their figures, in words for households; regions and departments invented.
 */
final class Policies {
  /**
   * A policy in one version.
   *
   * @param kind MONEY, REDUCTION or SERVICE
   * @param source where the rule comes from
   */
  record Policy(
      String code,
      int version,
      String name,
      String department,
      String kind,
      String gives,
      String source,
      LocalDate validFrom,
      @Nullable LocalDate validTo) {
    /** The sensitive data that it is decided by; null when by none. */
    @Nullable String restsOn() {
      return code.equals("MEDICAL_AID") || code.equals("MEDICAL_MUTUAL_AID") ? "HEALTH" : null;
    }

    String sector() {
      return switch (code) {
        case "PUBLIC_RENTAL", "UTILITY_SUBSIDY", "ELECTRICITY" -> "HOUSING";
        case "INSURANCE_PREMIUM" -> "MEDICAL_INSURANCE";
        case "STUDENT_LOAN" -> "EDUCATION";
        case "SKILL_TRAINING", "STARTUP_LOAN" -> "LABOUR";
        default -> "UNION";
      };
    }

    /** For whom it is. */
    String condition() {
      String covered = "(fileOpen || fileState == \"CLOSED\" && monthsSince(fileClosedOn) < 12)";
      return switch (code) {
        case "LIVING_AID" -> "fileOpen";
        case "MEDICAL_AID" -> "fileOpen && selfPaidMedicalFen >= 300000";
        case "SCHOOLING_AID" ->
            covered
                + " && members.exists(m, m.schoolStage in [\"SENIOR\", \"VOCATIONAL\", \"COLLEGE\", \"UNIVERSITY\"])";
        case "STUDENT_LOAN" -> "members.exists(m, m.schoolStage in [\"COLLEGE\", \"UNIVERSITY\"])";
        case "GRADUATE_JOBS" ->
            "members.exists(m, m.schoolStage in [\"COLLEGE\", \"UNIVERSITY\"] && m.age >= 21)";
        case "NEW_YEAR_VISIT", "ELECTRICITY" -> covered;
        case "UTILITY_SUBSIDY" -> covered + " && tier == \"DEEP\"";
        case "PUBLIC_RENTAL" ->
            covered + " && housing in [\"RENTED\", \"UNIT_HOUSING\", \"PUBLIC_RENTAL\", \"NONE\"]";
        case "INSURANCE_PREMIUM" ->
            covered + " && tier == \"DEEP\" && members.exists(m, m.insurance == \"RESIDENT\")";
        case "SUMMER_COOL" -> "members.exists(m, m.workStatus in [\"GIG\", \"MIGRANT\"])";
        case "SPRING_JOBS", "SKILL_TRAINING", "STARTUP_LOAN" ->
            "members.exists(m, m.age < 60 && m.workStatus in [\"UNEMPLOYED\", \"LAID_OFF\"])";
        case "MEDICAL_MUTUAL_AID" -> "members.exists(m, m.isWorker && m.mutualAid)";
        default -> "true";
      };
    }
  }

  private static final String UNION = "安和县总工会";

  /** In the order in which they are shown: what pays first, what serves last. */
  static final List<Policy> ALL =
      List.of(
          new Policy(
              "LIVING_AID",
              1,
              "生活救助",
              UNION,
              "MONEY",
              "深度困难家庭每户每年最多发12个月的低保标准，相对困难和意外致困家庭最多10个月。",
              "困难职工帮扶资金使用管理办法，2016",
              LocalDate.of(2016, 1, 1),
              LocalDate.of(2024, 12, 31)),
          new Policy(
              "LIVING_AID",
              2,
              "生活救助",
              UNION,
              "MONEY",
              "深度困难家庭每户每年最多发12个月的低保标准，相对困难和意外致困家庭最多10个月，直接打到银行卡。",
              "困难职工帮扶资金使用管理办法，2025修订",
              LocalDate.of(2025, 1, 1),
              null),
          of(
              "MEDICAL_AID",
              "医疗救助",
              UNION,
              "MONEY",
              "医保和互助报销后自己付的医药费，每户每年最多帮2万元。",
              "困难职工帮扶资金使用管理办法，2025修订",
              2025),
          of(
              "SCHOOLING_AID",
              "子女助学（金秋助学）",
              UNION,
              "MONEY",
              "上大学的孩子每年最多发10个月的低保标准，上高中或职校的最多6个月。",
              "金秋助学活动实施办法，2022",
              2022),
          of(
              "TEMPORARY_AID",
              "临时救助",
              UNION,
              "MONEY",
              "突然遇到难处，每人每年最多帮3000元，不需要先建档。",
              "困难职工帮扶资金使用管理办法，2025修订",
              2025),
          of(
              "NEW_YEAR_VISIT",
              "送温暖慰问",
              UNION,
              "MONEY",
              "元旦春节期间上门看望，每户发慰问金或慰问品。",
              "送温暖资金使用管理办法，2018",
              2018),
          of(
              "MEDICAL_MUTUAL_AID",
              "职工医疗互助",
              "云溪市职工医疗互助会",
              "MONEY",
              "参加互助的职工住院，医保报销后再补一部分，大病补得更多。",
              "职工医疗互助活动办法，2020",
              2020),
          of(
              "ELECTRICITY",
              "每月15度免费电",
              "安和县供电公司",
              "REDUCTION",
              "每月15度电不收钱，直接从电费里减。",
              "困难职工家庭用电优惠办法，2016",
              2016),
          of(
              "UTILITY_SUBSIDY",
              "水、气、暖价格补贴",
              "安和县住房和城乡建设局",
              "REDUCTION",
              "水费、燃气费、取暖费涨价时，和低保户一样拿补贴。",
              "社会救助和保障标准与物价上涨挂钩联动机制，2016",
              2016),
          of(
              "PUBLIC_RENTAL",
              "公共租赁住房",
              "安和县住房和城乡建设局",
              "REDUCTION",
              "和低保户一样优先租公租房，租金按低保户的档次收。",
              "公共租赁住房保障办法，2019",
              2019),
          of(
              "INSURANCE_PREMIUM",
              "居民医保个人缴费补助",
              "安和县医疗保障局",
              "REDUCTION",
              "参加居民医保时，自己要交的那一部分由财政代交或减半。",
              "医疗救助制度实施意见，2021",
              2021),
          of(
              "STUDENT_LOAN",
              "生源地助学贷款",
              "安和县教育局",
              "MONEY",
              "大学生每年最多贷6000元，在校期间不用付利息。",
              "生源地信用助学贷款办法，2016",
              2016),
          of("SPRING_JOBS", "春送岗位", UNION, "SERVICE", "帮没有工作的家人找工作，专场招聘和一对一推荐。", "春风行动，2023", 2023),
          of(
              "SKILL_TRAINING",
              "技能培训",
              "安和县人力资源和社会保障局",
              "SERVICE",
              "免费学一门手艺，考到证书后推荐上岗。",
              "职业技能提升行动，2021",
              2021),
          of(
              "STARTUP_LOAN",
              "创业小额贷款贴息",
              "安和县人力资源和社会保障局",
              "MONEY",
              "自己做点小生意，可以申请小额贷款，利息由财政补贴。",
              "创业担保贷款贴息办法，2020",
              2020),
          of(
              "SUMMER_COOL",
              "送清凉",
              UNION,
              "SERVICE",
              "夏天在户外干活的职工，送防暑用品，单位附近有歇脚的驿站。",
              "职工防暑降温工作通知，2024",
              2024),
          of(
              "GRADUATE_JOBS",
              "高校毕业生阳光就业",
              UNION,
              "SERVICE",
              "家里有大学毕业生，一对一帮着找工作，直到上岗。",
              "阳光就业暖心行动，2019",
              2019),
          of(
              "LEGAL_AID",
              "法律援助",
              UNION,
              "SERVICE",
              "讨欠薪、认工伤、劳动争议，工会请律师帮忙，不收钱。",
              "工会法律援助办法，2016",
              2016));

  private Policies() {}

  private static Policy of(
      String code,
      String name,
      String department,
      String kind,
      String gives,
      String source,
      int year) {
    return new Policy(
        code, 1, name, department, kind, gives, source, LocalDate.of(year, 1, 1), null);
  }

  /** The version in force today. */
  static int version(String code) {
    return ALL.stream()
        .filter(policy -> policy.code().equals(code) && policy.validTo() == null)
        .findFirst()
        .orElseThrow()
        .version();
  }
}
