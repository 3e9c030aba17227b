package yihuyima.api.spreadsheet;

/**
 * What stands in a cell.
 *
 * @param text as it is shown, as far as that matters here; empty for an empty cell
 * @param number whether it is kept as a number, so that a day is a count of days
 * @param formula whether it is computed: the last result is taken
 * @param lost whether it is a number with more digits than a spreadsheet keeps
 * @param error whether it shows an error, such as #N/A
 */
record SheetCell(String text, boolean number, boolean formula, boolean lost, boolean error) {
  static final SheetCell EMPTY = new SheetCell("", false, false, false, false);

  static SheetCell of(String text) {
    return new SheetCell(text, false, false, false, false);
  }

  boolean isBlank() {
    return text.isBlank() && !error;
  }

  /** Says nothing of what stands in it. */
  @Override
  public String toString() {
    return "SheetCell";
  }
}
