package yihuyima.api.policy.condition;

import static yihuyima.api.policy.condition.Fact.Scope.HOUSEHOLD;
import static yihuyima.api.policy.condition.Fact.Scope.MEMBER;

import java.util.ArrayList;
import java.util.List;
import yihuyima.api.policy.condition.Amount.Elapsed;
import yihuyima.api.policy.condition.Amount.TimeUnit;
import yihuyima.api.policy.condition.Fact.Source;
import yihuyima.api.policy.condition.Fact.Unit;
import yihuyima.api.policy.condition.Fact.Value;

/**
 * What the register knows of a household, and what it will know with the national form (困难职工档案表).
 * {@code docs/policies.md} has the same table, and a test compares them.
 *
 * <p>The value {@code NONE} of a code says that it is known that there is none; it is not the same
 * as not known.
 */
public final class RegisterFacts {
  /** Money of one household or person: ten thousand million yuan is above any. */
  private static final long FEN_MAX = 1_000_000_000_000L;

  /** The dictionary. */
  public static final Facts ALL = build();

  private RegisterFacts() {}

  private static Facts build() {
    Facts.Builder facts = Facts.builder();
    hardship(facts);
    money(facts);
    file(facts);
    people(facts);
    work(facts);
    return facts.build();
  }

  private static void hardship(Facts.Builder facts) {
    code(
        facts,
        HOUSEHOLD,
        "tier",
        "困难类别",
        column("household_version.tier"),
        "DEEP",
        "深度困难",
        "RELATIVE",
        "相对困难",
        "ACCIDENT",
        "意外致困",
        "NONE",
        "未认定");
    List<Value> causes =
        values(
            "NO_WORK_CAPACITY",
            "无劳动能力",
            "UNEMPLOYED",
            "有劳动能力而未就业",
            "LAID_OFF",
            "下岗失业",
            "NO_SOCIAL_INSURANCE",
            "未参加社会保险",
            "INSURANCE_NOT_PAID",
            "社会保险待遇落实不到位",
            "SERIOUS_ILLNESS",
            "患重特大疾病",
            "NATURAL_DISASTER",
            "遭受自然灾害",
            "ACCIDENT",
            "遭受意外事故",
            "CHILD_SCHOOLING",
            "子女上学",
            "LOW_INCOME",
            "收入低",
            "OTHER",
            "其他");
    facts.code(
        HOUSEHOLD,
        "mainCause",
        "主要致困原因",
        "主要致困原因是%s",
        "主要致困原因不是%s",
        causes,
        column("household_version.main_cause"));
    facts.codes(
        HOUSEHOLD, "otherCauses", "次要致困原因", causes, column("household_version.other_causes"));
    code(
        facts,
        HOUSEHOLD,
        "housing",
        "住房类型",
        column("household_version.housing"),
        "UNIT_HOUSING",
        "承租单位公房",
        "PUBLIC_RENTAL",
        "政府公租房（廉租房）",
        "OWN",
        "自购房",
        "NONE",
        "无房",
        "RENTED",
        "租房",
        "SELF_BUILT",
        "自建房",
        "OTHER",
        "其他住房");
    facts.flag(
        HOUSEHOLD,
        "singleParent",
        "是否单亲",
        "是单亲家庭",
        "不是单亲家庭",
        column("household_version.single_parent"));
    facts.flag(
        HOUSEHOLD,
        "zeroEmployment",
        "是否零就业家庭",
        "是零就业家庭",
        "不是零就业家庭",
        column("household_version.zero_employment"));
    facts.flag(
        HOUSEHOLD,
        "selfHelp",
        "是否有一定自救能力",
        "有一定自救能力",
        "没有自救能力",
        column("household_version.self_help"));
  }

  private static void money(Facts.Builder facts) {
    fen(
        facts,
        HOUSEHOLD,
        "yearIncomeFen",
        "家庭年度总收入",
        0,
        column("household_version.year_income_fen"));
    fen(
        facts,
        HOUSEHOLD,
        "yearExpenseFen",
        "家庭年度刚性支出",
        0,
        column("household_version.year_expense_fen"));
    fen(
        facts,
        HOUSEHOLD,
        "selfPaidMedicalFen",
        "一年自付医疗费",
        0,
        column("household_version.self_paid_medical_fen"));
    fen(facts, HOUSEHOLD, "netMonthPerHeadFen", "家庭月人均净收入", -FEN_MAX, computed("困难认定计算"));
    facts.number(
        HOUSEHOLD,
        "minimumStandardFen",
        "当地月低保标准",
        Unit.FEN,
        1,
        2_000_000,
        column("living_standard.month_fen"));
    facts.shorthand("memberCount", HOUSEHOLD, "家庭人口", new Amount.People());
  }

