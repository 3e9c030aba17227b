package yihuyima.api.form;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yihuyima.api.access.PrivateField;
import yihuyima.api.access.Purpose;

/**
 * The fields of the national form that hold facts. What the form computes (家庭人口, 家庭月人均收入) and what
 * comes of work with it (职工编号, 建档人) is not here.
 */
public enum FormField {
  // Of the household.
  TIER(Of.HOUSEHOLD, "tier", new FieldType.Coded(ValueList.TIER), "困难类别"),
  MAIN_CAUSE(Of.HOUSEHOLD, "main_cause", new FieldType.Coded(ValueList.CAUSE), "主要致困原因"),
  OTHER_CAUSES(
      Of.HOUSEHOLD, "other_causes", new FieldType.SeveralCoded(ValueList.CAUSE, 3), "次要致困原因"),
  RECIPIENT(Of.HOUSEHOLD, "recipient", new FieldType.Coded(ValueList.RECIPIENT), "对象类别"),
  SINGLE_PARENT(Of.HOUSEHOLD, "single_parent", new FieldType.YesNo(), "是否单亲"),
  ZERO_EMPLOYMENT(Of.HOUSEHOLD, "zero_employment", new FieldType.YesNo(), "是否零就业家庭"),
  SELF_HELP(Of.HOUSEHOLD, "self_help", new FieldType.YesNo(), "是否有一定自救能力"),
  YEAR_INCOME(Of.HOUSEHOLD, "year_income_fen", new FieldType.Money(Limits.YEAR_FEN), "家庭年度总收入"),
  OTHER_INCOME(
      Of.HOUSEHOLD, "other_income_fen", new FieldType.Money(Limits.YEAR_FEN), "家庭其他非薪资年收入"),
  YEAR_EXPENSE(Of.HOUSEHOLD, "year_expense_fen", new FieldType.Money(Limits.YEAR_FEN), "家庭年度刚性支出"),
  SELF_PAID_MEDICAL(
      Of.HOUSEHOLD, "self_paid_medical_fen", new FieldType.Money(Limits.YEAR_FEN), "年度自付医疗费"),
  HUKOU_REGION(Of.HOUSEHOLD, "hukou_region", new FieldType.Digits(6, "行政区划代码"), "户口所在地行政区划"),
  ADDRESS(Of.HOUSEHOLD, "address_enc", new FieldType.Text(100), "家庭住址"),
  HOUSING(Of.HOUSEHOLD, "housing", new FieldType.Coded(ValueList.HOUSING), "住房类型"),
  FLOOR_AREA(Of.HOUSEHOLD, "floor_area_tenths", new FieldType.Area(), "建筑面积"),
  REMARK(Of.HOUSEHOLD, "remark_enc", new FieldType.Text(500), "备注"),

