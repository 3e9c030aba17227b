package yihuyima.api.partner;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SignatureInputPropertyTest {
  @Property
  void anyHeaderIsReadOrNot(@ForAll String text) {
    assertThat(SignatureInput.parse(text)).isNotNull();
    assertThat(SignatureInput.parse("yhym=" + SignatureInput.COMPONENTS + text)).isNotNull();
  }
}
