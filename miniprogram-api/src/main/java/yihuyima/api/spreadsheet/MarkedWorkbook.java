package yihuyima.api.spreadsheet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The file as it came, with what is to be mended marked in its cells and said in a last column. */
final class MarkedWorkbook {
  /** The heading of the column that says it; not taken in when the file comes again. */
  static final String RESULT_HEADING = "检查结果";

  /** Cells that get a note of their own: notes are held in memory, the last column has them all. */
  private static final int NOTES_MAX = 5000;

  static final String ERROR_FILL = "F8B4B4";
  static final String NOTE_FILL = "FFF2B3";

  private MarkedWorkbook() {}

  /**
   * Makes it.
   *
   * @param findings by row
   * @throws NotAForm when the file cannot be read any more
   */
  static byte[] of(byte[] file, Map<Integer, List<Finding>> findings) throws NotAForm {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FormReader reader = FormReader.open(file)) {
      Headings headings = reader.headings();
      List<Integer> places = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < headings.texts().size(); i++) {
        String text = headings.texts().get(i);
        if (!text.equals(RESULT_HEADING)) {
          places.add(i);
          texts.add(text);
        }
      }
      texts.add(RESULT_HEADING);
      int notes = 0;
      try (FormWriter writer = FormWriter.of(out, texts)) {
        for (Optional<SheetRow> row = reader.next(); row.isPresent(); row = reader.next()) {
          List<Finding> said = findings.getOrDefault(row.get().number(), List.of());
          List<@Nullable String> cells = new ArrayList<>();
          for (int place : places) {
            FormColumn column = headings.columns().get(place);
            SheetCell cell = row.get().cell(place);
            cells.add(
                column == null
                    ? cell.text()
                    : HouseholdRows.typed(cell, column, headings.from1904()));
          }
          cells.add(said.stream().map(MarkedWorkbook::words).collect(Collectors.joining("；")));
          List<Marked> marks = marks(said, headings, places);
          writer.row(
              cells,
              marks.stream().collect(Collectors.toMap(Marked::place, Marked::fill, (a, b) -> a)));
          for (Marked mark : marks) {
            if (notes++ < NOTES_MAX) {
              writer.note(mark.place(), mark.says());
            }
          }
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("a workbook in memory cannot be written", e);
    }
    return out.toByteArray();
  }

  private record Marked(int place, String fill, String says) {}

  private static List<Marked> marks(List<Finding> said, Headings headings, List<Integer> places) {
    List<Marked> marks = new ArrayList<>();
    for (Finding finding : said) {
      for (int i = 0; i < places.size(); i++) {
        FormColumn column = headings.columns().get(places.get(i));
        if (column != null && column.heading().equals(finding.column())) {
          marks.add(new Marked(i, finding.error() ? ERROR_FILL : NOTE_FILL, finding.says()));
        }
      }
    }
    // Errors first: a cell has one colour.
    marks.sort((a, b) -> Boolean.compare(b.fill().equals(ERROR_FILL), a.fill().equals(ERROR_FILL)));
    return marks;
  }

  private static String words(Finding finding) {
    return (finding.error() ? "请改：" : "说明：")
        + (finding.column() == null ? "" : finding.column() + " ")
        + finding.says();
  }
}
