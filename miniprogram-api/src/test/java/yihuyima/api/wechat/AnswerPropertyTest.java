package yihuyima.api.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import yihuyima.api.outbound.Exchange;

class AnswerPropertyTest {
  @Property
  void noBodyThrowsOrIsQuoted(@ForAll String body) {
    Answer answer = Answer.read(new Exchange.Answered(200, "secret-" + body));
    assertThat(answer).isInstanceOf(Answer.Unusable.class);
    assertThat(answer.toString()).doesNotContain("secret-");
  }
}