  // Of a person: the worker, and each member, under their own words.
  NAME(Of.PERSON, "name_enc", new FieldType.Text(40), "姓名", "姓名"),
  SEX(Of.PERSON, "sex", new FieldType.Coded(ValueList.SEX), "性别", "性别"),
  ETHNICITY(Of.PERSON, "ethnicity", new FieldType.Coded(ValueList.ETHNICITY), "民族", "民族"),
  POLITICAL(Of.PERSON, "political", new FieldType.Coded(ValueList.POLITICAL), "政治面貌", "政治面貌"),
  ID_NUMBER(Of.PERSON, "id_number_enc", new FieldType.CitizenNumber(), "身份证号", "身份证号"),
  BORN_ON(Of.PERSON, "born_on", new FieldType.Day(), "出生日期", "出生日期"),
  PHONE(Of.PERSON, "phone_enc", new FieldType.Mobile(), "手机号码", "手机号码"),
  OTHER_CONTACT(Of.PERSON, "other_contact_enc", new FieldType.Text(60), "其他联系方式", null),
  POSTCODE(Of.PERSON, "postcode", new FieldType.Digits(6, "邮政编码"), "邮政编码", null),
  HEALTH(Of.PERSON, "health", new FieldType.Coded(ValueList.HEALTH), "健康状况", "健康状况"),
  DISABILITY(Of.PERSON, "disability", new FieldType.Coded(ValueList.DISABILITY), "残疾类别", "疾病/残疾类别"),
  WORK_STATUS(
      Of.PERSON, "work_status", new FieldType.Coded(ValueList.WORK_STATUS), "工作状态/身份", "身份"),
  MODEL_WORKER(
      Of.PERSON, "model_worker", new FieldType.Coded(ValueList.MODEL_WORKER), "劳模类型", null),
  MARITAL(Of.PERSON, "marital", new FieldType.Coded(ValueList.MARITAL), "婚姻状况", "婚姻状况"),
  HUKOU(Of.PERSON, "hukou", new FieldType.Coded(ValueList.HUKOU), "户口类型", "户口类型"),
  WORK_SINCE(Of.PERSON, "work_since", new FieldType.Day(), "工作时间", null),
  INDUSTRY(Of.PERSON, "industry", new FieldType.Coded(ValueList.INDUSTRY), "所属行业", null),
  UNIT(Of.PERSON, "unit", new FieldType.Text(80), "工作单位", "单位或学校"),
  UNIT_NATURE(Of.PERSON, "unit_nature", new FieldType.Coded(ValueList.UNIT_NATURE), "单位性质", null),
  UNIT_STATE(Of.PERSON, "unit_state", new FieldType.Coded(ValueList.UNIT_STATE), "企业状况", null),
  INSURANCE(Of.PERSON, "insurance", new FieldType.Coded(ValueList.INSURANCE), "医保状况", "医保状况"),
  MONTH_INCOME(
      Of.PERSON, "month_income_fen", new FieldType.Money(Limits.MONTH_FEN), "本人月平均收入", "月收入"),
  CONTRACT_ON(Of.PERSON, "contract_on", new FieldType.Day(), "劳动合同签订时间", null),
  CONTRACT_TERM(Of.PERSON, "contract_term", new FieldType.Text(20), "合同期限", null),
  SCHOOL_STAGE(
      Of.PERSON, "school_stage", new FieldType.Coded(ValueList.SCHOOL_STAGE), null, "当前学历"),
  ENTERED_YEAR(Of.PERSON, "entered_year", new FieldType.Whole(1950, 2100, "年"), null, "入学年份"),
  SCHOOL_YEARS(Of.PERSON, "school_years", new FieldType.Whole(1, 12, "年"), null, "学制"),
  BANK(Of.PERSON, "bank", new FieldType.Text(60), "开户银行", null),
  BANK_BRANCH(Of.PERSON, "bank_branch", new FieldType.Text(80), "支行名称", null),
  CARD(Of.PERSON, "card_enc", new FieldType.Card(), "银行卡号", null);

  /** Whose facts they are. */
  public enum Of {
    HOUSEHOLD,
    PERSON
  }

  private static final Pattern COUNTED = Pattern.compile("[0-9]{1,15}");

  /** What no family in hardship comes near: a typing error, not an income. */
  private static final class Limits {
    static final long YEAR_FEN = 10_000_000_00L;
    static final long MONTH_FEN = 1_000_000_00L;
  }

  private final Of of;
  private final String column;

  @SuppressWarnings(
      "ImmutableEnumChecker") // Records of numbers and lists; the lists change for nobody.
  private final FieldType type;

  private final @Nullable String workerWord;
  private final @Nullable String memberWord;

  FormField(Of of, String column, FieldType type, String word) {
    this(of, column, type, word, null);
  }

  FormField(
      Of of,
      String column,
      FieldType type,
      @Nullable String workerWord,
      @Nullable String memberWord) {
    this.of = of;
    this.column = column;
    this.type = type;
    this.workerWord = workerWord;
    this.memberWord = memberWord;
  }

  /** The fields of a household or of a person, in the order of the form. */
  public static List<FormField> of(Of of) {
    return Arrays.stream(values()).filter(field -> field.of == of).toList();
  }

  public Of of() {
    return of;
  }

  /** Its column in the versions of a household or person. */
  public String column() {
    return column;
  }

  /** How it is read, by the contract's names. */
  public String kind() {
    return type.kind().name();
  }

  /** Whether its column is encrypted. */
  public boolean isSealed() {
    return column.endsWith("_enc");
  }

