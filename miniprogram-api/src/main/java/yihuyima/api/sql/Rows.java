package yihuyima.api.sql;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads rows into values. */
public final class Rows {
  private Rows() {}

  /** The first row as a value; empty when there is none. */
  public static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> map) {
    RowIterator<Row> iterator = rows.iterator();
    return iterator.hasNext() ? Optional.of(map.apply(iterator.next())) : Optional.empty();
  }

  /** All rows as values. */
  public static <T> List<T> all(RowSet<Row> rows, Function<Row, T> map) {
    List<T> values = new ArrayList<>(rows.size());
    for (Row row : rows) {
      values.add(map.apply(row));
    }
    return values;
  }

  /** A bytea column; null stays null. */
  public static byte @Nullable [] bytes(Row row, String column) {
    Buffer value = row.getBuffer(column);
    return value == null ? null : value.getBytes();
  }

  /** A bytea column that is never null. */
  public static byte[] needBytes(Row row, String column) {
    return row.getBuffer(column).getBytes();
  }
}
