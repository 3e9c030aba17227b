package yihuyima.server;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the schema to what this release knows; forward only, and only when asked to. */
public final class Migration {
  static final String NEWEST =
      """
      SELECT version
        FROM flyway_schema_history
       WHERE success AND version IS NOT NULL
       ORDER BY installed_rank DESC
       LIMIT 1
      """;

  /** The schema this release knows: its newest migration. A test holds the two together. */
  static final String KNOWN = "0043";

  private Migration() {}

  /**
   * Migrates.
   *
   * @return how many migrations were carried out
   */
  public static int migrate(ServerConfig config) {
    return flyway(config).load().migrate().migrationsExecuted;
  }

  /** Migrates a database that a test or the demo names itself; gives how many were carried out. */
  public static int migrate(String jdbcUrl, String user, String password) {
    return common().dataSource(jdbcUrl, user, password).load().migrate().migrationsExecuted;
  }

  /** The version of the database's schema; fails when there is none. */
  static Future<String> ofDatabase(SqlClient db) {
    return db.preparedQuery(NEWEST)
        .execute()
        .map(rows -> rows.iterator().next().getString("version"));
  }

  private static FluentConfiguration flyway(ServerConfig config) {
    return common()
        .dataSource(
            Jdbc.url(config),
            config.text(ConfigKey.DATABASE_USER),
            config.text(ConfigKey.DATABASE_PASSWORD));
  }

  private static FluentConfiguration common() {
    return Flyway.configure()
        .locations("classpath:db/migration")
        .cleanDisabled(true)
        .validateMigrationNaming(true);
  }
}
