package yihuyima.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import yihuyima.server.Migration;

/**
 * One PostgreSQL and one Redis for all tests of this JVM; each test class has a database of its
 * own.
 */
final class TestStores {
  private static final String TEMPLATE = "migrated";
  private static TestStores only;

  private final EmbeddedPostgres postgres;
  private final EmbeddedRedis redis;

  private TestStores() {
    try {
      postgres =
          EmbeddedPostgres.start(Files.createTempDirectory("yihuyima-test-pg"), Durability.FAST);
      redis = EmbeddedRedis.start(Files.createTempDirectory("yihuyima-test-redis"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    postgres.createDatabase(TEMPLATE);
    Migration.migrate(postgres.jdbcUrl(TEMPLATE), postgres.user(), postgres.password());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  redis.close();
                  postgres.close();
                }));
  }

  /** Starts them with the first call. */
  static synchronized TestStores get() {
    if (only == null) {
      only = new TestStores();
    }
    return only;
  }

  EmbeddedPostgres postgres() {
    return postgres;
  }

  EmbeddedRedis redis() {
    return redis;
  }

  /** A migrated, empty database; gives its name. */
  String newDatabase() {
    return postgres.templateDatabase(TEMPLATE);
  }

  /** A folder for a test that needs stores of its own, to be killed and restarted. */
  static Path newFolder(String name) {
    try {
      return Files.createTempDirectory("yihuyima-" + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
