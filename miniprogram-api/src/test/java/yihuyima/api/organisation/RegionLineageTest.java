package yihuyima.api.organisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import org.junit.jupiter.api.Test;

class RegionLineageTest {
  @Test
  void leadsFromTheCountyToTheCountryAndSortsThatWay() {
    assertThat(RegionLineage.of("990123")).containsExactly("990123", "990100", "990000", "000000");
    assertThat(RegionLineage.of("990100")).containsExactly("990100", "990000", "000000");
    assertThat(RegionLineage.of("990000")).containsExactly("990000", "000000");
    assertThat(RegionLineage.of("000000")).containsExactly("000000");
    assertThat(Arrays.asList(RegionLineage.of("110105")))
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void takesNothingButACode() {
    assertThatThrownBy(() -> RegionLineage.of("9901")).isInstanceOf(IllegalArgumentException.class);
  }
}
