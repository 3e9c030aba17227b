package yihuyima.api.spreadsheet;

/**
 * How large a workbook and what is in it may be. A spreadsheet is a zip full of XML: each of these
 * is a way to fill memory.
 */
public final class SheetLimits {
  /** Bytes of a file: 131,072 households with their members take about 45 MiB. */
  public static final int FILE_BYTES_MAX = 64 * 1024 * 1024;

  /** Bytes of a part of a file on its way: small enough to be sent again over a slow network. */
  public static final int PART_BYTES_MAX = 4 * 1024 * 1024;

  /** Parts of a file. */
  static final int PARTS_MAX = FILE_BYTES_MAX / PART_BYTES_MAX;

  /** Rows below the headings; Excel's own limit is 1,048,576. */
  static final int ROWS_MAX = 600_000;

  /** Columns that have a heading; the form has fewer than 60. */
  static final int COLUMNS_MAX = 120;

  /** Filled cells. */
  static final long CELLS_MAX = 36_000_000;

  /** Characters of a cell: the longest field is 500. */
  static final int CELL_CHARS_MAX = 1000;

  /** Sheets of a workbook. */
  static final int SHEETS_MAX = 20;

  /** Files within the zip. */
  static final int ENTRIES_MAX = 200;

  /** Bytes of all files within the zip, unzipped. */
  static final long UNZIPPED_BYTES_MAX = 2L * 1024 * 1024 * 1024;

  /** How many times larger than zipped a file within the zip may be; rows of a form reach 30. */
  static final int UNZIPPED_RATIO_MAX = 100;

  /** Below so many unzipped bytes nobody asks how well they were zipped. */
  static final long RATIO_FROM_BYTES = 1024 * 1024;

  /**
   * Bytes of the texts that cells share, unzipped: all of them lie in memory while a sheet is read.
   */
  static final long SHARED_TEXT_BYTES_MAX = 128L * 1024 * 1024;

  /** Bytes of any file of the zip but sheets and shared texts: they are read as a whole. */
  static final long OTHER_ENTRY_BYTES_MAX = 16L * 1024 * 1024;

  /** Bytes without a tag between: the reader holds them as one text. */
  static final int RUN_BYTES_MAX = 256 * 1024;

  /** People of one household. */
  static final int PEOPLE_MAX = 20;

  /** Things that are said of one household's rows. */
  static final int FINDINGS_OF_HOUSEHOLD_MAX = 60;

  private SheetLimits() {}
}
