package yihuyima.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Blocking connections to the configured database: for migrating and for sealing. */
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

  /** A connection of the sealer's own; it never waits for an answer without end. */
  static Connection openSealer(ServerConfig config) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", config.text(ConfigKey.DATABASE_USER));
    properties.setProperty("password", config.text(ConfigKey.DATABASE_PASSWORD));
    properties.setProperty("ApplicationName", "yihuyima sealer");
    properties.setProperty("options", SEALER_OPTIONS);
    properties.setProperty("socketTimeout", ANSWER_SECONDS_MAX);
    properties.setProperty("connectTimeout", CONNECT_SECONDS_MAX);
    properties.setProperty("loginTimeout", CONNECT_SECONDS_MAX);
    properties.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(url(config), properties);
  }
}
