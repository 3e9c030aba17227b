package yihuyima.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL 18 as a child process, on a free port of 127.0.0.1, behind a password.
 *
 * <p>It never outlives this JVM: {@link #close()} stops it, and after {@code kill -9} a {@link
 * Watchdog} does. What an earlier JVM left running in the same directory all the same is stopped
 * before the start. One JVM at a time may use a directory.
 *
 * <p>All methods block, some for seconds: not for an event loop.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final String SUPERUSER = "postgres";

  /** Owns the database and may make others; not a superuser, so that tests see missing rights. */
  private static final String USER = "yihuyima";

  private static final String DATABASE = "yihuyima";

  /** Two servers with their pools, and a few test classes at a time. */
  private static final int CONNECTIONS_MAX = 200;

  private static final int SHARED_BUFFERS_MIB = 256;

  /** Recovery after a crash reads at most max_wal_size, 1 GiB. */
  private static final Duration START_DEADLINE = Duration.ofMinutes(2);

  /** A fast shutdown ends with a checkpoint of at most the shared buffers. */
  private static final Duration STOP_DEADLINE = Duration.ofMinutes(1);

  private static final Duration KILL_DEADLINE = Duration.ofSeconds(10);

  /** Somebody else may take a free port before PostgreSQL does, but not five times. */
  private static final int PORT_TRIES_MAX = 5;

  private static final int LOG_TAIL_CHARACTERS = 2_000;
  private static final int STATUS_LINE = 7;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private final DataDirectory directory;
  private final Path cluster;
  private final Path log;
  private final Durability durability;
  private final Path programs;
  private final PostgresAccount account;
  private final String password;
  private final AtomicInteger copies = new AtomicInteger();
  private int port;
  private @Nullable OwnedProcess postmaster;
  private boolean closed;

  private EmbeddedPostgres(
      DataDirectory directory, Durability durability, Path programs, PostgresAccount account) {
    this.directory = directory;
    this.cluster = directory.resolve("postgres");
    this.log = directory.resolve("postgres.log");
    this.durability = durability;
    this.programs = programs;
    this.account = account;
    this.password = directory.password("postgres.password");
  }

  /**
   * Starts PostgreSQL on the cluster in this directory, which is made if there is none.
   *
   * @param dataDir kept between starts; gets the cluster, its password (mode 0600) and its log
   * @throws IllegalStateException when another JVM uses the directory, or PostgreSQL does not
   *     start; the message holds the end of its log
   */
  public static EmbeddedPostgres start(Path dataDir, Durability durability) {
    PostgresAccount account = PostgresAccount.forPostgres();
    Path programs = Binaries.postgres();
    DataDirectory directory = DataDirectory.own(dataDir, "postgres");
    try {
      EmbeddedPostgres postgres = new EmbeddedPostgres(directory, durability, programs, account);
      postgres.prepare();
      postgres.startOnFreePort();
      return postgres;
    } catch (RuntimeException e) {
      directory.release();
      throw e;
    }
  }

  private void prepare() {
    if (!Files.exists(cluster)) {
      new PostgresCluster(programs, account).create(cluster, SUPERUSER, USER, DATABASE, password);
    }
    account.give(cluster);
    stopLeftover();
  }

  private void stopLeftover() {
    OptionalLong pid = Leftover.pidIn(cluster.resolve("postmaster.pid"));
    if (pid.isPresent() && pid.getAsLong() > 1) {
      Leftover.stop(
          pid.getAsLong(),
          "postgres",
          List.of("-D", cluster.toString()),
          Signal.INT,
          STOP_DEADLINE);
    }
  }

  private void startOnFreePort() {
    for (int i = 1; ; i++) {
      port = LoopbackPorts.free();
      try {
        launch();
        return;
      } catch (PortTaken e) {
        if (i == PORT_TRIES_MAX) {
          throw e;
        }
      }
    }
  }

  private void launch() {
    awaitBackendsGone();
    disarmStalePidFile();
    OwnedProcess started =
        OwnedProcess.start(account.run(command()), Map.of("PGTZ", "UTC"), log, Signal.INT);
    postmaster = started;
    awaitReady(started);
  }

  private List<String> command() {
    // The directory first: by it a leftover is recognised.
    List<String> command =
        new ArrayList<>(
            List.of(programs.resolve("bin/postgres").toString(), "-D", cluster.toString()));
    Map<String, String> settings =
        Map.ofEntries(
            Map.entry("port", Integer.toString(port)),
            Map.entry("listen_addresses", HOST),
            Map.entry("unix_socket_directories", ""),
            Map.entry("max_connections", Integer.toString(CONNECTIONS_MAX)),
            Map.entry("shared_buffers", SHARED_BUFFERS_MIB + "MB"),
            Map.entry("jit", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("fsync", durability.setting()),
            Map.entry("synchronous_commit", durability.setting()),
            Map.entry("full_page_writes", durability.setting()),
            // What the server does, not what statements do: those fail at their client, and their
            // details would be personal data.
            Map.entry("log_min_messages", "log"),
            Map.entry("log_error_verbosity", "terse"),
            Map.entry("log_checkpoints", "off"));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return command;
  }

  /**
   * After a crash the pid file stays, and PostgreSQL refuses to start when some process has that
   * pid by now. With our own pid in its first line PostgreSQL passes over that check (the parent of
   * a postmaster is none) and still makes the other one, that no backend holds the shared memory.
   */
  private void disarmStalePidFile() {
    Path file = cluster.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return;
    }
    try {
      if (Leftover.pidIn(file).isEmpty()) {
        // Torn by a full disk or a power cut; PostgreSQL would not read it.
        Files.delete(file);
        return;
      }
      List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
      lines.set(0, Long.toString(ProcessHandle.current().pid()));
      Files.writeString(file, String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady(OwnedProcess process) {
    boolean late =
        !Polling.until(() -> !process.isAlive() || isReady(process.pid()), START_DEADLINE);
    if (late || !process.isAlive()) {
      process.signal(Signal.QUIT);
      String tail = logTail();
      if (tail.contains("could not bind")) {
        throw new PortTaken(port);
      }
      throw new IllegalStateException("PostgreSQL did not start:\n" + tail);
    }
  }

  private boolean isReady(long pid) {
    Path file = cluster.resolve("postmaster.pid");
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      return lines.size() > STATUS_LINE
          && lines.getFirst().strip().equals(Long.toString(pid))
          && lines.get(STATUS_LINE).strip().equals("ready");
    } catch (IOException e) {
      // Not written yet.
      return false;
    }
  }

  /**
   * Backends notice that their postmaster is gone and end; their working directory is the cluster.
   */
  private void awaitBackendsGone() {
    if (!Polling.until(() -> backends().isEmpty(), KILL_DEADLINE)) {
      throw new IllegalStateException("processes of an earlier PostgreSQL hold " + cluster);
    }
  }

  /**
   * Where there is no /proc the list is empty, and PostgreSQL's own check of the memory remains.
   */
  private List<Path> backends() {
    Path proc = Path.of("/proc");
    if (!Files.isDirectory(proc)) {
      return List.of();
    }
    try (Stream<Path> processes = Files.list(proc)) {
      return processes.filter(this::worksInCluster).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean worksInCluster(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).equals(cluster);
    } catch (IOException | UnsupportedOperationException e) {
      // Not a process, gone by now, or somebody else's.
      return false;
    }
  }

  public String host() {
    return HOST;
  }

  /** The same for the life of this object, also after {@link #restart()}. */
  public synchronized int port() {
    return port;
  }

  /** Owns {@link #database()} and may create databases; not a superuser. */
  public String user() {
    return USER;
  }

  /** May do everything; has the same password. */
  public String superuser() {
    return SUPERUSER;
  }

  public String password() {
    return password;
  }

  public String database() {
    return DATABASE;
  }

  /** Without user and password. */
  public String jdbcUrl() {
    return jdbcUrl(DATABASE);
  }

  /** Without user and password. */
  public String jdbcUrl(String name) {
    return "jdbc:postgresql://" + HOST + ":" + port() + "/" + name;
  }

  /** The pid of the postmaster; empty when it is not running. */
  public synchronized OptionalLong pid() {
    return postmaster != null && postmaster.isAlive()
        ? OptionalLong.of(postmaster.pid())
        : OptionalLong.empty();
  }

  /** Creates an empty database that {@link #user()} owns. */
  public void createDatabase(String name) {
    createDatabase(name, "template1");
  }

  /**
   * Creates a database as a copy of another; whoever is still connected to the other is cut off.
   *
   * @param name lower-case letters, digits and underscores
   */
  public void createDatabase(String name, String template) {
    requireName(name);
    requireName(template);
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + template + "'",
        "CREATE DATABASE " + name + " OWNER " + USER + " TEMPLATE " + template);
  }

  /** A fresh copy of a database under a name nobody has; returns that name. */
  public String templateDatabase(String template) {
    String name = template + "_" + copies.incrementAndGet();
    createDatabase(name, template);
    return name;
  }

  /** Drops a database if it is there; whoever is connected to it is cut off. */
  public void dropDatabase(String name) {
    requireName(name);
    execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  private void execute(String... statements) {
    try (Connection connection =
            DriverManager.getConnection(jdbcUrl("postgres"), SUPERUSER, password);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a plain database name: " + name);
    }
  }

  /** Fast shutdown: open transactions are rolled back, everything committed is on the disk. */
  public synchronized void stop() {
    end(Signal.INT, STOP_DEADLINE);
  }

  /** Immediate shutdown: the next start recovers from the log. */
  public synchronized void stopImmediately() {
    end(Signal.QUIT, KILL_DEADLINE);
  }

  /** {@code kill -9} of the postmaster; returns when its backends are gone as well. */
  public synchronized void kill() {
    end(Signal.KILL, KILL_DEADLINE);
  }

  /** Stops it if it runs, and starts it on the same port; returns when it takes connections. */
  public synchronized void restart() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    stop();
    for (int i = 1; ; i++) {
      try {
        launch();
        return;
      } catch (PortTaken e) {
        if (i == PORT_TRIES_MAX) {
          throw e;
        }
      }
    }
  }

  /** Stops it and gives the directory back; harmless when repeated. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        stop();
      } finally {
        directory.release();
      }
    }
  }

  private void end(Signal signal, Duration deadline) {
    OwnedProcess process = postmaster;
    if (process == null) {
      return;
    }
    process.signal(signal);
    if (!process.awaitExit(deadline)) {
      process.signal(Signal.KILL);
      process.awaitExit(KILL_DEADLINE);
    }
    awaitBackendsGone();
    postmaster = null;
  }

  private String logTail() {
    try {
      String text = Files.readString(log, StandardCharsets.UTF_8);
      return text.substring(Math.max(0, text.length() - LOG_TAIL_CHARACTERS));
    } catch (IOException e) {
      return "(no log: " + e + ")";
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "EmbeddedPostgres[" + directory.path() + ", port " + port() + "]";
  }

  private static final class PortTaken extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    PortTaken(int port) {
      super("port " + port + " was taken by somebody else");
    }
  }
}
