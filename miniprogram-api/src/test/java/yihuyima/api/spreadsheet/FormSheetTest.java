package yihuyima.api.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import yihuyima.api.form.FormField;

/** The form as a workbook: headings, rows, households, and files that are none. */
class FormSheetTest {
  private static final String ZHAO = "990123198001010011";
  private static final String CHILD = "990123201001010019";

  private static String number(String head) {
    int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += weights[i] * (head.charAt(i) - '0');
    }
    return head.substring(0, 17) + "10X98765432".charAt(sum % 11);
  }

  private static byte[] family() {
    return Sheets.of(
        Sheets.HEADINGS,
        List.of(
            Sheets.worker("1", "赵示安", number(ZHAO)),
            Sheets.member("1", "女儿", "赵示宁", number(CHILD)),
            Sheets.worker("2", "钱示平", number("990123198001010030"))));
  }

  @Test
  void rowsOfOneKeyAreOneHouseholdAndOlderWordsAreSaid() throws NotAForm {
    List<SheetHousehold> read = Sheets.read(family());

    assertThat(read).hasSize(2);
    assertThat(read.getFirst().people()).hasSize(2);
    assertThat(read.getFirst().facts()).containsEntry(FormField.YEAR_INCOME, "2400000");
    assertThat(read.getFirst().people().get(1).relation()).isEqualTo("CHILD");
    assertThat(read.getFirst().findings())
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.error()).isFalse();
              assertThat(said.row()).isEqualTo(3);
              assertThat(said.says()).isEqualTo("按“子女”录入");
            });
    assertThat(SheetHousehold.of(read.getFirst().json())).isEqualTo(read.getFirst());
  }

  @Test
  void headingsMayStandInAnyOrderBeWideHaveSpacesStarsAndUnits() throws NotAForm {
    byte[] file =
        Sheets.of(
            List.of("身份证号码", "户号", "姓　名*", "与职工关系", "家庭年度总收入（元）", "心情", "家庭人口"),
            List.of(List.of(number(ZHAO), "甲", "赵示安", "户主", "２４，０００元", "好", "1")));

    List<SheetHousehold> read = Sheets.read(file);

    assertThat(read.getFirst().worker().orElseThrow().facts()).containsEntry(FormField.NAME, "赵示安");
    try (FormReader reader = FormReader.open(file)) {
      assertThat(reader.headings().said())
          .contains("“心情”这一栏不认识，没有导入", "“家庭人口”这一栏不导入：按家庭成员自动计算", "“身份证号码”按“身份证号”导入");
    }
  }

  @Test
  void whatIsThereTwiceIsSaidAndNeverTakenSilently() throws NotAForm {
    assertThatThrownBy(
            () -> Sheets.read(Sheets.of(List.of("家庭序号", "关系", "姓名", "身份证号", "身份证号码"), List.of())))
        .isInstanceOf(NotAForm.class)
        .hasMessageContaining("同一栏");
    List<SheetHousehold> read =
        Sheets.read(
            Sheets.of(
                Sheets.HEADINGS,
                List.of(
                    Sheets.worker("1", "赵示安", number(ZHAO)),
                    Sheets.worker("2", "钱示平", number(ZHAO)),
                    Sheets.worker("1", "孙示康", number("990123198001010050")))));
    assertThat(read.get(1).hasErrors()).isTrue();
    assertThat(read.get(2).hasErrors()).isTrue();
    assertThat(read.get(2).findings().getFirst().says()).contains("挨在一起");
  }

  @Test
  void numbersThatLostDigitsAreRefusedAndDaysAndAmountsAreRead() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Workbook workbook = new Workbook(out, "test", "1.0");
    Worksheet sheet = workbook.newWorksheet("表");
    List<String> headings = List.of("家庭序号", "关系", "姓名", "身份证号", "出生日期", "家庭年度总收入", "本人月平均收入");
    for (int i = 0; i < headings.size(); i++) {
      sheet.value(0, i, headings.get(i));
    }
    sheet.value(1, 0, 1);
    sheet.value(1, 1, "本人");
    sheet.value(1, 2, "赵示安");
    sheet.value(1, 3, 9.90123198001010E17);
    sheet.value(1, 4, java.time.LocalDate.of(1980, 1, 1));
    sheet.value(1, 5, 24000.1);
    sheet.formula(1, 6, "1000+200");
    workbook.finish();

    SheetHousehold read = Sheets.read(out.toByteArray()).getFirst();

    assertThat(read.findings()).anySatisfy(said -> assertThat(said.says()).contains("末几位已经丢失"));
    assertThat(read.people().getFirst().facts()).containsEntry(FormField.BORN_ON, "1980-01-01");
    assertThat(read.facts()).containsEntry(FormField.YEAR_INCOME, "2400010");
  }

  @Test
  void theTemplateIsReadAsAnEmptyForm() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FormWriter.template(out);

    try (FormReader reader = FormReader.open(out.toByteArray())) {
      assertThat(reader.headings().columns().values())
          .containsExactlyInAnyOrderElementsOf(FormColumn.ALL);
      assertThat(reader.headings().said()).isEmpty();
      assertThat(reader.next()).isEmpty();
    }
    String xml =
        new String(
            Sheets.unzipped(out.toByteArray()).get("xl/worksheets/sheet1.xml"),
            StandardCharsets.UTF_8);
    assertThat(xml).contains("dataValidation").contains("sqref=\"C2:C5001\"");
  }

  @Test
  void aMarkedWorkbookSaysInItsCellsWhatToMendAndIsReadAgain() throws Exception {
    String number = number(ZHAO);
    String mistyped = number.substring(0, 17) + (number.endsWith("1") ? "2" : "1");
    List<String> wrong = new ArrayList<>(Sheets.worker("1", "赵示安", mistyped));
    byte[] file = Sheets.of(Sheets.HEADINGS, List.of(wrong));
    List<Finding> findings = Sheets.read(file).getFirst().findings();
    assertThat(findings).hasSize(1);

    byte[] marked = MarkedWorkbook.of(file, Map.of(2, findings));

    SheetRow row = Sheets.rows(marked).getFirst();
    assertThat(row.cell(3).text()).isEqualTo(mistyped);
    assertThat(row.cell(Sheets.HEADINGS.size()).text()).isEqualTo("请改：身份证号 身份证号最后一位校验不对，请逐位核对");
    Map<String, byte[]> parts = Sheets.unzipped(marked);
    assertThat(new String(parts.get("xl/styles.xml"), StandardCharsets.UTF_8))
        .contains(MarkedWorkbook.ERROR_FILL);
    assertThat(parts.keySet()).anyMatch(name -> name.contains("comments"));
    // Again: the results of the last time are no column of the form.
    assertThat(Sheets.rows(MarkedWorkbook.of(marked, Map.of())).getFirst().cells())
        .hasSizeLessThanOrEqualTo(Sheets.HEADINGS.size() + 1);
  }

  /** Nothing that is written starts like a formula, and all of it comes back as it was. */
  @Test
  void aThousandFormulasAreTextAndComeBackUnchanged() throws Exception {
    Random random = new Random(7);
    String[] starts = {
      "=", "+", "-", "@", "\t=", "\r=", "'=", "''@", "=cmd|' /C calc'!A0", "'", "\n+"
    };
    List<String> payloads = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      payloads.add(starts[i % starts.length] + "HYPERLINK(\"x\")" + random.nextInt(100000));
    }
    byte[] file =
        Sheets.of(
            List.of("家庭序号", "关系", "姓名", "身份证号", "备注"),
            payloads.stream().map(p -> List.of("1", "本人", "赵", "9", p)).toList());

    try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(file))) {
      workbook
          .getFirstSheet()
          .read()
          .forEach(
              row ->
                  row.forEach(
                      cell -> {
                        assertThat(cell.getFormula()).isNull();
                        assertThat(cell.getText()).doesNotMatch("(?s)^[=+\\-@\\t\\r].*");
                      }));
    }
    List<SheetRow> rows = Sheets.rows(file);
    for (int i = 0; i < payloads.size(); i++) {
      assertThat(rows.get(i).cell(4).text().replace("\r", "\n"))
          .isEqualTo(payloads.get(i).replace("\r", "\n"));
    }
  }

  private static void refused(byte[] file, String why) {
    assertThatThrownBy(() -> FormReader.open(file).close())
        .isInstanceOf(NotAForm.class)
        .hasMessageContaining(why);
  }

  @Test
  void filesThatAreNoWorkbookAreToldSoByTheirContent() throws IOException {
    refused("姓名,身份证号".getBytes(StandardCharsets.UTF_8), "不是 .xlsx");
    refused(new byte[0], "不是 .xlsx");
    refused(new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, 0, 0}, "旧格式");
    refused(Sheets.zipped(Map.of("word/document.xml", new byte[] {32})), "不是 .xlsx");
    byte[] cut = family();
    refused(java.util.Arrays.copyOf(cut, cut.length / 2), "损坏");
    Map<String, byte[]> macro = Sheets.unzipped(family());
    macro.put("xl/vbaProject.bin", new byte[10]);
    refused(Sheets.zipped(macro), "宏");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>",
        "<!DOCTYPE x SYSTEM \"http://localhost/x\">",
        "<!ELEMENT x ANY>"
      })
  void declarationsInTheXmlAreRefused(String declaration) throws IOException {
    for (String entry : List.of("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml")) {
      refused(
          Sheets.changed(
              family(), entry, xml -> xml.replaceFirst("(<\\?xml[^>]*>)?", "$1" + declaration)),
          "不允许的声明");
    }
  }

  @Test
  void whatGrowsTooLargeIsRefusedBeforeItIsRead() throws IOException {
    refused(new byte[SheetLimits.FILE_BYTES_MAX + 1], "文件超过");
    String long0 = "0".repeat(SheetLimits.RUN_BYTES_MAX + 1);
    refused(
        Sheets.changed(
            family(),
            "xl/worksheets/sheet1.xml",
            xml -> xml.replace("<sheetData>", long0 + "<sheetData>")),
        "太长");
    String bomb = "<a></a>".repeat(3_000_000);
    refused(Sheets.changed(family(), "xl/worksheets/sheet2.xml", xml -> bomb), "解开后太大");
    Map<String, byte[]> many = new HashMap<>(Sheets.unzipped(family()));
    for (int i = 0; i <= SheetLimits.ENTRIES_MAX; i++) {
      many.put("xl/media/" + i + ".png", new byte[1]);
    }
    refused(Sheets.zipped(many), "太杂");
  }

  @Test
  void aHouseholdHasALimitOfPeopleAndACellOfCharacters() throws NotAForm {
    List<List<String>> rows = new ArrayList<>();
    rows.add(Sheets.worker("1", "赵".repeat(SheetLimits.CELL_CHARS_MAX + 1), number(ZHAO)));
    for (int i = 0; i < SheetLimits.PEOPLE_MAX; i++) {
      rows.add(
          Sheets.member("1", "子女", "赵示宁", number("9901232010010100%d0".formatted(10 + i * 2))));
    }
    SheetHousehold read = Sheets.read(Sheets.of(Sheets.HEADINGS, rows)).getFirst();
    assertThat(read.people()).hasSize(SheetLimits.PEOPLE_MAX);
    assertThat(read.findings().stream().map(Finding::says))
        .anyMatch(says -> says.contains("一户最多"))
        .anyMatch(says -> says.contains("内容太长"));
  }

  @Test
  void columnsAreCountedAndNoneIsDroppedInSilence() throws IOException {
    List<String> headings = new ArrayList<>(Sheets.HEADINGS);
    while (headings.size() <= SheetLimits.COLUMNS_MAX) {
      headings.add("多余" + headings.size());
    }
    refused(Sheets.of(headings, List.of()), "栏");
  }

  @Test
  void sheetsAreCounted() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Workbook workbook = new Workbook(out, "test", "1.0");
    for (int i = 0; i <= SheetLimits.SHEETS_MAX; i++) {
      workbook.newWorksheet("表" + i).value(0, 0, "空");
    }
    workbook.finish();
    refused(out.toByteArray(), "页");
  }
}
