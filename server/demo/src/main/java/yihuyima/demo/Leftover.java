package yihuyima.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * A database that an earlier JVM left running.
 *
 * <p>A number in a pid file proves nothing: the kernel gives numbers out again. Only a process that
 * was started with our program and our directory is ours to stop.
 */
final class Leftover {
  private Leftover() {}

  /** The pid in the first line of a file; empty when the file is absent, torn or not a number. */
  static OptionalLong pidIn(Path file) {
    try {
      String first = Files.readString(file, StandardCharsets.UTF_8).lines().findFirst().orElse("");
      return OptionalLong.of(Long.parseLong(first.strip()));
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Stops the process with this pid if it is the program with these first arguments; leaves
   * anything else alone.
   *
   * @param orderly the first signal; KILL follows when it does not help in time
   * @return whether there was one
   */
  static boolean stop(
      long pid, String program, List<String> firstArguments, Signal orderly, Duration patience) {
    BooleanSupplier gone =
        () -> ProcessHandle.of(pid).filter(it -> is(it, program, firstArguments)).isEmpty();
    if (gone.getAsBoolean()) {
      return false;
    }
    orderly.send(pid);
    Signal.CONT.send(pid);
    if (!Polling.until(gone, patience)) {
      Signal.KILL.send(pid);
      if (!Polling.until(gone, patience)) {
        throw new IllegalStateException(program + " with pid " + pid + " does not end");
      }
    }
    return true;
  }

  /** A zombie is not: it has no arguments any more, and where nobody reaps it stays for good. */
  private static boolean is(ProcessHandle process, String program, List<String> firstArguments) {
    ProcessHandle.Info info = process.info();
    // The path of the program cannot always be read across accounts; the arguments can.
    boolean sameProgram =
        info.command().map(command -> Path.of(command).endsWith(program)).orElse(true);
    List<String> arguments = info.arguments().map(List::of).orElse(List.of());
    return sameProgram
        && arguments.size() >= firstArguments.size()
        && arguments.subList(0, firstArguments.size()).equals(firstArguments);
  }
}
