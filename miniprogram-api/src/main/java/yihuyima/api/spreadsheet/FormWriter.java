package yihuyima.api.spreadsheet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhatim.fastexcel.Range;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import yihuyima.api.form.FormField;

/**
 * Writes a sheet with the form's headings, a row at a time: rows go out as they come, every cell as
 * text.
 */
final class FormWriter implements AutoCloseable {
  /** The sheet's name. */
  static final String SHEET = "档案表";

  /** Rows that are held before they go out. */
  private static final int FLUSH_ROWS = 500;

  /** Rows of a template that offer lists of values. */
  private static final int OFFERED_ROWS = 5000;

  private static final String HEADING_FILL = "F2E6E0";
  private static final double WIDTH = 14;

  private final Workbook workbook;
  private final Worksheet sheet;
  private int row = 1;

  private FormWriter(OutputStream out, List<String> headings) throws IOException {
    workbook = new Workbook(out, "Yihuyima", "1.0");
    sheet = workbook.newWorksheet(SHEET);
    sheet.freezePane(0, 1);
    for (int i = 0; i < headings.size(); i++) {
      sheet.width(i, WIDTH);
      sheet.style(i).format("@").set();
      sheet.inlineString(0, i, SafeText.write(headings.get(i)));
      sheet.style(0, i).bold().wrapText(true).fillColor(HEADING_FILL).set();
    }
  }

  /** A sheet with these headings. */
  static FormWriter of(OutputStream out, List<String> headings) throws IOException {
    return new FormWriter(out, headings);
  }

  /** A sheet with all columns of the form. */
  static FormWriter of(OutputStream out) throws IOException {
    return new FormWriter(out, FormColumn.ALL.stream().map(FormColumn::heading).toList());
  }

  /** Adds a row; null for an empty cell. */
  void row(List<@Nullable String> cells) throws IOException {
    row(cells, Map.of());
  }

  /** Adds a row, cells of it in these colours. */
  void row(List<@Nullable String> cells, Map<Integer, String> fills) throws IOException {
    if (row % FLUSH_ROWS == 0) {
      sheet.flush();
    }
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      if (cell != null && !cell.isEmpty()) {
        sheet.inlineString(row, i, SafeText.write(cell));
      }
      String fill = fills.get(i);
      // As text: a spreadsheet would make a number of it at the next edit, and cut it short.
      if (fill != null) {
        sheet.style(row, i).format("@").fillColor(fill).set();
      } else if (cell != null && !cell.isEmpty()) {
        sheet.style(row, i).format("@").set();
      }
    }
    row++;
  }

  /** Adds a note to a cell of the row that was added last. */
  void note(int column, String says) {
    sheet.comment(row - 1, column, says);
  }

  @Override
  public void close() throws IOException {
    workbook.finish();
  }

  /** The empty form: headings, lists to choose from, and a page that tells how it is filled in. */
  static void template(OutputStream out) throws IOException {
    List<String> headings = new ArrayList<>();
    FormColumn.ALL.forEach(
        column -> headings.add(column.heading() + (isRequired(column) ? "*" : "")));
    try (FormWriter writer = new FormWriter(out, headings)) {
      Worksheet lists = writer.workbook.newWorksheet("可选值");
      Worksheet guide = writer.workbook.newWorksheet("填写说明");
      int listColumn = 0;
      for (int i = 0; i < FormColumn.ALL.size(); i++) {
        FormColumn column = FormColumn.ALL.get(i);
        List<String> values = column.values();
        if (values.isEmpty()) {
          continue;
        }
        lists.value(0, listColumn, column.heading());
        for (int v = 0; v < values.size(); v++) {
          lists.value(v + 1, listColumn, values.get(v));
        }
        boolean several = column.field() == FormField.OTHER_CAUSES;
        if (!several) {
          Range range = lists.range(1, listColumn, values.size(), listColumn);
          writer.sheet.range(1, i, OFFERED_ROWS, i).validateWithList(range);
        }
        listColumn++;
      }
      guide(guide);
    }
  }

  private static void guide(Worksheet guide) {
    guide.width(0, 18);
    guide.width(1, 90);
    List<String> lines =
        List.of(
            "在“档案表”那一页填写，一人一行。同一户的几个人挨在一起，“家庭序号”写同一个，如 1、1、1、2、2。",
            "职工那一行“关系”写“本人”；家庭情况（困难类别、收入、住址等）只写在“本人”那一行。",
            "带 * 的是新建档时不能空的。已经在档的户，空着的格子表示不改，原来的情况留着；要删掉一项，请在档案页上改。",
            "身份证号、银行卡号、手机号所在的格子要设成“文本”，不然末几位会变成 0。",
            "金额写元，如 1062.50；日期写 2026-03-01；次要致困原因最多三项，用顿号隔开。",
            "“所属工会”写全称或编号，空着就归到上传时选的工会；“职工编号”空着由系统编号。",
            "栏目的先后可以变，认不出的栏目会说出来，不会悄悄丢掉。上传后先检查，不会直接写入。");
    int row = 0;
    for (String line : lines) {
      guide.value(row, 0, "第" + (row + 1) + "条");
      guide.value(row++, 1, line);
    }
    row++;
    for (FormColumn column : FormColumn.ALL) {
      guide.value(row, 0, column.heading());
      guide.value(row++, 1, how(column));
    }
  }

  private static String how(FormColumn column) {
    StringBuilder how = new StringBuilder();
    how.append(isRequired(column) ? "新建档必填。" : "");
    FormField field = column.field();
    if (field != null) {
      how.append(field.of() == FormField.Of.HOUSEHOLD ? "写在“本人”那一行。" : "");
    }
    if (!column.values().isEmpty()) {
      how.append("从列表里选，见“可选值”那一页。");
    }
    if (!column.others().isEmpty()) {
      how.append("也认：").append(String.join("、", column.others())).append("。");
    }
    return how.isEmpty() ? "选填。" : how.toString();
  }

  static boolean isRequired(FormColumn column) {
    Set<FormColumn.Kind> always = Set.of(FormColumn.Kind.HOUSEHOLD_KEY, FormColumn.Kind.RELATION);
    FormField field = column.field();
    boolean told = field == FormField.BORN_ON || field == FormField.SEX;
    return always.contains(column.kind()) || (field != null && field.isRequired() && !told);
  }
}
