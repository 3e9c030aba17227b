package yihuyima.api.secret.rotation;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import yihuyima.api.secret.SealedTable;
import yihuyima.api.sql.Rows;

/**
 * Goes along one table's primary key, a window at a time; what is done with a window is a
 * subclass's. The statements are written from enums, which no request can influence.
 */
abstract class Walk {
  private final SealedTable table;
  private final int keys;
  private final String end;

  /** The columns of the primary key, in order. */
  final String key;

  /** A window's rows, by parameters: the key before it and the last key in it. */
  final String window;

  Walk(SealedTable table) {
    this.table = table;
    this.keys = table.keys().size();
    this.key = String.join(", ", table.keys());
    String after = " FROM " + table.table() + " WHERE (" + key + ") > (" + parameters(1) + ")";
    this.window = after + " AND (" + key + ") <= (" + parameters(1 + keys) + ")";
    this.end =
        "SELECT %s, count(*) OVER () AS n FROM (SELECT %s%s ORDER BY %s LIMIT $%d) AS seen ORDER BY %s LIMIT 1"
            .formatted(texts(), key, after, key, 1 + keys, key.replace(",", " DESC,") + " DESC");
  }

  /** The key's columns as texts. */
  final String texts() {
    return table.keys().stream()
        .map(key -> key + "::text AS " + key + "_text")
        .collect(Collectors.joining(", "));
  }

  private String parameters(int first) {
    return IntStream.range(first, first + keys)
        .mapToObj(n -> "$" + n + "::text::" + table.keyType())
        .collect(Collectors.joining(", "));
  }

  final SealedTable table() {
    return table;
  }

  /** Before the first row. */
  final List<String> start() {
    String least = table.keyType().equals("text") ? "" : String.valueOf(Long.MIN_VALUE);
    return java.util.Collections.nCopies(keys, least);
  }

  /** The next window of rows: its last key, and how many it has. */
  record End(List<String> key, long rows) {}

  /** The end of the next window; empty when the table is at its end. */
  final Future<Optional<End>> windowEnd(SqlConnection db, List<String> after, int rows) {
    Tuple values = Tuple.tuple();
    after.forEach(values::addValue);
    values.addValue(rows);
    return db.preparedQuery(end)
        .execute(values)
        .map(found -> Rows.first(found, row -> new End(key(row), row.getLong("n"))));
  }

  static Tuple window(List<String> after, List<String> until) {
    Tuple values = Tuple.tuple();
    after.forEach(values::addValue);
    until.forEach(values::addValue);
    return values;
  }

  final List<String> key(Row row) {
    return table.keys().stream().map(key -> row.getString(key + "_text")).toList();
  }

  /** Every statement, so that a test can hold them against the schema. */
  List<String> statements() {
    return List.of(end);
  }
}
