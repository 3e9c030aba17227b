package yihuyima.api.spreadsheet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A form as an office would fill it in by hand: invented households, and in some of them what goes
 * wrong by hand. Every error is planted in one cell, and what should stand there is known.
 */
public final class HandMadeForm {
  /** A cell: the row as the spreadsheet counts, and the heading. */
  public record Place(int row, String heading) {}

  private static final List<String> HEADINGS =
      List.of(
          "家庭序号",
          "关系",
          "姓名",
          "性别",
          "身份证号",
          "出生日期",
          "手机号码",
          "民族",
          "健康状况",
          "医保状况",
          "工作状态/身份",
          "本人月平均收入",
          "婚姻状况",
          "工作单位",
          "当前学历",
          "银行卡号",
          "开户银行",
          "困难类别",
          "主要致困原因",
          "次要致困原因",
          "家庭年度总收入",
          "家庭年度刚性支出",
          "住房类型",
          "建筑面积",
          "家庭住址",
          "家庭人口",
          "备注");

  private final List<Map<String, String>> rows = new ArrayList<>();
  private final Map<Place, String> planted = new LinkedHashMap<>();
  private final Random random;
  private final int region;
  private int people;

  private HandMadeForm(long seed, int region) {
    this.random = new Random(seed);
    this.region = region;
  }

  /**
   * A form.
   *
   * @param region six digits from 99, so that forms do not share people
   */
  public static HandMadeForm of(int households, int region, boolean withErrors) {
    HandMadeForm form = new HandMadeForm(20261127L, region);
    for (int i = 1; i <= households; i++) {
      form.household(i);
    }
    if (withErrors) {
      form.plant(households);
    }
    return form;
  }

  /** What is wrong on purpose, and what should stand there. */
  public Map<Place, String> planted() {
    return planted;
  }

  /** How many people are in it. */
  public int people() {
    return rows.size();
  }

  /** ID numbers of the workers, in order. */
  public List<String> workers() {
    return rows.stream()
        .filter(row -> row.get("关系").equals("本人"))
        .map(row -> row.get("身份证号"))
        .toList();
  }

  /** Changes a cell. */
  public HandMadeForm with(int row, String heading, String text) {
    rows.get(row - 2).put(heading, text);
    return this;
  }

  /** As .xlsx. */
  public byte[] file() {
    return file(HEADINGS, rows);
  }

  private static byte[] file(List<String> headings, List<Map<String, String>> rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FormWriter writer = FormWriter.of(out, headings)) {
      for (Map<String, String> row : rows) {
        writer.row(headings.stream().map(row::get).toList());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  /** The cells that a marked workbook asks to be mended, by its last column. */
  public static Map<Place, String> marked(byte[] file) {
    Map<Place, String> marked = new LinkedHashMap<>();
    for (Map.Entry<Integer, Map<String, String>> row : read(file).entrySet()) {
      for (String said : row.getValue().getOrDefault("检查结果", "").split("；(?=请改：|说明：)", -1)) {
        if (said.startsWith("请改：")) {
          String words = said.substring(3);
          int space = words.indexOf(' ');
          marked.put(
              new Place(row.getKey(), words.substring(0, space)), words.substring(space + 1));
        }
      }
    }
    return marked;
  }

  /** The same workbook with these cells mended and everything else as it is. */
  public static byte[] mended(byte[] file, Map<Place, String> right) {
    List<Map<String, String>> rows = new ArrayList<>();
    List<String> headings = new ArrayList<>();
    read(file)
        .forEach(
            (number, row) -> {
              Map<String, String> mended = new HashMap<>(row);
              right.forEach(
                  (place, text) -> {
                    if (place.row() == number) {
                      mended.put(place.heading(), text);
                    }
                  });
              rows.add(mended);
            });
    try (FormReader reader = FormReader.open(file)) {
      headings.addAll(reader.headings().texts());
    } catch (NotAForm e) {
      throw new AssertionError(e);
    }
    return file(headings, rows);
  }

  /** The rows of a workbook, by heading. */
  public static Map<Integer, Map<String, String>> read(byte[] file) {
    Map<Integer, Map<String, String>> all = new LinkedHashMap<>();
    try (FormReader reader = FormReader.open(file)) {
      List<String> headings = reader.headings().texts();
      for (Optional<SheetRow> row = reader.next(); row.isPresent(); row = reader.next()) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < headings.size(); i++) {
          if (!row.get().cell(i).text().isEmpty()) {
            cells.put(headings.get(i), row.get().cell(i).text());
          }
        }
        all.put(row.get().number(), cells);
      }
    } catch (NotAForm e) {
      throw new AssertionError(e);
    }
    return all;
  }

