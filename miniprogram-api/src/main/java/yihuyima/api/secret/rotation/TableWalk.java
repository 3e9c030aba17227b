package yihuyima.api.secret.rotation;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import yihuyima.api.secret.Column;
import yihuyima.api.secret.FieldCipher;
import yihuyima.api.secret.SealedTable;
import yihuyima.api.sql.Rows;

/**
 * The statements that walk one table along its primary key, a window at a time, written from {@link
 * SealedTable} and {@link Column}, which no request can influence.
 */
final class TableWalk {
  /** A row with values on another key than the new one. */
  record Found(List<String> key, List<byte @Nullable []> sealed) {}

  /** The values of a row, sealed anew; null where nothing is to be done. */
  record Anew(Found row, List<byte @Nullable []> sealed) {}

  private final SealedTable table;
  private final List<Column> columns;
  private final int keys;
  private final String end;
  private final String old;
  private final String count;
  private final String replace;

  TableWalk(SealedTable table) {
    this.table = table;
    this.columns = table.columns();
    this.keys = table.keys().size();
    String key = String.join(", ", table.keys());
    String after = "(" + key + ") > (" + parameters(1) + ")";
    String until = "(" + key + ") <= (" + parameters(1 + keys) + ")";
    String isOld =
        columns.stream()
            .map(column -> isOld(column.column(), "$" + (1 + 2 * keys)))
            .collect(Collectors.joining(" OR "));
    String from = " FROM " + table.table() + " WHERE " + after;
    this.end =
        "SELECT %s, count(*) OVER () AS n FROM (SELECT %s%s ORDER BY %s LIMIT $%d) AS seen ORDER BY %s LIMIT 1"
            .formatted(texts(), key, from, key, 1 + keys, key.replace(",", " DESC,") + " DESC");
    // Rows that somebody is writing are passed over, so that this never waits and nobody waits in a
    // circle; the next pass finds them.
    this.old =
        "SELECT %s, %s%s AND %s AND (%s) ORDER BY %s FOR NO KEY UPDATE SKIP LOCKED"
            .formatted(texts(), enc(), from, until, isOld, key);
    this.count = "SELECT count(*) AS n%s AND %s AND (%s)".formatted(from, until, isOld);
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
      where.add("t.%s = x.k%d::%s".formatted(table.keys().get(k), k, table.keyType()));
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
            table.table(),
            String.join(", ", set),
            String.join(", ", types),
            String.join(", ", names),
            String.join(" AND ", where));
  }

  private String texts() {
    return table.keys().stream()
        .map(key -> key + "::text AS " + key + "_text")
        .collect(Collectors.joining(", "));
  }

  private String enc() {
    return columns.stream().map(Column::column).collect(Collectors.joining(", "));
  }

  private String parameters(int first) {
    return IntStream.range(first, first + keys)
        .mapToObj(n -> "$" + n + "::text::" + table.keyType())
        .collect(Collectors.joining(", "));
  }

  SealedTable table() {
    return table;
  }

  /** Before the first row. */
  List<String> start() {
    String least = table.keyType().equals("text") ? "" : String.valueOf(Long.MIN_VALUE);
    return java.util.Collections.nCopies(keys, least);
  }

  /** The next window of rows: its last key, and how many it has. */
  record End(List<String> key, long rows) {}

  /** The end of the next window; empty when the table is at its end. */
  Future<Optional<End>> windowEnd(SqlConnection db, List<String> after, int rows) {
    Tuple values = Tuple.tuple();
    after.forEach(values::addValue);
    values.addValue(rows);
    return db.preparedQuery(end)
        .execute(values)
        .map(found -> Rows.first(found, row -> new End(key(row), row.getLong("n"))));
  }

  /** The rows of a window that are not on the new key, locked; those locked by others are not. */
  Future<List<Found>> old(SqlConnection db, List<String> after, List<String> until, int newKey) {
    return db.preparedQuery(old)
        .execute(window(after, until, newKey))
        .map(rows -> Rows.all(rows, this::found));
  }

  /** How many rows of a window are not on the new key. */
  Future<Long> count(SqlConnection db, List<String> after, List<String> until, int newKey) {
    return db.preparedQuery(count)
        .execute(window(after, until, newKey))
        .map(rows -> rows.iterator().next().getLong("n"));
  }

  private static Tuple window(List<String> after, List<String> until, int newKey) {
    Tuple values = Tuple.tuple();
    after.forEach(values::addValue);
    until.forEach(values::addValue);
    return values.addValue(newKey);
  }

  private Found found(Row row) {
    List<byte @Nullable []> sealed = new ArrayList<>();
    columns.forEach(column -> sealed.add(Rows.bytes(row, column.column())));
    return new Found(key(row), sealed);
  }

  private List<String> key(Row row) {
    return table.keys().stream().map(key -> row.getString(key + "_text")).toList();
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

  /** Every statement, so that a test can hold them against the schema. */
  List<String> statements() {
    return List.of(end, old, count, replace);
  }
}
