package yihuyima.api.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import yihuyima.api.outbound.Exchange;

class AnswerTest {
  private static Answer read(String body) {
    return Answer.read(new Exchange.Answered(200, body));
  }

  @Test
  void whatIsAskedForIsReadWhereItIsAnId() {
    Answer.Good good =
        (Answer.Good) read("{\"openid\":\"o-1\",\"a\":\"\",\"b\":\"a b\",\"c\":7,\"errcode\":0}");
    assertThat(good.id("openid")).isEqualTo("o-1");
    for (String none : new String[] {"a", "b", "c", "d"}) {
      assertThat(good.id(none)).isNull();
    }
    assertThat(good.toString()).doesNotContain("o-1");
  }

  @ParameterizedTest
  @CsvSource({
    "40029, CodeRefused",
    "40163, CodeRefused",
    "41008, CodeRefused",
    "40226, CodeRefused",
    "45011, TooOften",
    "45009, TooOften",
    "45033, TooOften",
    "40001, TokenRefused",
    "40014, TokenRefused",
    "42001, TokenRefused",
    "48001, Misconfigured",
    "60020, Misconfigured",
    "301002, Misconfigured",
    "40013, Misconfigured",
    "40125, Misconfigured",
    "41002, Misconfigured",
    "41004, Misconfigured",
    "-1, Busy",
    "99999, Unusable"
  })
  void everyErrcodeHasItsMeaning(int errcode, String meaning) {
    Answer answer = read("{\"errcode\":" + errcode + ",\"errmsg\":\"x\"}");
    assertThat(answer.getClass().getSimpleName()).isEqualTo(meaning);
  }

  @Test
  void anErrcodeBeatsAnOpenid() {
    assertThat(read("{\"errcode\":40029,\"openid\":\"o-1\"}"))
        .isEqualTo(new Answer.CodeRefused(40029));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "<html>",
        "{",
        "{\"openid\":\"o\",\"errcode\":\"0\"}",
        "{\"openid\":\"o\",\"errcode\":null}",
        "{\"openid\":\"o\",\"errcode\":1e99}"
      })
  void aLieIsNoAnswer(String body) {
    assertThat(read(body)).isInstanceOf(Answer.Unusable.class);
  }

  @Test
  void onlyAConnectionThatFailsIsWorthAnotherTry() {
    assertThat(Answer.read(new Exchange.Unreachable("x"))).isInstanceOf(Answer.Busy.class);
    assertThat(Answer.read(new Exchange.Cut("x"))).isInstanceOf(Answer.Busy.class);
    assertThat(Answer.read(new Exchange.TooLate())).isInstanceOf(Answer.Unusable.class);
    assertThat(Answer.read(new Exchange.TooLarge())).isInstanceOf(Answer.Unusable.class);
    for (int status : new int[] {301, 400, 500, 502, 503}) {
      assertThat(Answer.read(new Exchange.Answered(status, "{\"openid\":\"o\"}")))
          .isEqualTo(new Answer.Unusable("HTTP status " + status));
    }
  }
}
