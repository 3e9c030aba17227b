package yihuyima.api.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import yihuyima.api.http.Problem;
import yihuyima.api.identity.Caller;
import yihuyima.api.identity.Role;
import yihuyima.api.pairing.Concern;

class VisitEntryTest {
  private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");
  private static final UUID SESSION = new UUID(0, 1);
  private static final Concern PAIRED = new Concern(7, ".1.2.", true, false);
  private static final Concern NOT_PAIRED = new Concern(7, ".1.2.", false, false);
  private static final Caller CADRE = staff(4, Role.CADRE);

  @Test
  void cadreInChargeAndPairedPersonLogVisits() {
    assertThat(VisitEntry.decide(CADRE, Optional.of(PAIRED), null, NOW))
        .isEqualTo(new VisitEntry.Accepted(4, NOW));
    assertThat(VisitEntry.decide(new Caller.Paired(5, SESSION), Optional.of(PAIRED), null, NOW))
        .isEqualTo(new VisitEntry.Accepted(5, NOW));
  }

  @Test
  void othersMayNot() {
    assertThat(refused(CADRE, NOT_PAIRED)).isEqualTo(Problem.NOT_FOUND);
    assertThat(refused(staff(4, Role.CHECKER), PAIRED)).isEqualTo(Problem.NOT_ALLOWED);
    assertThat(refused(new Caller.Household(1, 7, 1, Caller.Capacity.ADULT, SESSION), NOT_PAIRED))
        .isEqualTo(Problem.NOT_ALLOWED);
    assertThat(refused(new Caller.Household(1, 8, 1, Caller.Capacity.ADULT, SESSION), NOT_PAIRED))
        .isEqualTo(Problem.NOT_FOUND);
    assertThat(refused(new Caller.Partner(1, ".1.", SESSION), NOT_PAIRED))
        .isEqualTo(Problem.NOT_FOUND);
    assertThat(VisitEntry.decide(CADRE, Optional.empty(), null, NOW))
        .isEqualTo(new VisitEntry.Refused(Problem.NOT_FOUND, "no such household"));
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
    return VisitEntry.decide(CADRE, Optional.of(PAIRED), visitedAt, NOW);
  }

  private static Problem refused(Caller caller, Concern concern) {
    return ((VisitEntry.Refused) VisitEntry.decide(caller, Optional.of(concern), null, NOW))
        .problem();
  }

  private static Caller staff(long id, Role role) {
    return new Caller.Staff(id, 1, ".1.2.", Set.of(role), SESSION);
  }
}
