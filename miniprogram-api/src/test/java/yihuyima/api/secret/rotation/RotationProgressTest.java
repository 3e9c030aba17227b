package yihuyima.api.secret.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import yihuyima.api.secret.DataKeyStore.Purpose;

/** How far along a rotation is said to be. */
class RotationProgressTest {
  private static final List<String> SEAL =
      List.of("PUBLISHED", "SWITCHED", "RESEALING", "CHECKING", "DONE");
  private static final List<String> INDEX =
      List.of(
          "PUBLISHED", "WRITING", "FILLING", "CHECKING", "SWITCHED", "CLEARING", "PROVING", "DONE");

  @Test
  void everyStateIsFurtherThanTheOneBeforeAndOnlyTheLastIsAll() {
    assertGrows(Purpose.SEAL, SEAL);
    assertGrows(Purpose.INDEX, INDEX);
  }

  private static void assertGrows(Purpose purpose, List<String> states) {
    int before = -1;
    for (String state : states) {
      int percent = RotationProgress.percent(purpose, state, null);
      assertThat(percent).as(state).isGreaterThan(before).isLessThanOrEqualTo(100);
      assertThat(percent == 100).as(state).isEqualTo(state.equals("DONE"));
      before = percent;
    }
  }

  @Test
  void withinAWalkItGrowsTableByTableUpToTheNextState() {
    int before = RotationProgress.percent(Purpose.SEAL, "RESEALING", null);
    for (TableWalk walk : Resealing.WALKS) {
      int percent = RotationProgress.percent(Purpose.SEAL, "RESEALING", walk.table().table());
      assertThat(percent).isGreaterThanOrEqualTo(before);
      before = percent;
    }
    assertThat(RotationProgress.percent(Purpose.SEAL, "RESEALING", ""))
        .isGreaterThan(before)
        .isEqualTo(RotationProgress.percent(Purpose.SEAL, "CHECKING", null));
  }

  @Test
  void whatIsBlockedWasFoundWhileChecking() {
    assertThat(RotationProgress.percent(Purpose.INDEX, "BLOCKED", null))
        .isEqualTo(RotationProgress.percent(Purpose.INDEX, "CHECKING", null));
  }
}
