package yihuyima.api.retention;

import java.util.ArrayList;
import java.util.List;

/**
 * How one rule is carried out: which rows are due, and what happens to them.
 *
 * @param rule the code of the rule
 * @param firstKey a key before every row's
 * @param windowRows rows looked at in one transaction
 * @param window by cut-off, now, the key before and how many: key, whether it is due, and why it is
 *     held back all the same
 * @param again the same of these keys, by cut-off, now and keys
 * @param lock locks rows by their keys, and passes over those that somebody is writing
 * @param steps in order
 */
record Disposal(
    String rule,
    String firstKey,
    int windowRows,
    String window,
    String again,
    String lock,
    List<Step> steps) {
  /**
   * One statement by keys, and what it is counted as.
   *
   * @param dated whether it takes the moment too
   */
  record Step(String table, boolean dated, String sql) {}

  private static final int WINDOW_ROWS = 500;

  Disposal {
    steps = List.copyOf(steps);
  }

  /** Of a table with a number as its key. */
  static Disposal of(String rule, String table, String due, String hold, Step... steps) {
    return of(rule, table, "bigint", String.valueOf(Long.MIN_VALUE), WINDOW_ROWS, due, hold, steps);
  }

  /** Of a table with one key, and another number of rows at once. */
  static Disposal of(
      String rule,
      String table,
      String type,
      String firstKey,
      int windowRows,
      String due,
      String hold,
      Step... steps) {
    return new Disposal(
        rule,
        firstKey,
        windowRows,
        looking(table, "t.id::text", due, hold)
            + " WHERE t.id > $3::text::%s ORDER BY t.id LIMIT $4".formatted(type),
        looking(table, "t.id::text", due, hold)
            + " WHERE t.id = ANY ($3::text[]::%s[]) ORDER BY t.id".formatted(type),
        "SELECT t.id::text AS key FROM %s AS t WHERE t.id = ANY ($1::text[]::%s[]) ORDER BY t.id FOR UPDATE SKIP LOCKED"
            .formatted(table, type),
        List.of(steps));
  }

  /** Of a table with two keys, which are written with a line feed between them. */
  static Disposal ofTwoKeys(
      String rule, String table, String first, String type, String second, String due) {
    String key = "t.%s::text || chr(10) || t.%s".formatted(first, second);
    String pair = "(t.%s, t.%s)".formatted(first, second);
    String parts = "split_part(%1$s, chr(10), 1)::%2$s, split_part(%1$s, chr(10), 2)";
    String given =
        " WHERE %s IN (SELECT %s FROM unnest($%%d::text[]) AS k (key))"
            .formatted(pair, parts.formatted("k.key", type));
    return new Disposal(
        rule,
        type.equals("text") ? "\n" : Long.MIN_VALUE + "\n",
        WINDOW_ROWS,
        looking(table, key, due, "NULL")
            + " WHERE %s > (%s) ORDER BY t.%s, t.%s LIMIT $4"
                .formatted(pair, parts.formatted("$3::text", type), first, second),
        looking(table, key, due, "NULL")
            + given.formatted(3)
            + " ORDER BY t.%s, t.%s".formatted(first, second),
        "SELECT %s AS key FROM %s AS t".formatted(key, table)
            + given.formatted(1)
            + " ORDER BY t.%s, t.%s FOR UPDATE SKIP LOCKED".formatted(first, second),
        List.of(
            new Step(table, false, "DELETE FROM %s AS t".formatted(table) + given.formatted(1))));
  }

  /** Deletes rows by their number. */
  static Step delete(String table, String by) {
    return delete(table, by, "bigint");
  }

  static Step delete(String table, String by, String type) {
    return new Step(
        table,
        false,
        "DELETE FROM %s WHERE %s = ANY ($1::text[]::%s[])".formatted(table, by, type));
  }

  private static String looking(String table, String key, String due, String hold) {
    // Both moments are parameters of every rule, whether it looks at them or not. Rules ask other
    // tables by (SELECT … LIMIT 1) IS NULL: an EXISTS may be planned by reading all of the other.
    return """
    SELECT %s AS key, coalesce($1::timestamptz IS NOT NULL AND $2::timestamptz IS NOT NULL AND (%s), false) AS due, (%s)::text AS hold
      FROM %s AS t
    """
        .formatted(key, due, hold, table);
  }

  /** Every statement, so that a test can hold them against the schema. */
  List<String> statements() {
    List<String> all = new ArrayList<>(List.of(window, again, lock));
    steps.forEach(step -> all.add(step.sql()));
    return all;
  }
}
