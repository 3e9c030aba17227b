package yihuyima.api.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import yihuyima.api.http.Failure;
import yihuyima.api.http.Problem;

class CursorPropertyTest {
  @Property
  void whatWasWrittenIsRead(@ForAll long first, @ForAll long second) {
    String text = Cursor.of(first, second);

    assertThat(Cursor.parse(Optional.of(text), 0, 0)).containsExactly(first, second);
    assertThat(text).matches("[A-Za-z0-9_.-]{1,64}");
  }

  @Property
  void madeUpOnesAreReadOrRefusedAndNothingElse(@ForAll String text) {
    try {
      assertThat(Cursor.parse(Optional.of(text), 0, 0)).hasSize(2);
    } catch (Failure refused) {
      assertThat(refused.problem()).isEqualTo(Problem.REQUEST_INVALID);
    }
  }

  @Example
  void absentOneBeginsAtTheBeginning() {
    assertThat(Cursor.parse(Optional.empty(), 5)).containsExactly(5);
    assertThat(Cursor.parse(Optional.of(""), 5)).containsExactly(5);
  }

  @Example
  void oneOfAnotherListIsRefused() {
    assertThatThrownBy(() -> Cursor.parse(Optional.of(Cursor.of(1)), 0, 0))
        .isInstanceOf(Failure.class);
  }
}