  /** Its word in the form, of the household or the worker; empty where the form has none. */
  public Optional<String> workerWord() {
    return Optional.ofNullable(workerWord);
  }

  /** Its word in the form, of a member other than the worker; empty where the form has none. */
  public Optional<String> memberWord() {
    return Optional.ofNullable(memberWord);
  }

  /** Its list of values; empty for other kinds. */
  public Optional<ValueList> list() {
    return switch (type) {
      case FieldType.Coded coded -> Optional.of(coded.list());
      case FieldType.SeveralCoded several -> Optional.of(several.list());
      default -> Optional.empty();
    };
  }

  /** Whether a file cannot be without it. */
  public boolean isRequired() {
    return switch (this) {
      case MAIN_CAUSE,
          YEAR_INCOME,
          YEAR_EXPENSE,
          HOUSING,
          NAME,
          SEX,
          ID_NUMBER,
          BORN_ON,
          HEALTH,
          INSURANCE,
          WORK_STATUS,
          MONTH_INCOME ->
          true;
      default -> false;
    };
  }

  /** What is hidden of it from those whose work does not need it; empty where nothing is. */
  public Optional<PrivateField> hidden() {
    return switch (this) {
      case NAME -> Optional.of(PrivateField.NAME);
      case ID_NUMBER -> Optional.of(PrivateField.ID_NUMBER);
      case PHONE, OTHER_CONTACT -> Optional.of(PrivateField.PHONE);
      case CARD -> Optional.of(PrivateField.CARD);
      case ADDRESS, REMARK -> Optional.of(PrivateField.ADDRESS);
      default -> Optional.empty();
    };
  }

  /** The consent that it rests on beside the general one; empty for most. */
  public Optional<Purpose> restsOn() {
    return switch (this) {
      case HEALTH, DISABILITY, SELF_PAID_MEDICAL -> Optional.of(Purpose.HEALTH);
      case BANK, BANK_BRANCH, CARD -> Optional.of(Purpose.BANK_ACCOUNT);
      default -> Optional.empty();
    };
  }

  /**
   * Reads what somebody typed, or a canonical text.
   *
   * @param typed null or blank for an empty field
   * @param inventedToo whether numbers of invented people are taken, as in the demo
   */
  public FieldReading read(@Nullable String typed, boolean inventedToo) {
    String plain = typed == null ? "" : plain(typed);
    return plain.isEmpty() ? FieldReading.good(null) : type.read(plain, inventedToo);
  }

  /**
   * Reads a canonical text, as the API sends it: amounts in fen, areas in tenths.
   *
   * @param value null or blank for an empty field
   * @param inventedToo as in {@link #read}
   */
  public FieldReading accept(@Nullable String value, boolean inventedToo) {
    boolean counted = type instanceof FieldType.Money || type instanceof FieldType.Area;
    if (!counted || value == null || value.isBlank()) {
      return read(value, inventedToo);
    }
    return COUNTED.matcher(value).matches()
        ? read(type.show(value), inventedToo)
        : new FieldReading.Bad("应为整数");
  }

  /** How a canonical text stands in the form. */
  public String show(String value) {
    return type.show(value);
  }

  /** One line in half-width letters and digits, as keyboards set to Chinese type them wide. */
  private static String plain(String typed) {
    StringBuilder narrow = new StringBuilder(typed.length());
    Normalizer.normalize(typed, Normalizer.Form.NFC)
        .codePoints()
        .map(c -> c == 0x3000 ? ' ' : isWide(c) ? c - 0xFEE0 : c)
        .filter(c -> !isFormat(c))
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .forEach(narrow::appendCodePoint);
    return narrow.toString().strip();
  }

  /** Wide letters and digits; brackets and commas of Chinese sentences stay. */
  private static boolean isWide(int c) {
    return (c >= 0xFF10 && c <= 0xFF19)
        || (c >= 0xFF21 && c <= 0xFF3A)
        || (c >= 0xFF41 && c <= 0xFF5A);
  }

  /** Characters that nobody sees and everything stumbles over. */
  private static boolean isFormat(int c) {
    return Character.getType(c) == Character.FORMAT || c == 0xFEFF;
  }
}
