package yihuyima.api.spreadsheet;

import java.util.List;

/**
 * A row as read.
 *
 * @param number as the spreadsheet counts, from 1
 */
record SheetRow(int number, List<SheetCell> cells) {
  SheetRow {
    cells = List.copyOf(cells);
  }

  SheetCell cell(int column) {
    return column < cells.size() ? cells.get(column) : SheetCell.EMPTY;
  }

  boolean isBlank() {
    return cells.stream().allMatch(SheetCell::isBlank);
  }
}
