package yihuyima.api.audit.seal;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What this server knows of the sealing, its own or another server's: how long ago a new seal was
 * first seen. Counted by the machine's running time, so that a clock that is set changes nothing.
 * Safe for many threads.
 */
public final class SealWatch {
  private final LongSupplier nanos;
  private final Duration failedAfter;
  private volatile long newest = -1;
  private volatile long seenAtNanos;
  private volatile long written;

  /**
   * @param failedAfter without a new seal for so long, sealing counts as failed
   * @param nanos as {@link System#nanoTime()}
   */
  public SealWatch(Duration failedAfter, LongSupplier nanos) {
    this.failedAfter = failedAfter;
    this.nanos = nanos;
    this.seenAtNanos = nanos.getAsLong();
  }

  /** The newest seal's number as it was just read; 0 before the first. */
  void saw(long number) {
    if (number > newest) {
      newest = number;
      seenAtNanos = nanos.getAsLong();
    }
  }

  /** This server wrote a seal. Called by the one thread that seals. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void wrote(long number) {
    written++;
    saw(number);
  }

  /** How long no new seal was seen, in seconds. */
  public double ageSeconds() {
    return (nanos.getAsLong() - seenAtNanos) / 1e9;
  }

  /** Seals that this server has written. */
  public long written() {
    return written;
  }

  /** Whether what is done now will be sealed in time, as far as can be known. */
  public boolean works() {
    return nanos.getAsLong() - seenAtNanos <= failedAfter.toNanos();
  }

  /**
   * How often there is a seal even when nobody looks: each minute, or more often where failure is
   * to be seen sooner.
   */
  Duration heartbeat() {
    Duration third = failedAfter.dividedBy(3);
    Duration minute = Duration.ofMinutes(1);
    return third.compareTo(minute) < 0 ? third : minute;
  }
}
