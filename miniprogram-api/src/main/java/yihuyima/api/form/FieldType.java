package yihuyima.api.form;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a field holds: how it is read, kept and shown. */
sealed interface FieldType {
  /** How it is called in the contract. */
  Kind kind();

  /**
   * Reads what was typed: already stripped, in half-width characters, not empty.
   *
   * @param inventedToo whether numbers of invented people are taken
   */
  FieldReading read(String typed, boolean inventedToo);

  /** How a canonical text stands in the form. */
  default String show(String value) {
    return value;
  }

  /** Free words of one line. */
  record Text(int max) implements FieldType {
    @Override
    public Kind kind() {
      return Kind.TEXT;
    }

    @Override
    public FieldReading read(String typed, boolean inventedToo) {
      return typed.codePointCount(0, typed.length()) <= max
          ? FieldReading.good(typed)
          : new FieldReading.Bad("最多" + max + "个字");
    }
  }

  /** A value of a list. */
  record Coded(ValueList list) implements FieldType {
    @Override
    public Kind kind() {
      return Kind.CODE;
    }

    @Override
    public FieldReading read(String typed, boolean inventedToo) {
      return list.read(typed);
    }

    @Override
    public String show(String value) {
      return list.word(value);
    }
  }

  /** Several values of a list, one after the other; kept with commas between. */
  record SeveralCoded(ValueList list, int max) implements FieldType {
    private static final Pattern BETWEEN = Pattern.compile("[,，、;；/\\s]+");

    @Override
    public Kind kind() {
      return Kind.CODES;
    }

    @Override
    public FieldReading read(String typed, boolean inventedToo) {
      Set<String> codes = new LinkedHashSet<>();
      Set<String> notes = new LinkedHashSet<>();
      for (String word : BETWEEN.split(typed, -1)) {
        if (word.isEmpty()) {
          continue;
        }
        if (!(list.read(word) instanceof FieldReading.Good good)) {
          return list.read(word);
        }
        codes.add(String.valueOf(good.value()));
        if (good.note() != null) {
          notes.add(good.note());
        }
      }
      return codes.size() > max
          ? new FieldReading.Bad("最多" + max + "项")
          : new FieldReading.Good(
              String.join(",", codes), notes.isEmpty() ? null : String.join("；", notes));
    }

    @Override
    public String show(String value) {
      return Arrays.stream(value.split(",", -1)).map(list::word).collect(Collectors.joining("、"));
    }
  }

  /** A day between 1900 and 2100. */
  record Day() implements FieldType {
    private static final Pattern PARTS =
        Pattern.compile(
            "([0-9]{4})(?:[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?)?月?|([0-9]{2})([0-9]{2})?)?");

    @Override
    public Kind kind() {
      return Kind.DAY;
    }

    @Override
    public FieldReading read(String typed, boolean inventedToo) {
      Matcher parts = PARTS.matcher(typed);
      if (!parts.matches()) {
        return new FieldReading.Bad("日期写成 2026-03-01 这样");
      }
      String month = parts.group(2) != null ? parts.group(2) : parts.group(4);
      String day = parts.group(3) != null ? parts.group(3) : parts.group(5);
      if (month == null) {
        return new FieldReading.Bad("日期要写到月，如 2026-03-01");
      }
      try {
        int year = Integer.parseInt(parts.group(1));
        LocalDate read =
            day == null
                ? YearMonth.of(year, Integer.parseInt(month)).atDay(1)
                : LocalDate.of(year, Integer.parseInt(month), Integer.parseInt(day));
        if (read.getYear() < 1900 || read.getYear() > 2100) {
          return new FieldReading.Bad("年份应在1900到2100之间");
        }
        return new FieldReading.Good(read.toString(), day == null ? "没有写日，按当月1日录入" : null);
      } catch (DateTimeException e) {
        return new FieldReading.Bad("没有这一天，请核对");
      }
    }
  }

  /** A whole number. */
  record Whole(int min, int max, String unit) implements FieldType {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(?:\\.0+)?(?:年|个月|月|人)?");

    @Override
    public Kind kind() {
      return Kind.WHOLE;
    }

    @Override
    public FieldReading read(String typed, boolean inventedToo) {
      Matcher form = FORM.matcher(typed);
      if (!form.matches()) {
        return new FieldReading.Bad("填" + min + "到" + max + "之间的整数");
      }
      int value = Integer.parseInt(form.group(1));
      return value < min || value > max
          ? new FieldReading.Bad("填" + min + "到" + max + "之间的整数")
          : FieldReading.good(Integer.toString(value));
    }
  }

  /** An amount in yuan with two decimals at most; kept in fen. */
  record Money(long maxFen) implements FieldType {
    @Override
    public Kind kind() {
      return Kind.FEN;
    }

    @Override
    public FieldReading read(String typed, boolean inventedToo) {
      BigDecimal yuan = decimal(typed.replaceAll("元$", ""));
      if (yuan == null || yuan.signum() < 0 || yuan.stripTrailingZeros().scale() > 2) {
        return new FieldReading.Bad("填以元为单位的金额，最多两位小数，如 1062.50");
      }
      BigDecimal fen = yuan.movePointRight(2);
      return fen.compareTo(BigDecimal.valueOf(maxFen)) > 0
          ? new FieldReading.Bad("金额太大，最多" + maxFen / 100 + "元")
          : FieldReading.good(Long.toString(fen.longValueExact()));
    }

