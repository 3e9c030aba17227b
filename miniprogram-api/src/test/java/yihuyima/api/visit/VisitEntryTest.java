package yihuyima.api.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VisitEntryTest {
  private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");

  @Test
  void visitWithoutATimeIsNow() {
    assertThat(VisitEntry.decide(4, null, NOW)).isEqualTo(new VisitEntry.Accepted(4, NOW));
  }

  @Test
  void visitLiesInTheYearBehind() {
    assertThat(at(NOW.minus(Duration.ofDays(366)))).isInstanceOf(VisitEntry.Accepted.class);
    assertThat(at(NOW.minus(Duration.ofDays(366)).minusSeconds(1)))
        .isInstanceOf(VisitEntry.Refused.class);
    assertThat(at(NOW.plusSeconds(301))).isInstanceOf(VisitEntry.Refused.class);
  }

  @Test
  void phoneWhoseClockIsAheadVisitedNow() {
    assertThat(at(NOW.plusSeconds(200))).isEqualTo(new VisitEntry.Accepted(4, NOW));
  }

  private static VisitEntry at(@Nullable Instant visitedAt) {
    return VisitEntry.decide(4, visitedAt, NOW);
  }
}
