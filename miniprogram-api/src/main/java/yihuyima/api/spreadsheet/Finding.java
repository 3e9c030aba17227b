package yihuyima.api.spreadsheet;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Something to say of a cell or row.
 *
 * @param row as the spreadsheet counts
 * @param column the form's heading; null when it is about the whole row
 * @param error whether the row cannot be taken in like this; otherwise it was taken as the words
 *     say
 * @param says what it is and how to mend it
 * @param typed what stands in the cell, private; null where it is not about that
 */
record Finding(
    int row, @Nullable String column, boolean error, String says, @Nullable String typed) {
  static Finding error(int row, FormColumn column, String says, @Nullable String typed) {
    return new Finding(row, column.heading(), true, says, typed);
  }

  static Finding note(int row, FormColumn column, String says, @Nullable String typed) {
    return new Finding(row, column.heading(), false, says, typed);
  }

  static Finding ofRow(int row, boolean error, String says) {
    return new Finding(row, null, error, says, null);
  }

  JsonObject json() {
    return new JsonObject()
        .put("row", row)
        .put("column", column)
        .put("error", error)
        .put("says", says)
        .put("typed", typed);
  }

  static Finding of(JsonObject json) {
    return new Finding(
        json.getInteger("row"),
        json.getString("column"),
        json.getBoolean("error"),
        json.getString("says"),
        json.getString("typed"));
  }

  /** Says where, never what. */
  @Override
  public String toString() {
    return "Finding[row " + row + ", " + column + ", " + says + "]";
  }
}
