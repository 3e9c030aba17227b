package yihuyima.api.spreadsheet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import yihuyima.api.form.FormField;

/**
 * The headings of a sheet: which column is where, and what is said of the others.
 *
 * @param row where they stand
 * @param texts as they stand there
 * @param columns by place
 * @param said what whoever sent the file should know of its columns
 * @param from1904 whether days are counted from 1904, as on old Macs
 */
record Headings(
    int row,
    List<String> texts,
    Map<Integer, FormColumn> columns,
    List<String> said,
    boolean from1904) {
  Headings {
    texts = List.copyOf(texts);
    columns = Map.copyOf(columns);
    said = List.copyOf(said);
  }

  /** Whether a row is the headings' row. */
  static boolean isHeadings(List<String> texts) {
    Set<FormColumn> known = new HashSet<>();
    texts.forEach(text -> FormColumn.of(text).ifPresent(known::add));
    return known.contains(FormColumn.of(FormField.NAME))
        && known.contains(FormColumn.of(FormField.ID_NUMBER))
        && known.contains(FormColumn.of(FormColumn.Kind.RELATION));
  }

  /**
   * Reads the headings.
   *
   * @throws NotAForm when a column is there twice, or households cannot be told apart
   */
  static Headings of(int row, List<String> texts, boolean from1904) throws NotAForm {
    Map<Integer, FormColumn> columns = new HashMap<>();
    Map<FormColumn, String> seen = new HashMap<>();
    List<String> said = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      if (text.isEmpty()) {
        continue;
      }
      Optional<FormColumn> column = FormColumn.of(text);
      if (column.isEmpty()) {
        said.add(
            FormColumn.leftOut(text)
                .map(why -> "“" + text + "”这一栏不导入：" + why)
                .orElse("“" + shortened(text) + "”这一栏不认识，没有导入"));
        continue;
      }
      String before = seen.put(column.get(), text);
      if (before != null) {
        throw new NotAForm("“" + before + "”和“" + text + "”是同一栏，请只留一栏");
      }
      if (!text.equals(column.get().heading()) && column.get().others().contains(text)) {
        said.add("“" + text + "”按“" + column.get().heading() + "”导入");
      }
      columns.put(i, column.get());
    }
    if (!seen.containsKey(FormColumn.of(FormColumn.Kind.HOUSEHOLD_KEY))
        && !seen.containsKey(FormColumn.of(FormColumn.Kind.FILE_NUMBER))) {
      throw new NotAForm("要有“家庭序号”或“职工编号”一栏，同一户的人写同一个，才知道谁是一家");
    }
    return new Headings(row, texts, columns, said, from1904);
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) > 20
        ? text.substring(0, text.offsetByCodePoints(0, 20)) + "…"
        : text;
  }

  /** The heading as it stands in this sheet, of a column; its own where the sheet has none. */
  String heading(FormColumn column) {
    return columns.entrySet().stream()
        .filter(entry -> entry.getValue().equals(column))
        .map(entry -> texts.get(entry.getKey()))
        .findFirst()
        .orElse(column.heading());
  }
}