    @Override
    public String show(String value) {
      return BigDecimal.valueOf(Long.parseLong(value), 2).toPlainString();
    }
  }

  /** Square metres with one decimal; kept in tenths. */
  record Area() implements FieldType {
    private static final int MAX = 9_999;

    @Override
    public Kind kind() {
      return Kind.AREA;
    }

    @Override
    public FieldReading read(String typed, boolean inventedToo) {
      BigDecimal metres = decimal(typed.replaceAll("(平方米|平米|㎡|m2)$", ""));
      if (metres == null || metres.signum() < 0 || metres.compareTo(BigDecimal.valueOf(MAX)) > 0) {
        return new FieldReading.Bad("填平方米数，0到" + MAX + "，最多一位小数");
      }
      return metres.stripTrailingZeros().scale() > 1
          ? new FieldReading.Bad("平方米最多一位小数")
          : FieldReading.good(Integer.toString(metres.movePointRight(1).intValueExact()));
    }

    @Override
    public String show(String value) {
      return BigDecimal.valueOf(Long.parseLong(value), 1).stripTrailingZeros().toPlainString();
    }
  }

  /** 是 or 否. */
  record YesNo() implements FieldType {
    @Override
    public Kind kind() {
      return Kind.YES_NO;
    }

    @Override
    public FieldReading read(String typed, boolean inventedToo) {
      return switch (typed) {
        case "是", "有", "true", "1" -> FieldReading.good("true");
        case "否", "无", "没有", "false", "0" -> FieldReading.good("false");
        default -> new FieldReading.Bad("填“是”或“否”");
      };
    }

    @Override
    public String show(String value) {
      return value.equals("true") ? "是" : "否";
    }
  }

  /** By GB 11643. */
  record CitizenNumber() implements FieldType {
    @Override
    public Kind kind() {
      return Kind.ID_NUMBER;
    }

    @Override
    public FieldReading read(String typed, boolean inventedToo) {
      IdNumber.Read read = IdNumber.read(typed.replace('x', 'X').replace(" ", ""), inventedToo);
      return read.number()
          .<FieldReading>map(
              number ->
                  new FieldReading.Good(number.number(), read.converted() ? "15位旧号已换成18位" : null))
          .orElseGet(
              () -> new FieldReading.Bad(read.fault().map(IdNumber.Fault::mend).orElseThrow()));
    }
  }

  /** A mobile number of the mainland. */
  record Mobile() implements FieldType {
    private static final Pattern FORM = Pattern.compile("1[3-9][0-9]{9}");
    private static final Pattern INVENTED = Pattern.compile("100[0-9]{8}");

    @Override
    public Kind kind() {
      return Kind.MOBILE;
    }

    @Override
    public FieldReading read(String typed, boolean inventedToo) {
      String plain = typed.replaceAll("[ -]", "").replaceFirst("^(\\+?86)(?=1[0-9]{10}$)", "");
      return FORM.matcher(plain).matches() || (inventedToo && INVENTED.matcher(plain).matches())
          ? FieldReading.good(plain)
          : new FieldReading.Bad("手机号应为11位数字，以1开头");
    }
  }

  /** A bank card or account: 12 to 22 digits; a card of 16 to 19 digits satisfies Luhn. */
  record Card() implements FieldType {
    private static final Pattern FORM = Pattern.compile("[0-9]{12,22}");

    @Override
    public Kind kind() {
      return Kind.CARD;
    }

    @Override
    public FieldReading read(String typed, boolean inventedToo) {
      String plain = typed.replaceAll("[ -]", "");
      if (!FORM.matcher(plain).matches()) {
        return new FieldReading.Bad("银行卡号应为12到22位数字；表格里请设成文本，以免末几位变成0");
      }
      boolean card = plain.length() >= 16 && plain.length() <= 19;
      return card && !luhn(plain)
          ? new FieldReading.Bad("银行卡号校验不对，请逐位核对")
          : FieldReading.good(plain);
    }

    private static boolean luhn(String digits) {
      int sum = 0;
      for (int i = 0; i < digits.length(); i++) {
        int digit = digits.charAt(digits.length() - 1 - i) - '0';
        int weighed = i % 2 == 1 ? digit * 2 : digit;
        sum += weighed > 9 ? weighed - 9 : weighed;
      }
      return sum % 10 == 0;
    }
  }

  /** So many digits. */
  record Digits(int count, String what) implements FieldType {
    @Override
    public Kind kind() {
      return Kind.TEXT;
    }

    @Override
    public FieldReading read(String typed, boolean inventedToo) {
      String plain = typed.replaceFirst("\\.0+$", "");
      return plain.length() == count && plain.chars().allMatch(c -> c >= '0' && c <= '9')
          ? FieldReading.good(plain)
          : new FieldReading.Bad(what + "应为" + count + "位数字");
    }
  }

  /** The contract's names for them. */
  enum Kind {
    TEXT,
    CODE,
    CODES,
    DAY,
    WHOLE,
    FEN,
    AREA,
    YES_NO,
    ID_NUMBER,
    MOBILE,
    CARD
  }

  private static @Nullable BigDecimal decimal(String typed) {
    String plain = typed.replace(",", "").replace("，", "").strip();
    return plain.matches("[0-9]{1,12}(\\.[0-9]{1,6})?") ? new BigDecimal(plain) : null;
  }
}
