package yihuyima.api.secret.rotation;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import yihuyima.api.secret.IndexedColumn;
import yihuyima.api.secret.SealedTable;
import yihuyima.api.sql.Rows;

/** The statements that move one table's blind indexes from one column to the other. */
final class IndexWalk extends Walk {
  /** A row that lacks a value under the new key, with what it is made from. */
  record Found(List<String> key, List<byte @Nullable []> sealed) {}

  /** The values of a row under the new key; null where nothing is to be done. */
  record Filled(List<String> key, List<byte @Nullable []> values) {}

  private final List<IndexedColumn> columns;
  private final String missing;
  private final String countMissing;
  private final String fill;
  private final String clear;
  private final String countOld;

  /**
   * A walk.
   *
   * @param newKeyId says which of the two columns is the new one
   */
  IndexWalk(SealedTable table, int newKeyId) {
    super(table);
    this.columns = columnsOf(table);
    String lacks =
        any(
            column ->
                "((%1$s IS NOT NULL OR (%2$s IS NOT NULL AND %3$s)) AND %4$s IS NULL)"
                    .formatted(
                        column.sealed().column(),
                        column.otherColumn(newKeyId),
                        column.needed(),
                        column.column(newKeyId)));
    String isOld = any(column -> column.otherColumn(newKeyId) + " IS NOT NULL");
    String sealed =
        columns.stream().map(column -> column.sealed().column()).collect(Collectors.joining(", "));
    // Rows that somebody is writing are passed over, so that this never waits and nobody waits in a
    // circle; the next pass finds them.
    this.missing =
        "SELECT %s, %s%s AND (%s) ORDER BY %s FOR NO KEY UPDATE SKIP LOCKED"
            .formatted(texts(), sealed, window, lacks, key);
    this.countMissing = "SELECT count(*) AS n%s AND (%s)".formatted(window, lacks);
    this.fill = filling(newKeyId);
    this.clear =
        "UPDATE %s SET %s WHERE (%s) IN (SELECT %s%s AND (%s) FOR NO KEY UPDATE SKIP LOCKED)"
            .formatted(table.table(), clearing(newKeyId), key, key, window, isOld);
    this.countOld = "SELECT count(*) AS n%s AND (%s)".formatted(window, isOld);
  }

  /** The tables that have blind indexes, in the order of {@link IndexedColumn}. */
  static List<IndexWalk> all(int newKeyId) {
    Set<SealedTable> tables = new LinkedHashSet<>();
    for (IndexedColumn column : IndexedColumn.values()) {
      tables.add(column.sealed().table());
    }
    return tables.stream().map(table -> new IndexWalk(table, newKeyId)).toList();
  }

  private static List<IndexedColumn> columnsOf(SealedTable table) {
    return Arrays.stream(IndexedColumn.values())
        .filter(column -> column.sealed().table() == table)
        .toList();
  }

  private String any(Function<IndexedColumn, String> condition) {
    return columns.stream().map(condition).collect(Collectors.joining(" OR "));
  }

  private String filling(int newKeyId) {
    List<String> set = new ArrayList<>();
    List<String> where = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> types = new ArrayList<>();
    int keys = table().keys().size();
    for (int k = 0; k < keys; k++) {
      names.add("k" + k);
      types.add("$" + (k + 1) + "::text[]");
      where.add("t.%s = x.k%d::%s".formatted(table().keys().get(k), k, table().keyType()));
    }
    for (int c = 0; c < columns.size(); c++) {
      String column = columns.get(c).column(newKeyId);
      names.add("n" + c);
      types.add("$" + (keys + c + 1) + "::bytea[]");
      set.add("%1$s = COALESCE(t.%1$s, x.n%2$d)".formatted(column, c));
    }
    return "UPDATE %s AS t SET %s FROM unnest(%s) AS x (%s) WHERE %s"
        .formatted(
            table().table(),
            String.join(", ", set),
            String.join(", ", types),
            String.join(", ", names),
            String.join(" AND ", where));
  }

  /** Never takes the only value of a row that needs one, whatever went before. */
  private String clearing(int newKeyId) {
    return columns.stream()
        .map(
            column ->
                "%1$s = CASE WHEN %2$s IS NULL AND %3$s THEN %1$s END"
                    .formatted(
                        column.otherColumn(newKeyId), column.column(newKeyId), column.needed()))
        .collect(Collectors.joining(", "));
  }

  List<IndexedColumn> columns() {
    return columns;
  }

  /** The rows of a window that lack a value under the new key, locked; not those others lock. */
  Future<List<Found>> missing(SqlConnection db, List<String> after, List<String> until) {
    return db.preparedQuery(missing)
        .execute(window(after, until))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row -> {
                      List<byte @Nullable []> sealed = new ArrayList<>();
                      columns.forEach(c -> sealed.add(Rows.bytes(row, c.sealed().column())));
                      return new Found(key(row), sealed);
                    }));
  }

  /** How many rows of a window lack a value under the new key. */
  Future<Long> countMissing(SqlConnection db, List<String> after, List<String> until) {
    return count(db, countMissing, after, until);
  }

  /** How many rows of a window have a value under the old key. */
  Future<Long> countOld(SqlConnection db, List<String> after, List<String> until) {
    return count(db, countOld, after, until);
  }

  private static Future<Long> count(
      SqlConnection db, String sql, List<String> after, List<String> until) {
    return db.preparedQuery(sql)
        .execute(window(after, until))
        .map(rows -> rows.iterator().next().getLong("n"));
  }

  /** Takes the values under the old key out of a window; gives of how many rows. */
  Future<Integer> clear(SqlConnection db, List<String> after, List<String> until) {
    return db.preparedQuery(clear).execute(window(after, until)).map(rows -> rows.rowCount());
  }

  /** Writes values under the new key where there is none; gives how many rows were written. */
  Future<Integer> fill(SqlConnection db, List<Filled> rows) {
    if (rows.isEmpty()) {
      return Future.succeededFuture(0);
    }
    Tuple values = Tuple.tuple();
    for (int k = 0; k < table().keys().size(); k++) {
      int part = k;
      values.addValue(rows.stream().map(row -> row.key().get(part)).toArray(String[]::new));
    }
    for (int c = 0; c < columns.size(); c++) {
      Buffer[] column = new Buffer[rows.size()];
      for (int r = 0; r < rows.size(); r++) {
        byte[] value = rows.get(r).values().get(c);
        column[r] = value == null ? null : Buffer.buffer(value);
      }
      values.addValue(column);
    }
    return db.preparedQuery(fill).execute(values).map(updated -> updated.rowCount());
  }

  @Override
  List<String> statements() {
    List<String> all = new ArrayList<>(super.statements());
    all.addAll(List.of(missing, countMissing, fill, clear, countOld));
    return all;
  }
}
