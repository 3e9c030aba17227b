package yihuyima.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A JVM of its own that holds both databases, to be killed. */
record HeldDatabases(Process jvm, long postgresPid, long redisPid) {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  static HeldDatabases start(Path directory) throws IOException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DatabaseHolder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = jvm.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("held ")) {
        List<String> words = List.of(line.split(" ", -1));
        return new HeldDatabases(jvm, Long.parseLong(words.get(1)), Long.parseLong(words.get(2)));
      }
    }
    throw new IllegalStateException("the JVM ended before it held the databases");
  }

  /** {@code kill -9} of the JVM alone, and nothing more. */
  void killJvm() throws InterruptedException {
    jvm.destroyForcibly().waitFor();
  }

  /** {@code kill -9} of the JVM and of the shell that would clean up after it. */
  void killJvmAndWatchdog() throws InterruptedException {
    ProcessHandle watchdog =
        jvm.toHandle()
            .children()
            .filter(child -> isWatchdog(child))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the JVM has no watchdog"));
    watchdog.destroyForcibly();
    watchdog.onExit().join();
    killJvm();
  }

  private static boolean isWatchdog(ProcessHandle process) {
    return List.of(process.info().arguments().orElse(new String[0])).contains("yihuyima-watchdog");
  }

  /** Whether a process runs; a zombie, which nobody has reaped yet, does not. */
  static boolean runs(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return !Files.isDirectory(Path.of("/proc"))
          && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
  }
}
