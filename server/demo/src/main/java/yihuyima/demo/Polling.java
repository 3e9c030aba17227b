package yihuyima.demo;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what announces itself to nobody: files, other people's processes, a port. */
final class Polling {
  private static final Duration PAUSE = Duration.ofMillis(5);

  private Polling() {}

  /** Whether the condition came true within the time. */
  static boolean until(BooleanSupplier condition, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  /** Between two looks: what is waited for needs the processor itself. */
  static void pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
  }
}
