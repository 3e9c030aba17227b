package yihuyima.api.sms;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import yihuyima.api.outbound.Exchange;

class SendAnswerPropertyTest {
  @Property
  void noBodyThrowsOrIsQuoted(@ForAll String body) {
    assertThat(SendAnswer.read(new Exchange.Answered(200, "secret-" + body)).toString())
        .doesNotContain("secret-");
  }
}
