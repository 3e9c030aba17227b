package yihuyima.api.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The value lists of the national form: what stands in a cell, and the code that is kept for it.
 * Words of older forms are taken and said so.
 */
public enum ValueList {
  /** 困难类别 */
  TIER(
      "DEEP 深度困难 RELATIVE 相对困难 ACCIDENT 意外致困",
      "低保户 DEEP 低保边缘户 RELATIVE 意外致困户 ACCIDENT 深度困难职工 DEEP 相对困难职工 RELATIVE 意外致困职工 ACCIDENT"),
  /** 致困原因 */
  CAUSE(
      "NO_WORK_CAPACITY 无劳动能力 UNEMPLOYED 有劳动能力而未就业 LAID_OFF 下岗失业 NO_SOCIAL_INSURANCE 未参加社会保险"
          + " INSURANCE_NOT_PAID 社会保险待遇落实不到位 SERIOUS_ILLNESS 患重特大疾病 NATURAL_DISASTER 遭受自然灾害"
          + " ACCIDENT 遭受意外事故 CHILD_SCHOOLING 子女上学 LOW_INCOME 收入低 OTHER 其他",
      "本人大病 SERIOUS_ILLNESS 供养直系亲属大病 SERIOUS_ILLNESS 疾病 SERIOUS_ILLNESS 意外灾害 ACCIDENT 收入低无法维持基本生活 LOW_INCOME"),
  /** 收件类别: through which door a household comes to aid. */
  RECIPIENT(
      "ON_FILE 在档困难职工 NOT_ON_FILE 未建档生活困难职工 HARDSHIP_ENTERPRISE 困难企业职工 FRONT_LINE 节日坚守岗位一线职工"
          + " MODEL_WORKER 困难劳模 MIGRANT 困难农民工 GIG 新就业形态劳动者 PAST_EXIT 脱困过渡期职工",
      ""),
  HOUSING(
      "UNIT_HOUSING 承租单位公房 PUBLIC_RENTAL 政府廉租房 OWN 自购房 NONE 无房 RENTED 租房 SELF_BUILT 自建房 OTHER 其他",
      "公租房 PUBLIC_RENTAL 廉租房 PUBLIC_RENTAL"),
  RELATION(
      "SPOUSE 配偶 CHILD 子女 PARENT 父母 PARENT_IN_LAW 配偶父母 CHILD_IN_LAW 子女配偶 GRANDPARENT 祖父母 GRANDCHILD 孙子女"
          + " SIBLING 兄弟姐妹 OTHER 其他",
      "丈夫 SPOUSE 妻子 SPOUSE 夫 SPOUSE 妻 SPOUSE 儿子 CHILD 女儿 CHILD 长子 CHILD 次子 CHILD 长女 CHILD 次女 CHILD 子 CHILD 女 CHILD"
          + " 父亲 PARENT 母亲 PARENT 父 PARENT 母 PARENT 岳父 PARENT_IN_LAW 岳母 PARENT_IN_LAW 公公 PARENT_IN_LAW 婆婆 PARENT_IN_LAW"
          + " 儿媳 CHILD_IN_LAW 女婿 CHILD_IN_LAW 祖父 GRANDPARENT 祖母 GRANDPARENT 外祖父母 GRANDPARENT 孙子 GRANDCHILD 孙女 GRANDCHILD"
          + " 外孙子女 GRANDCHILD 哥哥 SIBLING 弟弟 SIBLING 姐姐 SIBLING 妹妹 SIBLING"),
  SEX("M 男 F 女", ""),
  ETHNICITY(ethnicities(), ""),
  POLITICAL(
      "PARTY_MEMBER 中共党员 PROBATIONARY 中共预备党员 LEAGUE_MEMBER 共青团员 OTHER_PARTY 民主党派 NO_PARTY 无党派人士 MASSES 群众",
      "党员 PARTY_MEMBER 预备党员 PROBATIONARY 团员 LEAGUE_MEMBER 其他 MASSES"),
  HEALTH(
      "GOOD 良好 CANCER 恶性肿瘤 HEART_DISEASE 心血管病 STROKE 脑血管病 KIDNEY_FAILURE 终末期肾病 MENTAL_ILLNESS 精神病"
          + " LIVER_DISEASE 肝病 BLOOD_DISEASE 血液病 DIABETES 糖尿病 HYPERTENSION 高血压病 LUNG_DISEASE 肺病"
          + " COMMON_ILLNESS 一般疾病 OTHER 其他疾病 DISABLED 残疾",
      "健康 GOOD 一般 GOOD 癌症 CANCER 尿毒症 KIDNEY_FAILURE 白血病 BLOOD_DISEASE 高血压 HYPERTENSION"),
  /** 残疾类别, by the national grades' kinds. */
  DISABILITY(
      "NONE 无 SIGHT 视力残疾 HEARING 听力残疾 SPEECH 言语残疾 BODY 肢体残疾 INTELLECT 智力残疾 MIND 精神残疾 SEVERAL 多重残疾",
      "视力 SIGHT 听力 HEARING 言语 SPEECH 肢体 BODY 智力 INTELLECT 精神 MIND 多重 SEVERAL 无残疾 NONE"),
  INSURANCE(
      "EMPLOYEE 职工医保 RESIDENT 城乡居民医保 COMMERCIAL 商业医保 PUBLIC 公费医疗 OTHER 其他医保 NONE 未参保",
      "城镇职工基本医疗保险 EMPLOYEE 城镇职工医保 EMPLOYEE 城乡居民基本医疗保险 RESIDENT 城镇居民医保 RESIDENT 居民医保 RESIDENT"
          + " 新农合 RESIDENT 新型农村合作医疗 RESIDENT 无 NONE"),
  WORK_STATUS(
      "EMPLOYED 在岗 LAID_OFF 下(待)岗 UNEMPLOYED 失(无)业 RETIRED 退休 SICK_LEAVE 病休 INTERNALLY_RETIRED 内退 MIGRANT 农民工"
          + " GIG 新就业形态 STUDENT 学生 HOMEMAKER 料理家务 CHILD 儿童 OTHER 其他",
      "在职 EMPLOYED 下岗 LAID_OFF 待岗 LAID_OFF 下（待）岗 LAID_OFF 失业 UNEMPLOYED 无业 UNEMPLOYED 失（无）业 UNEMPLOYED"
          + " 学龄前儿童 CHILD 离退休 RETIRED 在校学生 STUDENT"),
  MODEL_WORKER(
      "NONE 无 NATIONAL 全国劳模 PROVINCIAL 省部级劳模 CITY 市级劳模 OTHER 其他",
      "否 NONE 全国 NATIONAL 省级 PROVINCIAL 市级 CITY"),
  MARITAL("SINGLE 未婚 MARRIED 已婚 DIVORCED 离异 WIDOWED 丧偶", "离婚 DIVORCED 初婚 MARRIED 再婚 MARRIED"),
  HUKOU("URBAN 非农业 RURAL 农业 CONVERTED 农转居", "城镇 URBAN 农村 RURAL 非农 URBAN"),
  INDUSTRY(
      "FARMING 农、林、牧、渔业 MINING 采矿业 MANUFACTURING 制造业 UTILITIES 电力、热力、燃气及水生产和供应业 CONSTRUCTION 建筑业"
          + " TRADE 批发和零售业 TRANSPORT 交通运输、仓储和邮政业 CATERING 住宿和餐饮业 INFORMATION 信息传输、软件和信息技术服务业"
          + " FINANCE 金融业 REAL_ESTATE 房地产业 LEASING 租赁和商务服务业 SCIENCE 科学研究和技术服务业"
          + " ENVIRONMENT 水利、环境和公共设施管理业 SERVICES 居民服务、修理和其他服务业 EDUCATION 教育 HEALTH 卫生和社会工作"
          + " CULTURE 文化、体育和娱乐业 ADMINISTRATION 公共管理、社会保障和社会组织 INTERNATIONAL 国际组织",
      "建筑 CONSTRUCTION 制造 MANUFACTURING 采矿 MINING"),
  UNIT_NATURE(
      "STATE_OWNED 国有企业 COLLECTIVE 集体企业 PRIVATE 私营企业 FOREIGN 外商投资企业 HMT 港澳台投资企业 SHAREHOLDING 股份制企业"
          + " INSTITUTION 事业单位 GOVERNMENT 机关 SELF_EMPLOYED 个体工商户 NONE 无单位 OTHER 其他",
      "国有 STATE_OWNED 集体 COLLECTIVE 私营 PRIVATE 民营企业 PRIVATE 事业 INSTITUTION"),
  UNIT_STATE(
      "NORMAL 正常 HARDSHIP 困难企业 STOPPED 停产半停产 CLOSED 关闭破产 RESTRUCTURED 改制 NONE 无单位 OTHER 其他",
      "正常生产 NORMAL 停产 STOPPED 半停产 STOPPED 破产 CLOSED 关闭 CLOSED 亏损 HARDSHIP 僵尸企业 HARDSHIP"),
  SCHOOL_STAGE(
      "KINDERGARTEN 幼儿园 PRIMARY 小学 JUNIOR 初中 SENIOR 普通高中 VOCATIONAL 中职 COLLEGE 大专 UNIVERSITY 本科 POSTGRADUATE 研究生",
      "高中 SENIOR 中专 VOCATIONAL 技校 VOCATIONAL 职高 VOCATIONAL 专科 COLLEGE 大学 UNIVERSITY 大学本科 UNIVERSITY 硕士 POSTGRADUATE 博士 POSTGRADUATE");