  private static void file(Facts.Builder facts) {
    facts.region(HOUSEHOLD, "region", "所在地区", column("organisation.region_code"));
    code(
        facts,
        HOUSEHOLD,
        "organisationLevel",
        "所属工会层级",
        column("organisation.level"),
        "COUNTRY",
        "全国",
        "PROVINCE",
        "省级",
        "CITY",
        "市级",
        "COUNTY",
        "县级",
        "TOWN",
        "乡镇、街道或产业",
        "GRASSROOTS",
        "基层");
    // A code and not only a day: whoever never had a file has no day of its end, and that is known.
    Fact state =
        facts.code(
            HOUSEHOLD,
            "fileState",
            "档案状态",
            "档案状态是%s",
            "档案状态不是%s",
            values("OPEN", "在档", "CLOSED", "已退档", "NONE", "没有建过档"),
            column("household_file.closed_on"));
    facts.shorthand("fileOpen", HOUSEHOLD, "已经建档、在档", new Clause.OneOf(state, List.of(0)));
    code(
        facts,
        HOUSEHOLD,
        "fileLevel",
        "建档层级",
        column("household_file.level"),
        "NATIONAL",
        "全国级",
        "PROVINCIAL",
        "省级",
        "CITY",
        "市级",
        "NONE",
        "没有建档");
    facts.day(HOUSEHOLD, "fileOpenedOn", "建档日期", column("household_file.opened_on"));
    facts.day(HOUSEHOLD, "fileClosedOn", "退档日期", column("household_file.closed_on"));
    code(
        facts,
        HOUSEHOLD,
        "recipientClass",
        "帮扶对象类别",
        column("household_version.recipient"),
        "ON_FILE",
        "在档困难职工",
        "NOT_ON_FILE",
        "未建档生活困难职工",
        "HARDSHIP_ENTERPRISE",
        "困难企业职工",
        "FRONT_LINE",
        "节日坚守岗位的一线职工",
        "MODEL_WORKER",
        "困难劳模",
        "MIGRANT",
        "困难农民工",
        "GIG",
        "新就业形态劳动者",
        "PAST_EXIT",
        "已脱困退档");
  }

  private static void people(Facts.Builder facts) {
    Fact relation =
        facts.code(
            MEMBER,
            "relation",
            "与职工的关系",
            "是%s",
            "不是%s",
            values(
                "WORKER",
                "职工本人",
                "SPOUSE",
                "配偶",
                "CHILD",
                "孩子",
                "PARENT",
                "父母",
                "PARENT_IN_LAW",
                "配偶父母",
                "CHILD_IN_LAW",
                "子女配偶",
                "GRANDPARENT",
                "祖父母",
                "GRANDCHILD",
                "孙子女",
                "SIBLING",
                "兄弟姐妹",
                "OTHER",
                "其他家人"),
            column("membership.relation"));
    facts.shorthand("isWorker", MEMBER, "是职工本人", new Clause.OneOf(relation, List.of(0)));
    facts.code(
        MEMBER,
        "sex",
        "性别",
        "是%s",
        "不是%s",
        values("M", "男性", "F", "女性"),
        column("person_version.sex"));
    Fact bornOn = facts.day(MEMBER, "bornOn", "出生日期", column("person_version.born_on"));
    facts.shorthand(
        "age",
        MEMBER,
        "年龄",
        new Elapsed(TimeUnit.YEARS, new Moment.Of(bornOn), new Moment.Today()));
    facts.code(
        MEMBER,
        "health",
        "健康状况",
        "健康状况是%s",
        "健康状况不是%s",
        values(
            "GOOD",
            "良好",
            "CANCER",
            "恶性肿瘤",
            "HEART_DISEASE",
            "心血管病",
            "STROKE",
            "脑血管病",
            "KIDNEY_FAILURE",
            "终末期肾病",
            "MENTAL_ILLNESS",
            "精神病",
            "LIVER_DISEASE",
            "肝病",
            "BLOOD_DISEASE",
            "血液病",
            "DIABETES",
            "糖尿病",
            "HYPERTENSION",
            "高血压病",
            "LUNG_DISEASE",
            "肺病",
            "COMMON_ILLNESS",
            "一般疾病",
            "DISABLED",
            "残疾",
            "OTHER",
            "其他疾病"),
        column("person_version.health"));
    facts.code(
        MEMBER,
        "disability",
        "残疾类别",
        "残疾类别是%s",
        "残疾类别不是%s",
        values(
            "NONE",
            "没有残疾",
            "SIGHT",
            "视力残疾",
            "HEARING",
            "听力残疾",
            "SPEECH",
            "言语残疾",
            "BODY",
            "肢体残疾",
            "INTELLECT",
            "智力残疾",
            "MIND",
            "精神残疾",
            "SEVERAL",
            "多重残疾"),
        column("person_version.disability"));
    facts.code(
        MEMBER,
        "insurance",
        "医保状况",
        "参加%s",
        "没有参加%s",
        values(
            "EMPLOYEE",
            "职工医保",
            "RESIDENT",
            "城乡居民医保",
            "COMMERCIAL",
            "商业医疗保险",
            "PUBLIC",
            "公费医疗",
            "OTHER",
            "其他医保",
            "NONE",
            "无医保:没有参加医保:参加了医保"),
        column("person_version.insurance"));
    facts.flag(MEMBER, "mutualAid", "职工医疗互助", "参加职工医疗互助", "没有参加职工医疗互助", form("职工医疗互助会员名单"));
    facts.code(
        MEMBER,
        "marriage",
        "婚姻状况",
        "婚姻状况是%s",
        "婚姻状况不是%s",
        values("SINGLE", "未婚", "MARRIED", "已婚", "DIVORCED", "离异", "WIDOWED", "丧偶"),
        column("person_version.marital"));
    facts.code(
        MEMBER,
        "residence",
        "户口类型",
        "户口是%s",
        "户口不是%s",
        values("URBAN", "非农业户口", "RURAL", "农业户口", "CONVERTED", "农转居户口"),
        column("person_version.hukou"));
  }

