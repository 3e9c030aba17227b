package yihuyima.api.spreadsheet;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import yihuyima.api.form.FormField;
import yihuyima.api.form.ValueList;

/**
 * A column of the spreadsheet, in the order in which it is written.
 *
 * @param heading as it is written
 * @param others headings of older forms, or of members' columns
 * @param field the fact it holds; null where it is not one
 */
record FormColumn(Kind kind, String heading, List<String> others, @Nullable FormField field) {
  /** What a column is for. */
  enum Kind {
    /** What the rows of one household have in common. */
    HOUSEHOLD_KEY,
    FILE_NUMBER,
    RELATION,
    ORGANISATION,
    FILE_LEVEL,
    OPENED_ON,
    /** A fact of the person of the row, or of the household in the worker's row. */
    FACT
  }

  /** The relation that stands for the worker. */
  static final String WORKER = "本人";

  /** Of a file: what stands in the cell, by the code that is kept. */
  static final Map<String, String> LEVELS =
      Map.of("NATIONAL", "全国级", "PROVINCIAL", "省级", "CITY", "市级");

  private static final Map<FormField, List<String>> OLDER = older();

  /** All of them. */
  static final List<FormColumn> ALL = all();

  private static final Map<String, FormColumn> BY_HEADING = byHeading();

  /** Columns of the national form that are not taken in, each with the reason. */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "家庭人口",
          "按家庭成员自动计算",
          "家庭月人均收入",
          "按收入和人口自动计算",
          "附件类型",
          "附件请在档案里上传",
          "附件名称",
          "附件请在档案里上传",
          "建档人",
          "以导入人为准",
          "审核人",
          "以导入人为准",
          "录入人",
          "以导入人为准",
          "序号",
          "只是行号",
          MarkedWorkbook.RESULT_HEADING,
          "是上一次检查的结果");

  private static Map<FormField, List<String>> older() {
    Map<FormField, List<String>> older = new EnumMap<>(FormField.class);
    older.put(FormField.ID_NUMBER, List.of("身份证号码", "身份证", "证件号码", "公民身份号码"));
    older.put(FormField.NAME, List.of("职工姓名", "成员姓名"));
    older.put(FormField.PHONE, List.of("手机号", "手机", "联系电话", "移动电话"));
    older.put(FormField.WORK_STATUS, List.of("工作状态", "人员身份"));
    older.put(FormField.MONTH_INCOME, List.of("本人月收入", "月平均收入"));
    older.put(FormField.DISABILITY, List.of("残疾类型"));
    older.put(FormField.UNIT, List.of("单位", "学校", "所在单位"));
    older.put(FormField.HUKOU, List.of("户口性质", "户籍类型", "户口"));
    older.put(FormField.INSURANCE, List.of("医保", "医疗保险"));
    older.put(FormField.SCHOOL_STAGE, List.of("学历"));
    older.put(FormField.MARITAL, List.of("婚姻"));
    older.put(FormField.BORN_ON, List.of("出生年月"));
    older.put(FormField.BANK, List.of("开户行"));
    older.put(FormField.CARD, List.of("卡号", "银行账号"));
    older.put(FormField.WORK_SINCE, List.of("参加工作时间"));
    older.put(FormField.TIER, List.of("困难类型", "困难程度"));
    older.put(FormField.MAIN_CAUSE, List.of("致困原因"));
    older.put(FormField.OTHER_CAUSES, List.of("次要原因", "其他致困原因"));
    older.put(FormField.YEAR_INCOME, List.of("家庭年收入", "家庭年总收入"));
    older.put(FormField.YEAR_EXPENSE, List.of("家庭年刚性支出", "刚性支出"));
    older.put(FormField.ADDRESS, List.of("家庭地址", "住址"));
    older.put(FormField.FLOOR_AREA, List.of("住房面积"));
    older.put(FormField.HUKOU_REGION, List.of("户口所在地", "行政区划"));
    return older;
  }

  private static List<FormColumn> all() {
    List<FormColumn> all = new ArrayList<>();
    all.add(new FormColumn(Kind.HOUSEHOLD_KEY, "家庭序号", List.of("户序号", "户号"), null));
    all.add(new FormColumn(Kind.FILE_NUMBER, "职工编号", List.of("档案编号", "档案号"), null));
    all.add(new FormColumn(Kind.RELATION, "关系", List.of("与职工关系", "家庭关系", "与本人关系"), null));
    FormField.of(FormField.Of.PERSON).forEach(field -> all.add(fact(field)));
    all.add(new FormColumn(Kind.ORGANISATION, "所属工会", List.of("工会名称", "基层工会"), null));
    all.add(new FormColumn(Kind.FILE_LEVEL, "建档级别", List.of("档案级别", "建档标准"), null));
    all.add(new FormColumn(Kind.OPENED_ON, "建档日期", List.of("建档时间"), null));
    FormField.of(FormField.Of.HOUSEHOLD).forEach(field -> all.add(fact(field)));
    return List.copyOf(all);
  }

  private static FormColumn fact(FormField field) {
    Set<String> words = new LinkedHashSet<>();
    field.workerWord().ifPresent(words::add);
    field.memberWord().ifPresent(words::add);
    words.addAll(OLDER.getOrDefault(field, List.of()));
    List<String> headings = List.copyOf(words);
    return new FormColumn(
        Kind.FACT, headings.getFirst(), headings.subList(1, headings.size()), field);
  }

  private static Map<String, FormColumn> byHeading() {
    Map<String, FormColumn> byHeading = new HashMap<>();
    for (FormColumn column : ALL) {
      put(byHeading, column.heading(), column);
      column.others().forEach(other -> put(byHeading, other, column));
    }
    return byHeading;
  }

  private static void put(Map<String, FormColumn> map, String heading, FormColumn column) {
    if (map.put(plain(heading), column) != null) {
      throw new IllegalStateException("two columns are called " + heading);
    }
  }

  /** The column that a heading stands for, whatever its spaces, width, stars and units. */
  static Optional<FormColumn> of(String heading) {
    return Optional.ofNullable(BY_HEADING.get(plain(heading)));
  }

  /** Why a known column is not taken in; empty for one that nobody knows. */
  static Optional<String> leftOut(String heading) {
    return Optional.ofNullable(LEFT_OUT.get(plain(heading)));
  }

  /** The one column of a kind that is no fact. */
  static FormColumn of(Kind kind) {
    return ALL.stream().filter(column -> column.kind() == kind).findFirst().orElseThrow();
  }

  /** The column of a fact. */
  static FormColumn of(FormField field) {
    return ALL.stream().filter(column -> column.field() == field).findFirst().orElseThrow();
  }

  /** What a cell may hold where it is a list; empty for other columns. */
  List<String> values() {
    if (field != null) {
      return field
          .list()
          .map(list -> list.entries().stream().map(ValueList.Entry::word).toList())
          .orElseGet(() -> field.kind().equals("YES_NO") ? List.of("是", "否") : List.of());
    }
    return switch (kind) {
      case RELATION -> {
        List<String> words = new ArrayList<>(List.of(WORKER));
        ValueList.RELATION.entries().forEach(entry -> words.add(entry.word()));
        yield words;
      }
      case FILE_LEVEL -> List.of("全国级", "省级", "市级");
      default -> List.of();
    };
  }

  /** A heading without what people add to it. */
  private static String plain(String heading) {
    return Normalizer.normalize(heading, Normalizer.Form.NFKC)
        .replaceAll("\\((?:元|必填|选填|平方米|㎡|m2|年|元/年|元/月)\\)", "")
        .replaceAll("[\\s\\u200b\\ufeff*:]+", "");
  }
}
