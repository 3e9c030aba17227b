package yihuyima.demo;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A child process of this JVM that does not outlive it; its output goes to a file. */
final class OwnedProcess {
  private final Process process;

  /** Done when the process is gone and the watchdog no longer minds its pid. */
  private final CompletableFuture<Void> ended;

  private OwnedProcess(Process process) {
    this.process = process;
    long pid = process.pid();
    this.ended = process.onExit().thenRun(() -> Watchdog.ofThisJvm().unwatch(pid));
  }

  /**
   * Starts a process in a session of its own, so that Ctrl-C in a terminal reaches the JVM only,
   * and the JVM stops its databases after its last request.
   *
   * @param log is overwritten; the previous one is kept beside it as {@code ….old}
   * @param orderly the signal the watchdog asks it to stop with
   */
  static OwnedProcess start(
      List<String> command, Map<String, String> environment, Path log, Signal orderly) {
    List<String> whole = new ArrayList<>(ownSession());
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole);
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      if (Files.exists(log)) {
        Files.move(
            log,
            log.resolveSibling(log.getFileName() + ".old"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      Process process = builder.start();
      Watchdog.ofThisJvm().watch(process.pid(), orderly);
      return new OwnedProcess(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The words that put a command into a session of its own, keeping its pid; none where unknown.
   */
  static List<String> ownSession() {
    return Files.isExecutable(Path.of("/usr/bin/setsid")) ? List.of("/usr/bin/setsid") : List.of();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends the signal unless the process is gone. */
  void signal(Signal signal) {
    if (process.isAlive()) {
      signal.send(process.pid());
    }
  }

  /** Whether the process was gone within the time. */
  boolean awaitExit(Duration time) {
    try {
      ended.get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a process to end", e);
    }
  }
}
