package yihuyima.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis 7 as a child process, on a free port of 127.0.0.1, behind a password; it keeps
 * nothing on the disk.
 *
 * <p>It never outlives this JVM: {@link #close()} stops it, and after {@code kill -9} a {@link
 * Watchdog} does. One JVM at a time may use a directory. All methods block: not for an event loop.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Duration START_DEADLINE = Duration.ofSeconds(30);
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);

  /** Time for one PING of the start; a loopback answer takes far less than a millisecond. */
  private static final int PING_MILLISECONDS_MAX = 1_000;

  /** Somebody else may take a free port before Redis does, but not five times. */
  private static final int PORT_TRIES_MAX = 5;

  private static final int LOG_TAIL_CHARACTERS = 2_000;

  private final DataDirectory directory;
  private final Path program;
  private final Path configuration;
  private final Path log;
  private final Map<String, String> settings;
  private final String password;
  private int port;
  private @Nullable OwnedProcess server;
  private boolean closed;

  private EmbeddedRedis(DataDirectory directory, Path program, Map<String, String> settings) {
    this.directory = directory;
    this.program = program;
    this.configuration = directory.resolve("redis.conf");
    this.log = directory.resolve("redis.log");
    this.settings = new LinkedHashMap<>(settings);
    this.password = directory.password("redis.password");
  }

  /**
   * Starts Redis with 64 MB and {@code noeviction}: a full Redis refuses writes, it forgets
   * nothing.
   */
  public static EmbeddedRedis start(Path dir) {
    return start(dir, Map.of());
  }

  /**
   * Starts Redis.
   *
   * @param dir gets its password and configuration (mode 0600) and its log
   * @param settings lines of redis.conf that override ours, such as {@code maxmemory} to {@code
   *     2mb}
   * @throws IllegalStateException when another JVM uses the directory, or Redis does not start
   */
  public static EmbeddedRedis start(Path dir, Map<String, String> settings) {
    Path program = Binaries.redis();
    DataDirectory directory = DataDirectory.own(dir, "redis");
    try {
      EmbeddedRedis redis = new EmbeddedRedis(directory, program, settings);
      redis.stopLeftover();
      redis.startOnFreePort();
      return redis;
    } catch (RuntimeException e) {
      directory.release();
      throw e;
    }
  }

  private void stopLeftover() {
    OptionalLong pid = Leftover.pidIn(directory.resolve("redis.pid"));
    if (pid.isPresent() && pid.getAsLong() > 1) {
      Leftover.stop(
          pid.getAsLong(),
          program.getFileName().toString(),
          List.of(configuration.toString()),
          Signal.TERM,
          STOP_DEADLINE);
    }
  }

  private void startOnFreePort() {
    for (int i = 1; ; i++) {
      port = LoopbackPorts.free();
      try {
        launch();
        return;
      } catch (IllegalStateException e) {
        if (i == PORT_TRIES_MAX || LoopbackPorts.isFree(port)) {
          throw e;
        }
      }
    }
  }

  private void launch() {
    try {
      // A file and not arguments, which every user of the machine may read.
      DataDirectory.writePrivately(configuration, configurationText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    OwnedProcess started =
        OwnedProcess.start(
            List.of(program.toString(), configuration.toString()), Map.of(), log, Signal.TERM);
    server = started;
    awaitReady(started);
  }

  private String configurationText() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("bind", HOST);
    lines.put("port", Integer.toString(port));
    lines.put("requirepass", password);
    lines.put("dir", quoted(directory.path().toString()));
    lines.put("pidfile", quoted(directory.resolve("redis.pid").toString()));
    lines.put("save", "\"\"");
    lines.put("appendonly", "no");
    lines.put("maxmemory", "64mb");
    lines.put("maxmemory-policy", "noeviction");
    // With its title Redis would overwrite the arguments by which a leftover is recognised.
    lines.put("set-proc-title", "no");
    lines.putAll(settings);
    return lines.entrySet().stream()
        .map(line -> line.getKey() + " " + line.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private static String quoted(String path) {
    return '"' + path.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private void awaitReady(OwnedProcess process) {
    if (!Polling.until(() -> !process.isAlive() || answers(), START_DEADLINE)
        || !process.isAlive()) {
      process.signal(Signal.KILL);
      throw new IllegalStateException("Redis did not start:\n" + tail());
    }
  }

  /** Whether a Redis that knows our password answers. */
  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(LoopbackPorts.address(port), PING_MILLISECONDS_MAX);
      socket.setSoTimeout(PING_MILLISECONDS_MAX);
      byte[] request = ("AUTH " + password + "\r\n").getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(request);
      byte[] answer = socket.getInputStream().readNBytes("+OK".length());
      return new String(answer, StandardCharsets.US_ASCII).equals("+OK");
    } catch (IOException e) {
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

  public String password() {
    return password;
  }

  /** The pid of the server; empty when it is not running. */
  public synchronized OptionalLong pid() {
    return server != null && server.isAlive()
        ? OptionalLong.of(server.pid())
        : OptionalLong.empty();
  }

  /** Orderly shutdown; what was in it is gone. */
  public synchronized void stop() {
    end(Signal.TERM);
  }

  /** {@code kill -9}. */
  public synchronized void kill() {
    end(Signal.KILL);
  }

  /** Stops it if it runs, and starts it on the same port, empty; returns when it answers. */
  public synchronized void restart() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    stop();
    launch();
  }

  /**
   * Makes it stand still: connections stay open, new ones are taken by the kernel, nothing answers.
   */
  public synchronized void pause() {
    running().signal(Signal.STOP);
  }

  public synchronized void resume() {
    running().signal(Signal.CONT);
  }

  private OwnedProcess running() {
    if (server == null || !server.isAlive()) {
      throw new IllegalStateException("Redis is not running");
    }
    return server;
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

  private void end(Signal signal) {
    OwnedProcess process = server;
    if (process == null) {
      return;
    }
    process.signal(signal);
    // A paused process takes TERM only when it goes on.
    process.signal(Signal.CONT);
    if (!process.awaitExit(STOP_DEADLINE)) {
      process.signal(Signal.KILL);
      process.awaitExit(STOP_DEADLINE);
    }
    server = null;
  }

  private String tail() {
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
    return "EmbeddedRedis[" + directory.path() + ", port " + port() + "]";
  }
}
