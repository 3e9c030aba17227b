package yihuyima.api.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import yihuyima.api.outbound.Exchange;

class CodeAnswerPropertyTest {
  @Property
  void noBodyThrowsOrIsQuoted(@ForAll String body) {
    CodeAnswer answer = CodeAnswer.read(new Exchange.Answered(200, "secret-" + body));
    assertThat(answer).isInstanceOf(CodeAnswer.Unusable.class);
    assertThat(answer.toString()).doesNotContain("secret-");
  }
}