  private void household(int number) {
    int age = 38 + random.nextInt(18);
    boolean man = random.nextBoolean();
    Map<String, String> worker = person(number, "本人", age, man);
    worker.put("工作状态/身份", number % 7 == 0 ? "下岗" : "在岗");
    worker.put("医保状况", "职工医保");
    worker.put("本人月平均收入", String.valueOf(1000 + random.nextInt(900)));
    worker.put("婚姻状况", "已婚");
    worker.put("工作单位", "样例" + (1 + number % 9) + "厂");
    worker.put("银行卡号", card(number));
    worker.put("开户银行", "样例银行");
    worker.put("困难类别", number % 5 == 0 ? "低保户" : "相对困难");
    worker.put("主要致困原因", number % 3 == 0 ? "子女上学" : "患重特大疾病");
    worker.put("次要致困原因", "收入低");
    worker.put("家庭年度总收入", String.valueOf(18000 + random.nextInt(9000)));
    worker.put("家庭年度刚性支出", "6000.50");
    worker.put("住房类型", number % 4 == 0 ? "公租房" : "自购房");
    worker.put("建筑面积", String.valueOf(40 + random.nextInt(50)));
    worker.put("家庭住址", "云溪市样例路" + number + "号");
    worker.put("家庭人口", "3");
    if (number % 10 == 0) {
      worker.put("备注", "=1+1 是备注");
    }
    rows.add(worker);
    Map<String, String> spouse = person(number, man ? "妻子" : "丈夫", age - 1, !man);
    spouse.put("工作状态/身份", "料理家务");
    rows.add(spouse);
    if (number % 4 != 3) {
      Map<String, String> child =
          person(number, "子女", 13 + random.nextInt(5), random.nextBoolean());
      child.put("工作状态/身份", "学生");
      child.put("当前学历", "高中");
      child.remove("手机号码");
      rows.add(child);
    }
  }

  private Map<String, String> person(int household, String relation, int age, boolean man) {
    people++;
    LocalDate born = LocalDate.of(2026, 1, 1).minusYears(age).minusDays(people % 300);
    Map<String, String> row = new HashMap<>();
    row.put("家庭序号", String.valueOf(household));
    row.put("关系", relation);
    row.put("姓名", "样示" + (char) ('一' + people % 500));
    row.put("性别", man ? "男" : "女");
    row.put("身份证号", idNumber(region, born, people, man));
    row.put("出生日期", born.toString());
    row.put("手机号码", "1000%07d".formatted(people));
    row.put("民族", "汉族");
    row.put("健康状况", people % 6 == 0 ? "高血压" : "良好");
    row.put("医保状况", "城乡居民医保");
    row.put("本人月平均收入", "0");
    return row;
  }

  /** By GB 11643, of a region that there is not. */
  public static String idNumber(int region, LocalDate born, int number, boolean man) {
    int sequence = number % 499 * 2 + (man ? 1 : 2);
    String head =
        "%06d%04d%02d%02d%03d"
            .formatted(
                region + number / 499,
                born.getYear(),
                born.getMonthValue(),
                born.getDayOfMonth(),
                sequence);
    int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += weights[i] * (head.charAt(i) - '0');
    }
    return head + "10X98765432".charAt(sum % 11);
  }

  private static String card(int number) {
    String head = "99%016d".formatted(number * 7_919L);
    int sum = 0;
    for (int i = 0; i < head.length(); i++) {
      int digit = head.charAt(head.length() - 1 - i) - '0';
      int weighed = i % 2 == 0 ? digit * 2 : digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return head + (10 - sum % 10) % 10;
  }

  /** One error in every seventh household, each kind in turn. */
  private void plant(int households) {
    int kind = 0;
    for (int household = 4; household <= households; household += 7) {
      int at = firstRow(household);
      Map<String, String> worker = rows.get(at);
      switch (kind++ % 14) {
        case 0 -> wrong(at, "身份证号", flipped(worker.get("身份证号")));
        case 1 -> wrong(at + 1, "姓名", null);
        case 2 -> wrong(at, "主要致困原因", "穷");
        case 3 -> wrong(at, "家庭年度总收入", "两万");
        case 4 -> wrong(at, "手机号码", "12345");
        case 5 -> wrong(at, "银行卡号", flipped(worker.get("银行卡号")));
        case 6 -> wrong(at + 1, "性别", worker.get("性别"));
        case 7 -> wrong(at + 1, "出生日期", "2026-02-30");
        case 8 -> wrong(at, "次要致困原因", worker.get("主要致困原因"));
        case 9 -> {
          // Copied from another row; birth and sex, which the number tells, were left empty.
          rows.get(at + 1).remove("出生日期");
          rows.get(at + 1).remove("性别");
          wrong(at + 1, "身份证号", rows.get(0).get("身份证号"));
        }
        case 10 -> wrong(at, "住房类型", null);
        case 11 -> wrong(at + 1, "关系", "表亲");
        case 12 -> wrong(at, "建筑面积", "很大");
        default -> wrong(at + 1, "健康状况", "不舒服");
      }
    }
  }

  private int firstRow(int household) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).get("家庭序号").equals(String.valueOf(household))) {
        return i;
      }
    }
    throw new AssertionError("no household " + household);
  }

  private void wrong(int index, String heading, String typed) {
    planted.put(new Place(index + 2, heading), rows.get(index).get(heading));
    rows.get(index).put(heading, typed);
  }

  private static String flipped(String digits) {
    char last = digits.charAt(digits.length() - 1);
    return digits.substring(0, digits.length() - 1) + (last == '1' ? '2' : '1');
  }
}
