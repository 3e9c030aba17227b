package yihuyima.demo.county;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes out of the way what would be done row by row, and does it once for all rows at the end:
 * foreign keys, indexes, and the triggers that count the versions of views nobody has composed yet,
 * or mark households whose answers change: the whole register is computed anew after a load.
 *
 * <p>All of it inside the loading transaction: nobody ever sees the tables without them, and a load
 * that fails has never taken them away. Primary keys stay, triggers look rows up by them.
 */
final class BulkLoad {
  /** Each with the statement that takes it away and the one that brings it back. */
  private static final String FOREIGN_KEYS =
      """
      SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
             format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint
       WHERE contype = 'f' AND connamespace = 'public'::regnamespace
       ORDER BY conrelid, conname
      """;

  private static final String UNIQUE_CONSTRAINTS =
      """
      SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
             format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint
       WHERE contype = 'u' AND connamespace = 'public'::regnamespace
       ORDER BY conrelid, conname
      """;

  private static final String INDEXES =
      """
      SELECT format('DROP INDEX %s', x.indexrelid::regclass), pg_get_indexdef(x.indexrelid)
        FROM pg_index AS x
        JOIN pg_class AS c ON c.oid = x.indexrelid
       WHERE c.relnamespace = 'public'::regnamespace
         AND NOT EXISTS (SELECT 1 FROM pg_constraint AS k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x'))
         AND c.relname NOT LIKE 'flyway%'
         AND c.relkind = 'i' AND NOT c.relispartition
       ORDER BY c.relname
      """;

  private static final String COUNTING_TRIGGERS =
      """
      SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', t.tgrelid::regclass, t.tgname),
             format('ALTER TABLE %s ENABLE TRIGGER %I', t.tgrelid::regclass, t.tgname)
        FROM pg_trigger AS t
        JOIN pg_proc    AS p ON p.oid = t.tgfoid
        JOIN pg_class   AS c ON c.oid = t.tgrelid
       WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
         AND (p.proname LIKE 'count\\_%' OR p.proname LIKE 'mark\\_%') AND p.proname <> 'count_catalogue_change'
       ORDER BY t.tgrelid, t.tgname
      """;

  /** For building indexes; a load has the machine to itself. */
  private static final String SORT_MEMORY = "SET LOCAL maintenance_work_mem = '256MB'";

  private final Connection connection;
  private final List<String> backAgain = new ArrayList<>();

  private BulkLoad(Connection connection) {
    this.connection = connection;
  }

  /** Takes everything out of the way; the connection is in a transaction. */
  static BulkLoad begin(Connection connection) throws SQLException {
    BulkLoad load = new BulkLoad(connection);
    load.execute(SORT_MEMORY);
    load.takeAway(COUNTING_TRIGGERS);
    load.takeAway(FOREIGN_KEYS);
    load.takeAway(UNIQUE_CONSTRAINTS);
    load.takeAway(INDEXES);
    return load;
  }

  private void takeAway(String query) throws SQLException {
    List<String> away = new ArrayList<>();
    List<String> back = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        away.add(rows.getString(1));
        back.add(rows.getString(2));
      }
    }
    for (String sql : away) {
      execute(sql);
    }
    // What went last comes back first: foreign keys need the unique constraints they refer to.
    backAgain.addAll(0, back);
  }

  /** Brings everything back; fails when the rows do not satisfy it. */
  void end() throws SQLException {
    for (String sql : backAgain) {
      execute(sql);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
