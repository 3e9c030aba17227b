package yihuyima.api.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static yihuyima.api.identity.Caller.Capacity.ADULT;
import static yihuyima.api.identity.Caller.Capacity.GUARDIAN;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoorDecisionTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);
  private static final DoorDecision.Member GROWN =
      new DoorDecision.Member(1, TODAY.minusYears(18), "990120200803020019");
  private static final DoorDecision.Member CHILD =
      new DoorDecision.Member(2, TODAY.minusYears(18).plusDays(1), "99012020080303002X");

  @Test
  void adultIsWhoIsEighteenToday() {
    List<DoorDecision.Member> children = List.of(GROWN, CHILD);

    assertThat(DoorDecision.choose(children, ADULT, Optional.empty(), TODAY)).contains(GROWN);
    assertThat(DoorDecision.choose(children, GUARDIAN, Optional.empty(), TODAY)).contains(CHILD);
    assertThat(DoorDecision.choose(List.of(CHILD), ADULT, Optional.empty(), TODAY)).isEmpty();
    assertThat(DoorDecision.choose(List.of(GROWN), GUARDIAN, Optional.empty(), TODAY)).isEmpty();
  }

  @Test
  void twoOfOneRelationAreToldApartByTheirNumbers() {
    DoorDecision.Member sister =
        new DoorDecision.Member(3, TODAY.minusYears(20), "990120200603020037");
    List<DoorDecision.Member> children = List.of(GROWN, sister);

    assertThat(DoorDecision.choose(children, ADULT, Optional.empty(), TODAY)).isEmpty();
    assertThat(DoorDecision.choose(children, ADULT, Optional.of("020037"), TODAY)).contains(sister);
    assertThat(DoorDecision.choose(children, ADULT, Optional.of("000000"), TODAY)).isEmpty();
  }
}