  /** One value: its code and its word in the form. */
  public record Entry(String code, String word) {}

  @SuppressWarnings("ImmutableEnumChecker") // List.copyOf gives one that nobody changes.
  private final List<Entry> entries;

  @SuppressWarnings("ImmutableEnumChecker") // Only this class sees them, and nobody writes to them.
  private final Map<String, String> codes = new LinkedHashMap<>();

  @SuppressWarnings("ImmutableEnumChecker")
  private final Map<String, String> older = new LinkedHashMap<>();

  ValueList(String codesAndWords, String olderWordsAndCodes) {
    Map<String, String> pairs = pairs(codesAndWords);
    entries = pairs.entrySet().stream().map(e -> new Entry(e.getKey(), e.getValue())).toList();
    entries.forEach(entry -> codes.put(entry.word(), entry.code()));
    older.putAll(pairs(olderWordsAndCodes));
  }

  /** Its values, in the order of the form. */
  public List<Entry> entries() {
    return entries;
  }

  /** Whether it is one of the codes. */
  public boolean has(String code) {
    return entries.stream().anyMatch(entry -> entry.code().equals(code));
  }

  /** How the form words a code; the code itself where the list does not know it. */
  public String word(String code) {
    return entries.stream()
        .filter(entry -> entry.code().equals(code))
        .map(Entry::word)
        .findFirst()
        .orElse(code);
  }

