package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every SQL statement of the product, against the migrated schema. */
class SqlIT {
  /** Tables that hold a handful of rows for good: reading them whole is right. */
  private static final Set<String> SMALL =
      Set.of(
          "policy",
          "programme",
          "flyway_schema_history",
          "catalogue_version",
          "policy_number",
          "always");

  private static Connection connection;
  private static Map<String, String> statements;

  @BeforeAll
  static void collect() throws Exception {
    EmbeddedPostgres postgres = TestStores.get().postgres();
    connection =
        DriverManager.getConnection(
            postgres.jdbcUrl(TestStores.get().newDatabase()) + "?preferQueryMode=simple",
            postgres.user(),
            postgres.password());
    statements = new TreeMap<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("yihuyima.api", "yihuyima.server")) {
      for (Field field : Class.forName(type.getName()).getDeclaredFields()) {
        // A private text is a piece of a statement; whole ones are visible to this test's readers.
        boolean whole =
            Modifier.isStatic(field.getModifiers()) && !Modifier.isPrivate(field.getModifiers());
        if (whole && field.getType() == String.class) {
          field.setAccessible(true);
          String text = (String) field.get(null);
          if (text != null && text.strip().matches("(?s)(SELECT|INSERT|UPDATE|DELETE|WITH)\\s.*")) {
            statements.put(type.getSimpleName() + "." + field.getName(), text);
          }
        }
      }
    }
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  @Test
  void everyStatementPrepares() throws SQLException {
    assertThat(statements).hasSizeGreaterThan(60);
    int number = 0;
    for (Map.Entry<String, String> entry : statements.entrySet()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PREPARE s" + number++ + " AS " + entry.getValue());
      } catch (SQLException e) {
        throw new AssertionError(entry.getKey() + ": " + e.getMessage(), e);
      }
    }
  }

  /** With sequential scans made dear, one that remains has no index to use. */
  @Test
  void noStatementReadsATableThatGrowsFromEndToEnd() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET enable_seqscan = off");
      for (Map.Entry<String, String> entry : statements.entrySet()) {
        StringBuilder plan = new StringBuilder();
        try (ResultSet rows =
            statement.executeQuery("EXPLAIN (GENERIC_PLAN) " + entry.getValue())) {
          while (rows.next()) {
            plan.append(rows.getString(1)).append('\n');
          }
        }
        for (String line : plan.toString().split("\n", -1)) {
          int at = line.indexOf("Seq Scan on ");
          if (at >= 0) {
            String table = line.substring(at + 12).split(" ", -1)[0];
            assertThat(SMALL)
                .as("%s reads %s without an index:%n%s", entry.getKey(), table, plan)
                .contains(table);
          }
        }
      }
    }
  }

  /**
   * Groups of all sizes go through one plan, and it reads by the keys: planning costs more than a
   * group does, and a plan for many would read all organisations for each.
   */
  @Test
  void statementsForGroupsArePlannedOnceAndReadByTheKeys() throws SQLException {
    Map<String, String> arguments =
        Map.of(
            "HouseholdCodeStore.FIND",
            "%s, now()".formatted(arrays("bytea", "uuid")),
            "HouseholdCodeStore.FIND_IN_TREE",
            "%s, now(), %s"
                .formatted(arrays("bytea", "uuid"), arrays("bigint", "bigint", "bigint", "text")),
            "AccessRecordStore.INSERT",
            arrays(
                "timestamptz",
                "text",
                "text",
                "bigint",
                "bigint",
                "boolean",
                "text",
                "text",
                "text",
                "text",
                "bytea",
                "text",
                "bigint",
                "integer",
                "text"));
    try (Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> entry : arguments.entrySet()) {
        String name = "group" + entry.getKey().replace('.', '_');
        statement.execute("PREPARE " + name + " AS " + statements.get(entry.getKey()));
        // The first five executions are planned one by one, whatever they are.
        for (int i = 0; i < 6; i++) {
          statement.execute("EXECUTE " + name + "(" + entry.getValue() + ")");
        }
        try (ResultSet row =
            statement.executeQuery(
                "SELECT generic_plans FROM pg_prepared_statements WHERE name = lower('"
                    + name
                    + "')")) {
          row.next();
          assertThat(row.getLong(1)).as(entry.getKey()).isEqualTo(1);
        }
      }
    }
  }

  /** Empty arrays of these types: the shortest group there is. */
  private static String arrays(String... types) {
    return java.util.Arrays.stream(types)
        .map("'{}'::%s[]"::formatted)
        .collect(java.util.stream.Collectors.joining(", "));
  }

  @Test
  void noListIsPagedByOffset() {
    assertThat(statements).allSatisfy((name, sql) -> assertThat(sql).doesNotContain("OFFSET"));
  }

  @Test
  void noStatementAsksForEveryColumn() {
    assertThat(statements)
        .allSatisfy(
            (name, sql) ->
                assertThat(sql.replaceAll("SELECT \\*\\s+FROM unnest", ""))
                    .doesNotContain(".*")
                    .doesNotContain("SELECT *"));
  }
}
