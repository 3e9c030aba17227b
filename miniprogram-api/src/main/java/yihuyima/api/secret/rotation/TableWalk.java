package yihuyima.api.secret.rotation;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.SealedTable;
import yihuyima.api.sql.Rows;

/** The statements that seal one table anew. */
final class TableWalk extends Walk {
  /** A row with values on another key than the new one. */
  record Found(List<String> key, List<byte @Nullable []> sealed) {}

  /** The values of a row, sealed anew; null where nothing is to be done. */
  record Anew(Found row, List<byte @Nullable []> sealed) {}

  private final List<Column> columns;
  private final int keys;
  private final String old;
  private final String count;
  private final String replace;

  TableWalk(SealedTable table) {
    super(table);
    this.columns = table.columns();
    this.keys = table.keys().size();
    String isOld =
        columns.stream()
            .map(column -> isOld(column.column(), "$" + (1 + 2 * keys)))
            .collect(Collectors.joining(" OR "));
    // Rows that somebody is writing are passed over, so that this never waits and nobody waits in a
    // circle; the next pass finds them.
    this.old =
        "SELECT %s, %s%s AND (%s) ORDER BY %s FOR NO KEY UPDATE SKIP LOCKED"
            .formatted(texts(), enc(), window, isOld, key);
    this.count = "SELECT count(*) AS n%s AND (%s)".formatted(window, isOld);
    this.replace = replacing();
  }

  /** Whether a value is sealed with another key than {@code $n}: its second byte says so. */
  private static String isOld(String column, String key) {
    return "(%1$s IS NOT NULL AND get_byte(substring(%1$s FROM 2 FOR 1), 0) <> %2$s::int)"
        .formatted(column, key);
  }

  /** Compare and swap: a value is replaced only where its header is still the one that was read. */
  private String replacing() {
    List<String> set = new ArrayList<>();
    List<String> where = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (int k = 0; k < keys; k++) {
      names.add("k" + k);
      types.add("$" + (k + 1) + "::text[]");
      where.add("t.%s = x.k%d::%s".formatted(table().keys().get(k), k, table().keyType()));
    }
    for (int c = 0; c < columns.size(); c++) {
      String column = columns.get(c).column();
      names.add("o" + c);
      names.add("n" + c);
      types.add("$" + (keys + 2 * c + 1) + "::bytea[]");
      types.add("$" + (keys + 2 * c + 2) + "::bytea[]");
      set.add("%s = COALESCE(x.n%d, t.%s)".formatted(column, c, column));
      where.add(
          "(x.n%1$d IS NULL OR substring(t.%2$s FROM 1 FOR %3$d) = x.o%1$d)"
              .formatted(c, column, FieldCipher.HEADER_BYTES));
    }
    return "UPDATE %s AS t SET %s FROM unnest(%s) AS x (%s) WHERE %s"
        .formatted(
            table().table(),
            String.join(", ", set),
            String.join(", ", types),
            String.join(", ", names),
            String.join(" AND ", where));
  }

  private String enc() {
    return columns.stream().map(Column::column).collect(Collectors.joining(", "));
  }

  /** The rows of a window that are not on the new key, locked; those locked by others are not. */
  Future<List<Found>> old(SqlConnection db, List<String> after, List<String> until, int newKey) {
    return db.preparedQuery(old)
        .execute(window(after, until).addValue(newKey))
        .map(rows -> Rows.all(rows, this::found));
  }

  /** How many rows of a window are not on the new key. */
  Future<Long> count(SqlConnection db, List<String> after, List<String> until, int newKey) {
    return db.preparedQuery(count)
        .execute(window(after, until).addValue(newKey))
        .map(rows -> rows.iterator().next().getLong("n"));
  }

  private Found found(Row row) {
    List<byte @Nullable []> sealed = new ArrayList<>();
    columns.forEach(column -> sealed.add(Rows.bytes(row, column.column())));
    return new Found(key(row), sealed);
  }

  /** Writes values that were sealed anew; gives how many rows were. */
  Future<Integer> replace(SqlConnection db, List<Anew> rows) {
    if (rows.isEmpty()) {
      return Future.succeededFuture(0);
    }
    Tuple values = Tuple.tuple();
    for (int k = 0; k < keys; k++) {
      int part = k;
      values.addValue(rows.stream().map(row -> row.row().key().get(part)).toArray(String[]::new));
    }
    for (int c = 0; c < columns.size(); c++) {
      Buffer[] before = new Buffer[rows.size()];
      Buffer[] after = new Buffer[rows.size()];
      for (int r = 0; r < rows.size(); r++) {
        byte[] anew = rows.get(r).sealed().get(c);
        byte[] was = rows.get(r).row().sealed().get(c);
        if (anew != null && was != null) {
          before[r] = Buffer.buffer().appendBytes(was, 0, FieldCipher.HEADER_BYTES);
          after[r] = Buffer.buffer(anew);
        }
      }
      values.addValue(before).addValue(after);
    }
    return db.preparedQuery(replace).execute(values).map(updated -> updated.rowCount());
  }

  @Override
  List<String> statements() {
    List<String> all = new ArrayList<>(super.statements());
    all.addAll(List.of(old, count, replace));
    return all;
  }
}
