package yihuyima.api.secret.rotation;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How gently keys are changed.
 *
 * @param rowsPerSecond rows looked at, at most
 * @param grace how long a write that was sealed before the switch may take to be committed: longer
 *     than the longest transaction
 */
public record RotationSettings(int rowsPerSecond, Duration grace) {
  public RotationSettings {
    if (rowsPerSecond < 1) {
      throw new IllegalArgumentException("rows a second must be at least 1");
    }
  }

  /** How long to wait after so many rows. */
  public long pauseMs(long rows) {
    return TimeUnit.SECONDS.toMillis(rows) / rowsPerSecond;
  }
}
