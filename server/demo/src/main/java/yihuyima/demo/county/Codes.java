package yihuyima.demo.county;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which codes a sample household has had: nine in ten have a live one; some were replaced, lost or
 * revoked; one in ten has never had one, so that bulk issue has work. Pure.
 */
record Codes(int generation, String state, LocalDate issuedOn, @Nullable Instant diedAt) {
  private static final double NONE_PERCENT = 9.5;
  private static final double REPLACED_PERCENT = 3;
  private static final double LOST_PERCENT = 0.7;
  private static final double REVOKED_PERCENT = 0.8;

  boolean isLive() {
    return state.equals("LIVE");
  }

  /** The oldest generation first. */
  static List<Codes> of(long seed, SampleHousehold household, LocalDate today) {
    Draw draw = Draw.of(seed ^ 0xC0DE, household.id());
    LocalDate first = today.minusDays(draw.between(60, 190));
    double lot = draw.between(0.0, 100.0);
    if (Cast.isOnStage(household.id())) {
      boolean revoked = household.id() == Cast.REVOKED_HOUSEHOLD;
      return List.of(revoked ? dead(1, "REVOKED", first, 30) : live(1, first));
    }
    if (lot < NONE_PERCENT) {
      return List.of();
    }
    if (lot < NONE_PERCENT + REPLACED_PERCENT) {
      return List.of(dead(1, "REPLACED", first, 20), live(2, first.plusDays(20)));
    }
    if (lot < NONE_PERCENT + REPLACED_PERCENT + LOST_PERCENT) {
      return List.of(dead(1, "LOST", first, 40));
    }
    if (lot < NONE_PERCENT + REPLACED_PERCENT + LOST_PERCENT + REVOKED_PERCENT) {
      return List.of(dead(1, "REVOKED", first, 50));
    }
    return List.of(live(1, first));
  }

  private static Codes live(int generation, LocalDate issuedOn) {
    return new Codes(generation, "LIVE", issuedOn, null);
  }

  private static Codes dead(int generation, String state, LocalDate issuedOn, int afterDays) {
    return new Codes(
        generation, state, issuedOn, Applications.at(issuedOn.plusDays(afterDays), 10));
  }
}