  private static void work(Facts.Builder facts) {
    facts.code(
        MEMBER,
        "workStatus",
        "身份",
        "身份是%s",
        "身份不是%s",
        values(
            "EMPLOYED",
            "在岗",
            "LAID_OFF",
            "下岗（待岗）",
            "UNEMPLOYED",
            "失业（无业）",
            "RETIRED",
            "退休",
            "SICK_LEAVE",
            "病休",
            "INTERNALLY_RETIRED",
            "内退",
            "MIGRANT",
            "农民工",
            "GIG",
            "新就业形态劳动者",
            "HOMEMAKER",
            "操持家务",
            "STUDENT",
            "学生",
            "CHILD",
            "学龄前或未就学儿童",
            "OTHER",
            "其他身份"),
        column("person_version.work_status"));
    facts.code(
        MEMBER,
        "schoolStage",
        "在读阶段",
        "在读%s",
        "不在读%s",
        values(
            "NONE",
            "不在学:不在学:在学",
            "KINDERGARTEN",
            "幼儿园",
            "PRIMARY",
            "小学",
            "JUNIOR",
            "初中",
            "SENIOR",
            "高中",
            "VOCATIONAL",
            "职业学校",
            "COLLEGE",
            "大专",
            "UNIVERSITY",
            "大学",
            "POSTGRADUATE",
            "研究生"),
        column("person_version.school_stage"));
    facts.number(
        MEMBER,
        "enrolledYear",
        "入学年份",
        Unit.YEAR,
        1950,
        2199,
        column("person_version.entered_year"));
    facts.number(
        MEMBER, "schoolYears", "学制", Unit.YEARS, 1, 10, column("person_version.school_years"));
    fen(facts, MEMBER, "monthIncomeFen", "月收入", 0, column("person_version.month_income_fen"));
    facts.flag(MEMBER, "modelWorker", "是否劳模", "是劳模", "不是劳模", column("person_version.model_worker"));
    facts.day(MEMBER, "workingSince", "参加工作日期", column("person_version.work_since"));
  }

  private static void code(
      Facts.Builder facts,
      Fact.Scope scope,
      String name,
      String word,
      Source source,
      String... codesAndWords) {
    facts.code(scope, name, word, word + "是%s", word + "不是%s", values(codesAndWords), source);
  }

  private static void fen(
      Facts.Builder facts, Fact.Scope scope, String name, String word, long min, Source source) {
    facts.number(scope, name, word, Unit.FEN, min, FEN_MAX, source);
  }

  /** Code, word, code, word …; a word may be followed by how it is said and denied. */
  private static List<Value> values(String... codesAndWords) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < codesAndWords.length; i += 2) {
      String[] word = codesAndWords[i + 1].split(":", -1);
      values.add(
          word.length == 1
              ? new Value(codesAndWords[i], word[0])
              : new Value(codesAndWords[i], word[0], word[1], word[2]));
    }
    return values;
  }

  private static Source column(String tableAndColumn) {
    return new Source(true, tableAndColumn);
  }

  private static Source computed(String by) {
    return new Source(true, by);
  }

  private static Source form(String column) {
    return new Source(false, column);
  }
}
