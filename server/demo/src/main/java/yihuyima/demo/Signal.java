package yihuyima.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** The POSIX signals the embedded databases are stopped, killed and frozen with. */
enum Signal {
  /** PostgreSQL: fast shutdown, open transactions are rolled back. */
  INT,
  /** Redis: orderly shutdown. */
  TERM,
  /** PostgreSQL: immediate shutdown, the next start recovers from the log. */
  QUIT,
  /** The process gets no chance to do anything. */
  KILL,
  /** The process stands still until {@link #CONT}; its connections stay open and silent. */
  STOP,
  CONT;

  /** One signal takes milliseconds; a shell that takes this long is not going to answer. */
  private static final long DEADLINE_SECONDS = 10;

  /**
   * Sends this signal. A process that is gone already is not an error.
   *
   * <p>Through the shell's own {@code kill}, because the JDK knows TERM and KILL only, and {@code
   * /bin/kill} is missing from slim images.
   */
  void send(long pid) {
    if (pid <= 1) {
      // 0 and negative numbers would mean process groups, 1 the init process.
      throw new IllegalArgumentException("no single process has pid " + pid);
    }
    try {
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -s " + name() + " " + pid)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!kill.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        kill.destroyForcibly();
        throw new IllegalStateException("sending " + name() + " took too long");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending " + name(), e);
    }
  }
}
