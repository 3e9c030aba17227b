package yihuyima.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Blocking connections to the configured database: for migrating, sealing and checking. */
final class Jdbc {
  /**
   * What the sealer's session is told. A session that says nothing for ten seconds is ended by the
   * database, and with it the lock: so the seat of a server that hangs or lost its power falls
   * free. A statement or a partition waits for others only briefly.
   */
  private static final String SEALER_OPTIONS =
      "-c idle_session_timeout=10000 -c idle_in_transaction_session_timeout=10000"
          + " -c statement_timeout=10000 -c lock_timeout=2000 -c tcp_keepalives_idle=5"
          + " -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3";

  /** One piece of a check takes no longer, and a reader that hangs frees what it holds up. */
  private static final String READER_OPTIONS =
      "-c default_transaction_read_only=on -c statement_timeout=60000"
          + " -c idle_in_transaction_session_timeout=60000";

  private static final String ANSWER_SECONDS_MAX = "15";
  private static final String CONNECT_SECONDS_MAX = "5";

  private Jdbc() {}

  /** The configured database's address. */
  static String url(ServerConfig config) {
    String tls = config.text(ConfigKey.DATABASE_TLS).equals("off") ? "disable" : "verify-full";
    return "jdbc:postgresql://%s:%s/%s?sslmode=%s"
        .formatted(
            config.text(ConfigKey.DATABASE_HOST),
            config.text(ConfigKey.DATABASE_PORT),
            config.text(ConfigKey.DATABASE_NAME),
            tls);
  }

  /** A connection that only reads, sees one moment, and fetches in pieces. */
  static Connection openReader(ServerConfig config) throws SQLException {
    Connection db =
        DriverManager.getConnection(url(config), properties(config, "checker", READER_OPTIONS));
    try {
      db.setReadOnly(true);
      db.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      db.setAutoCommit(false);
      return db;
    } catch (SQLException e) {
      db.close();
      throw e;
    }
  }

  /** A connection of the sealer's own; it never waits for an answer without end. */
  static Connection openSealer(ServerConfig config) throws SQLException {
    Properties properties = properties(config, "sealer", SEALER_OPTIONS);
    properties.setProperty("socketTimeout", ANSWER_SECONDS_MAX);
    return DriverManager.getConnection(url(config), properties);
  }

  private static Properties properties(ServerConfig config, String who, String options) {
    Properties properties = new Properties();
    properties.setProperty("user", config.text(ConfigKey.DATABASE_USER));
    properties.setProperty("password", config.text(ConfigKey.DATABASE_PASSWORD));
    properties.setProperty("ApplicationName", "yihuyima " + who);
    properties.setProperty("options", options);
    properties.setProperty("connectTimeout", CONNECT_SECONDS_MAX);
    properties.setProperty("loginTimeout", CONNECT_SECONDS_MAX);
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }
}