  /** Reads a word of the form, a code, or a word of an older form. */
  public FieldReading read(String typed) {
    String code = has(typed) ? typed : codes.get(typed);
    if (code != null) {
      return FieldReading.good(code);
    }
    Optional<String> old = Optional.ofNullable(older.get(typed));
    return old.<FieldReading>map(c -> new FieldReading.Good(c, "按“" + word(c) + "”录入"))
        .orElseGet(() -> new FieldReading.Bad("只能填：" + words()));
  }

  private @Nullable String words() {
    String all = entries.stream().map(Entry::word).collect(Collectors.joining("、"));
    return all.length() > 120 ? all.substring(0, 120) + "…" : all;
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    String[] words = text.isEmpty() ? new String[0] : text.split(" ", -1);
    for (int i = 0; i < words.length; i += 2) {
      pairs.put(words[i], words[i + 1]);
    }
    return pairs;
  }

  /** GB/T 3304: the code is the number of the nationality there. */
  private static String ethnicities() {
    String[] names =
        ("汉族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族"
                + " 东乡族 纳西族 景颇族 柯尔克孜族 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族 乌孜别克族 俄罗斯族"
                + " 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族")
            .split(" ", -1);
    StringBuilder pairs = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      pairs.append(i == 0 ? "" : " ").append("%02d".formatted(i + 1)).append(' ').append(names[i]);
    }
    return pairs.append(" 97 其他 98 外国血统").toString();
  }
}
