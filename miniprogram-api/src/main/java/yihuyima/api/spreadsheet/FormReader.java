package yihuyima.api.spreadsheet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;

/**
 * Reads the sheet with the form in it, a row at a time. The file was let pass by {@link
 * WorkbookGuard}.
 */
final class FormReader implements AutoCloseable {
  /** Headings stand in one of the first rows: above them there is a title, sometimes a note. */
  private static final int HEADINGS_WITHIN_ROWS = 10;

  /** Digits that a spreadsheet's numbers keep. */
  private static final int DIGITS_KEPT = 15;

  private final ReadableWorkbook workbook;
  private final Stream<Row> stream;
  private final Iterator<Row> rows;
  private final Headings headings;
  private int dataRows;
  private long filled;

  private FormReader(
      ReadableWorkbook workbook, Stream<Row> stream, Iterator<Row> rows, Headings headings) {
    this.workbook = workbook;
    this.stream = stream;
    this.rows = rows;
    this.headings = headings;
  }

  /**
   * Opens a file and looks for the form.
   *
   * @throws NotAForm when it cannot be read or no sheet has the form's headings
   */
  static FormReader open(byte[] file) throws NotAForm {
    WorkbookGuard.check(file);
    ReadableWorkbook workbook = null;
    try {
      workbook = new ReadableWorkbook(new ByteArrayInputStream(file));
      List<Sheet> sheets = workbook.getSheets().toList();
      if (sheets.size() > SheetLimits.SHEETS_MAX) {
        throw new NotAForm("表格里超过" + SheetLimits.SHEETS_MAX + "页，请只留下档案表那一页");
      }
      for (Sheet sheet : sheets) {
        Stream<Row> stream = sheet.openStream();
        Iterator<Row> rows = stream.iterator();
        Optional<Headings> headings = headings(rows, workbook.isDate1904());
        if (headings.isPresent()) {
          return new FormReader(workbook, stream, rows, headings.get());
        }
        stream.close();
      }
    } catch (IOException | RuntimeException e) {
      close(workbook);
      throw damaged(e);
    } catch (NotAForm e) {
      close(workbook);
      throw e;
    }
    close(workbook);
    throw new NotAForm("没有找到表头：要有“姓名”“身份证号”“关系”这几栏，请用下载的模板");
  }

  private static Optional<Headings> headings(Iterator<Row> rows, boolean from1904) throws NotAForm {
    for (int i = 0; i < HEADINGS_WITHIN_ROWS && rows.hasNext(); i++) {
      Row raw = rows.next();
      SheetRow row = read(raw);
      List<String> texts = row.cells().stream().map(cell -> cell.text().strip()).toList();
      if (Headings.isHeadings(texts)) {
        if (widest(raw) > SheetLimits.COLUMNS_MAX) {
          throw new NotAForm("表头超过" + SheetLimits.COLUMNS_MAX + "栏，请删去用不着的栏目");
        }
        return Optional.of(Headings.of(row.number(), texts, from1904));
      }
    }
    return Optional.empty();
  }

  /** How many columns there are up to the last that has a text. */
  private static int widest(Row row) {
    for (int i = row.getCellCount() - 1; i >= SheetLimits.COLUMNS_MAX; i--) {
      Cell cell = row.getCell(i);
      if (cell != null && cell.getValue() != null && !cell.getValue().toString().isBlank()) {
        return i + 1;
      }
    }
    return 0;
  }

  Headings headings() {
    return headings;
  }

  /**
   * The next row that is not blank; empty at the end.
   *
   * @throws NotAForm when there are too many, or the file is damaged
   */
  Optional<SheetRow> next() throws NotAForm {
    try {
      while (rows.hasNext()) {
        SheetRow row = read(rows.next());
        if (row.isBlank()) {
          continue;
        }
        filled += row.cells().stream().filter(cell -> !cell.isBlank()).count();
        if (++dataRows > SheetLimits.ROWS_MAX || filled > SheetLimits.CELLS_MAX) {
          throw new NotAForm("一个文件最多" + SheetLimits.ROWS_MAX + "行，请分成几个文件");
        }
        return Optional.of(row);
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  private static SheetRow read(Row row) {
    List<SheetCell> cells = new ArrayList<>();
    int count = Math.min(row.getCellCount(), SheetLimits.COLUMNS_MAX);
    for (int i = 0; i < count; i++) {
      Cell cell = row.getCell(i);
      cells.add(cell == null ? SheetCell.EMPTY : read(cell));
    }
    return new SheetRow(row.getRowNum(), cells);
  }

  private static SheetCell read(Cell cell) {
    boolean formula = cell.getFormula() != null && !cell.getFormula().isEmpty();
    if (cell.getType() == CellType.ERROR) {
      return new SheetCell("", false, formula, false, true);
    }
    Object value = cell.getValue();
    if (value == null) {
      return SheetCell.EMPTY;
    }
    boolean number =
        value instanceof BigDecimal || (cell.getType() == CellType.FORMULA && isNumber(value));
    if (number) {
      BigDecimal plain = new BigDecimal(value.toString());
      int digits = plain.precision() - plain.scale();
      String text =
          plain.signum() == 0
              ? "0"
              : plain.round(new MathContext(DIGITS_KEPT)).stripTrailingZeros().toPlainString();
      return new SheetCell(text, true, formula, digits > DIGITS_KEPT, false);
    }
    if (value instanceof Boolean yes) {
      return new SheetCell(yes ? "是" : "否", false, formula, false, false);
    }
    String text = value.toString();
    boolean shown = text.startsWith("#") && text.endsWith("!");
    return new SheetCell(SafeText.read(text), false, formula, false, formula && shown);
  }

  private static boolean isNumber(Object value) {
    return value.toString().matches("-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?");
  }

  private static NotAForm damaged(Exception cause) {
    NotAForm damaged = new NotAForm("文件不完整或已损坏，请在表格软件里打开，另存为 .xlsx 再传");
    damaged.initCause(cause);
    return damaged;
  }

  private static void close(ReadableWorkbook workbook) {
    if (workbook == null) {
      return;
    }
    try {
      workbook.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stream.close();
    close(workbook);
  }
}
