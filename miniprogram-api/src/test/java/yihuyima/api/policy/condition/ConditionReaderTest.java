package yihuyima.api.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted, what is refused, and how a refusal is told. */
class ConditionReaderTest {
  private static final ConditionReader READER = new ConditionReader(RegisterFacts.ALL);

  private static Condition accepted(String text) {
    Reading reading = READER.read(text);
    assertThat(reading).as(text).isInstanceOf(Reading.Accepted.class);
    return ((Reading.Accepted) reading).condition();
  }

  private static List<Mistake> refused(String text) {
    Reading reading = READER.read(text);
    assertThat(reading).as(text).isInstanceOf(Reading.Refused.class);
    List<Mistake> mistakes = ((Reading.Refused) reading).mistakes();
    assertThat(mistakes).isNotEmpty().hasSizeLessThanOrEqualTo(Limits.MISTAKES_MAX);
    return mistakes;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "tier == \"DEEP\" && members.exists(m, m.schoolStage == \"UNIVERSITY\" && m.relation =="
            + " \"CHILD\") # 困难类别是深度困难，并且家中有在读大学的孩子",
        "fileOpen || fileState == \"CLOSED\" && monthsSince(fileClosedOn) < 12 #"
            + " 已经建档、在档，或者（档案状态是已退档，并且从退档日期到当日的整月数低于12）",
        "netMonthPerHeadFen < 2 * minimumStandardFen # 家庭月人均净收入低于当地月低保标准的2倍",
        "selfPaidMedicalFen >= 300000 # 一年自付医疗费不低于3,000元",
        "selfPaidMedicalFen * 100 > yearIncomeFen * 80 # 一年自付医疗费的100倍超过家庭年度总收入的80倍",
        "members.filter(m, m.age >= 60).size() >= 2 # 家中年满60周岁的人数不低于2人",
        "!members.exists(m, m.workStatus in [\"EMPLOYED\", \"GIG\"]) # 家中没有身份是在岗或新就业形态劳动者的人",
        "members.all(m, m.insurance != \"NONE\") # 家中每个人都参加了医保",
        "members.exists(m, m.schoolStage in [\"NONE\", \"SENIOR\"] && m.age < 18) #"
            + " 家中有在读高中或不在学、不满18周岁的人",
        "\"LOW_INCOME\" in otherCauses # 次要致困原因包括收入低",
        "within(region, \"370000\") && !singleParent # 所在地区在行政区划370000，并且不是单亲家庭",
        "members.exists_one(m, m.isWorker && m.mutualAid) # 家中恰好有一位参加职工医疗互助的职工本人",
        "housing in [\"RENTED\", \"NONE\"] ? tier == \"DEEP\" : false == fileOpen #"
            + " 如果住房类型是无房或租房，那么困难类别是深度困难，否则档案状态不是在档",
        "day >= date(\"2026-09-01\") && memberCount > 2 # 当日不早于2026年9月1日，并且家庭人口超过2人",
        "members.exists(m, ageOn(m.bornOn, date(\"2026-09-01\")) < 18) #"
            + " 家中有从出生日期到2026年9月1日的整年数低于18年的人",
        "true # 不论什么情况",
      })
  void aConditionIsSaidInChinese(String text, String chinese) {
    assertThat(accepted(text.strip()).chinese()).isEqualTo(chinese.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "tiar == \"DEEP\" # 1 # 1 # 不认识“tiar”。是不是想写“tier”？",
        "age > 60 # 1 # 1 # “age”是家庭成员的情况",
        "members.exists(m, m.agee > 60) # 1 # 20 # 家庭成员没有“agee”这一项。是不是想写“age”？",
        "tier == \"DEPP\" # 1 # 9 # “困难类别”没有“DEPP”这个值。是不是想写 \"DEEP\"？可以写：DEEP（深度困难）、RELATIVE（相对困难）",
        "tier == \"深度困难\" # 1 # 9 # “深度困难”要写成 \"DEEP\"",
        "tier == 5 # 1 # 6 # “==”两边不能这样放在一起：左边是选项，右边是整数",
        "tier = \"DEEP\" # 1 # 6 # “等于”要写两个等号",
        "tier == “DEEP” # 1 # 9 # 这里用了中文标点",
        "困难类别 == 1 # 1 # 1 # 这里不能写汉字",
        "fileOpen and singleParent # 1 # 10 # “and”要写成 &&",
        "yearIncomeFen > 2.5 # 1 # 15 # 只能用整数",
        "yearIncomeFen > # 1 # 16 # 写到这里还没有写完",
        "yearIncomeFen # 1 # 1 # 条件要能回答“是”或“否”，这里得出的是整数",
        "yearIncomeFen >= 0 # 1 # 15 # 这个比较永远成立",
        "memberCount > 30 # 1 # 13 # 这个比较永远不成立",
        "yearIncomeFen * yearExpenseFen > 5 # 1 # 15 # 这个算式的结果可能太大",
        "yearIncomeFen / 0 > 5 # 1 # 15 # 只能除以一个写明的、不是0的数",
        "yearIncomeFen / memberCount > 5 # 1 # 15 # 只能除以一个写明的、不是0的数",
        "yearIncomeFen > 99999999999999999999 # 1 # 17 # 这个数太大了",
        "region == \"370000\" # 1 # 8 # 地区要写成 within",
        "within(region, \"37\") # 1 # 16 # 六位行政区划代码",
        "fileClosedOn < \"2026-01-01\" # 1 # 14 # 日期要写成 date",
        "fileClosedOn < date(\"2026-02-30\") # 1 # 21 # 确有这一天",
        "members.exists(m, members.exists(n, n.age > m.age)) # 1 # 33 # 不能再套",
        "members.exists(m, m.age > 3 && members.all(n, n.mutualAid)) # 1 # 43 # 不能再套",
        "members.map(m, m.age).size() > 1 # 1 # 12 # 不认识“map”",
        "members[0].age > 3 # 1 # 11 # 成员的情况要在 exists",
        "members.exists(tier, tier.age > 3) # 1 # 15 # “tier”已经有别的意思",
        "members.filter(m, m.mutualAid).size() > memberCount # 1 # 39 # 人数只能和一个写明的数比较",
        "tier.startsWith(\"D\") # 1 # 16 # 不能用“startsWith”",
        "size(otherCauses) > 1 # 1 # 5 # size 只能数 members",
        "tier in [\"DEEP\", \"RELATIVE\", \"ACCIDENT\", \"NONE\"] # 1 # 6 # 值全都写上了",
        "fileOpen == singleParent # 1 # 10 # 不能互相比较",
        "fileOpen && true # 1 # 13 # 只能单独作为整个条件",
        "[1, 2].exists(x, x > yearIncomeFen) # 1 # 14 # 只能用在 members 上",
      })
  void aRefusalSaysWhereAndWhy(String text, int line, int column, String message) {
    Mistake first = refused(text.strip()).get(0);

    assertThat(first.message()).contains(message.strip());
    assertThat(List.of(first.line(), first.column())).isEqualTo(List.of(line, column));
  }

  @Test
  void severalMistakesAreToldTogether() {
    List<Mistake> mistakes =
        refused("tier == \"DEPP\"\n  && housing == \"HUT\"\n  && yearIncomeFen < 0");

    assertThat(mistakes.stream().map(Mistake::line)).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n ",
        "'",
        "\"",
        "((",
        "m",
        "null",
        "{}",
        "[]",
        "day",
        "members",
        "members.exists(m, m)",
        "b'x' == b'y'",
        "1u > 0u",
        "type(tier) == string",
        "has(tier.x)",
        "dyn(tier) == 1",
        "\u0000",
        "tier == \"\\u0000\"",
        "members.exists(m.age, true)",
        "!tier",
        "-fileOpen",
        "matches(tier, '(a+)+$')",
        "duration('1h') > duration('2h')",
        "a.b.c",
        "members == members",
        "otherCauses == []",
        "tier in []",
        "fileOpen < singleParent"
      })
  void whatIsNotPartOfTheLanguageIsRefusedInChinese(String text) {
    for (Mistake mistake : refused(text)) {
      assertThat(mistake.message()).containsPattern("\\p{IsHan}").endsWith("。");
      assertThat(mistake.line()).isPositive();
      assertThat(mistake.column()).isPositive();
    }
  }

  @Test
  void thereAreLimits() {
    assertThat(refused("fileOpen && ".repeat(200) + "fileOpen").get(0).message()).contains("太长");
    assertThat(refused("(".repeat(60) + "fileOpen" + ")".repeat(60)).get(0).message())
        .contains("太深");
    String many =
        IntStream.range(0, 110).mapToObj(i -> "fileOpen").collect(Collectors.joining("||"));
    accepted(many);
    String tooMany =
        IntStream.range(0, 100).mapToObj(i -> "!fileOpen").collect(Collectors.joining("||"));
    assertThat(refused(tooMany).get(0).message()).contains("太复杂");
  }

  /** Whatever somebody types, it is accepted or refused, and never anything else. */
  @Property(tries = 1500)
  void nothingElseHappens(@ForAll("texts") String text) {
    if (READER.read(text) instanceof Reading.Refused refusal) {
      assertThat(refusal.mistakes()).isNotEmpty();
      refusal
          .mistakes()
          .forEach(mistake -> assertThat(mistake.message()).containsPattern("\\p{IsHan}"));
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "tier",
            "==",
            "\"DEEP\"",
            "&&",
            "||",
            "!",
            "(",
            ")",
            "members",
            ".exists(m, ",
            "m.age",
            ">",
            "60",
            "-",
            "*",
            "/",
            "0",
            "in",
            "[",
            "]",
            ",",
            "?",
            ":",
            "day",
            "date(\"2026-01-01\")",
            "ageOn(",
            "m.bornOn",
            ".size()",
            ".filter(m, ",
            "yearIncomeFen",
            "fileOpen",
            "true",
            "9223372036854775807",
            "-9223372036854775808",
            "“",
            "困难",
            "'",
            "within(region, ",
            "{",
            "1.5",
            "m",
            ".all(m, ",
            "otherCauses",
            "\n",
            "null")
        .list()
        .ofMaxSize(14)
        .map(parts -> String.join(" ", parts));
  }
}
