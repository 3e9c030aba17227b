package yihuyima.api.household;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import yihuyima.api.sql.Cursor;

class HouseholdSearchTest {
  @Test
  void oldNumberOfFifteenIsTheNewOneOfEighteen() {
    // 99 is no region: nobody's number.
    assertThat(HouseholdSearch.eighteen("990120800101123")).isEqualTo("990120198001011235");
    assertThat(HouseholdSearch.eighteen("99012019800101123X")).isEqualTo("99012019800101123X");
  }

  @Test
  void goesOnWhereThePageEnded() {
    HouseholdSearch next =
        HouseholdSearch.of(new JsonObject().put("cursor", Cursor.of(12, 345)).put("limit", 50));

    assertThat(next.afterOrganisationId()).isEqualTo(12);
    assertThat(next.afterHouseholdId()).isEqualTo(345);
    assertThat(next.limit()).isEqualTo(50);
    assertThat(next.isFirstPage()).isFalse();
    assertThat(HouseholdSearch.of(new JsonObject()).isFirstPage()).isTrue();
  }
}
