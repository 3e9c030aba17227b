package yihuyima.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test moves. */
final class AdjustableClock extends Clock {
  private volatile Instant now;

  AdjustableClock() {
    this(Instant.parse("2026-03-02T01:00:00Z"));
  }

  /** Begins at a moment: a server starts only beside a database whose clock says about the same. */
  AdjustableClock(Instant now) {
    this.now = now;
  }

  void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
