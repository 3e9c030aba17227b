package yihuyima.demo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;

/** The main class of a JVM that the tests kill: starts both databases, commits a row, and waits. */
final class DatabaseHolder {
  private DatabaseHolder() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, Durability.DURABLE);
    EmbeddedRedis redis = EmbeddedRedis.start(directory);
    try (Connection connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept (line integer)");
      statement.execute("INSERT INTO kept VALUES (7)");
    }
    System.out.println("held " + postgres.pid().getAsLong() + " " + redis.pid().getAsLong());
    new CountDownLatch(1).await();
  }
}
