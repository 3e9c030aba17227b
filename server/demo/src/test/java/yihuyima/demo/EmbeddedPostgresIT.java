package yihuyima.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
  @TempDir static Path shared;
  static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() {
    postgres = EmbeddedPostgres.start(shared, Durability.FAST);
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void theVertxClientSignsInAndSelects() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      PgConnectOptions options =
          new PgConnectOptions()
              .setHost(postgres.host())
              .setPort(postgres.port())
              .setDatabase(postgres.database())
              .setUser(postgres.user())
              .setPassword(postgres.password());
      Pool pool = PgBuilder.pool().connectingTo(options).using(vertx).build();
      int answer =
          pool.query("SELECT 42")
              .execute()
              .await(30, TimeUnit.SECONDS)
              .iterator()
              .next()
              .getInteger(0);
      assertThat(answer).isEqualTo(42);
    } finally {
      vertx.close().await(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void nobodySignsInWithoutThePassword() {
    for (String user : List.of(postgres.user(), postgres.superuser())) {
      assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), user, "wrong"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }
  }

  @Test
  void thePasswordIsReadableByTheOwnerOnlyAndNowhereElse() throws Exception {
    assertThat(Files.getPosixFilePermissions(shared.resolve("postgres.password")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(postgres.toString()).doesNotContain(postgres.password());
    assertThat(Files.readString(shared.resolve("initdb.log"))).doesNotContain(postgres.password());
    String arguments =
        String.join(
            " ",
            ProcessHandle.of(postgres.pid().getAsLong())
                .orElseThrow()
                .info()
                .arguments()
                .orElseThrow());
    assertThat(arguments).doesNotContain(postgres.password());
  }

  @Test
  void onlyThisMachineReachesIt() throws Exception {
    for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
      for (InetAddress address : network.inetAddresses().toList()) {
        if (!address.isLoopbackAddress()) {
          assertThatThrownBy(() -> connect(address)).isInstanceOf(java.io.IOException.class);
        }
      }
    }
  }

  private static void connect(InetAddress address) throws java.io.IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, postgres.port()), 2_000);
    }
  }

  @Test
  void aCopyOfATemplateHasItsRowsEvenWhileSomebodyIsConnectedToIt() throws Exception {
    postgres.createDatabase("pattern");
    try (Connection lingering = connect(postgres, "pattern")) {
      execute(lingering, "CREATE TABLE kept (line integer)");
      execute(lingering, "INSERT INTO kept VALUES (7)");
      String first = postgres.templateDatabase("pattern");
      String second = postgres.templateDatabase("pattern");
      assertThat(first).isNotEqualTo(second);
      for (String name : List.of(first, second)) {
        try (Connection copy = connect(postgres, name)) {
          assertThat(number(copy, "SELECT line FROM kept")).isEqualTo(7);
        }
        postgres.dropDatabase(name);
      }
    }
  }

  @Test
  void aNameThatIsNotPlainIsRefused() {
    assertThatThrownBy(() -> postgres.createDatabase("x; DROP DATABASE yihuyima"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void chineseWordsAreSearchedByTrigram() throws Exception {
    String name = "trigrams";
    postgres.createDatabase(name);
    try (Connection connection = connect(postgres, name)) {
      execute(connection, "CREATE EXTENSION pg_trgm");
      assertThat(number(connection, "SELECT cardinality(show_trgm('困难职工'))")).isGreaterThan(3);
    }
  }

  @Test
  void aDirectoryHasOneOwnerAtATime() {
    assertThatThrownBy(() -> EmbeddedPostgres.start(shared, Durability.FAST))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in use");
  }

  @Test
  void everyWayOfStoppingKeepsThePortAndWhatWasCommitted(@TempDir Path directory) throws Exception {
    try (EmbeddedPostgres durable = EmbeddedPostgres.start(directory, Durability.DURABLE)) {
      int port = durable.port();
      try (Connection connection = connect(durable, durable.database())) {
        assertThat(text(connection, "SHOW fsync")).isEqualTo("on");
        assertThat(text(connection, "SHOW synchronous_commit")).isEqualTo("on");
        assertThat(text(connection, "SHOW full_page_writes")).isEqualTo("on");
        execute(connection, "CREATE TABLE kept (line integer)");
      }
      List<Runnable> ways =
          List.of(durable::stop, durable::stopImmediately, durable::kill, () -> {});
      for (int i = 0; i < ways.size(); i++) {
        try (Connection connection = connect(durable, durable.database())) {
          execute(connection, "INSERT INTO kept VALUES (1)");
          ways.get(i).run();
          durable.restart();
        }
        assertThat(durable.port()).isEqualTo(port);
        try (Connection connection = connect(durable, durable.database())) {
          assertThat(number(connection, "SELECT count(*) FROM kept")).isEqualTo(i + 1);
        }
      }
    }
  }

  @Test
  void aKilledJvmLeavesNoProcessBehindAndLosesNothing(@TempDir Path directory) throws Exception {
    HeldDatabases held = HeldDatabases.start(directory);
    assertThat(HeldDatabases.runs(held.postgresPid())).isTrue();
    assertThat(HeldDatabases.runs(held.redisPid())).isTrue();

    held.killJvm();

    assertThat(
            Polling.until(
                () ->
                    !HeldDatabases.runs(held.postgresPid()) && !HeldDatabases.runs(held.redisPid()),
                HeldDatabases.PATIENCE))
        .isTrue();
    assertRowKept(directory);
  }

  @Test
  void whatAKilledJvmLeftRunningIsStoppedByTheNextStart(@TempDir Path directory) throws Exception {
    HeldDatabases held = HeldDatabases.start(directory);
    held.killJvmAndWatchdog();
    assertThat(HeldDatabases.runs(held.postgresPid())).isTrue();
    assertThat(HeldDatabases.runs(held.redisPid())).isTrue();

    assertRowKept(directory);
    EmbeddedRedis.start(directory).close();

    assertThat(HeldDatabases.runs(held.postgresPid())).isFalse();
    assertThat(HeldDatabases.runs(held.redisPid())).isFalse();
  }

  private static void assertRowKept(Path directory) throws SQLException {
    try (EmbeddedPostgres again = EmbeddedPostgres.start(directory, Durability.DURABLE);
        Connection connection = connect(again, again.database())) {
      assertThat(number(connection, "SELECT line FROM kept")).isEqualTo(7);
    }
  }

  @Test
  void aPidThatMeansSomebodyElseByNowIsLeftAlone(@TempDir Path directory) throws Exception {
    EmbeddedPostgres.start(directory, Durability.FAST).close();
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      Path pidFile = directory.toRealPath().resolve("postgres/postmaster.pid");
      Files.writeString(
          pidFile, stranger.pid() + "\n" + pidFile.getParent() + "\n0\n5432\n\n127.0.0.1\n");
      EmbeddedPostgres.start(directory, Durability.FAST).close();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aTornPidFileIsNoObstacle(@TempDir Path directory) throws Exception {
    EmbeddedPostgres.start(directory, Durability.FAST).close();
    Files.writeString(directory.resolve("postgres/postmaster.pid"), "");
    try (EmbeddedPostgres again = EmbeddedPostgres.start(directory, Durability.FAST);
        Connection connection = connect(again, again.database())) {
      assertThat(number(connection, "SELECT 1")).isEqualTo(1);
    }
  }

  private static Connection connect(EmbeddedPostgres server, String database) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(database), server.user(), server.password());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int number(Connection connection, String sql) throws SQLException {
    return Integer.parseInt(text(connection, sql));
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
