package yihuyima.api.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import yihuyima.api.outbound.Exchange;

class CodeAnswerTest {
  private static CodeAnswer read(String body) {
    return CodeAnswer.read(new Exchange.Answered(200, body));
  }

  @Test
  void anOpenidSignsIn() {
    assertThat(read("{\"session_key\":\"k\",\"openid\":\"o-1\",\"unionid\":\"u-1\"}"))
        .isEqualTo(new CodeAnswer.SignedIn(new WechatSession("o-1", "u-1")));
    assertThat(read("{\"openid\":\"o-1\",\"errcode\":0}"))
        .isEqualTo(new CodeAnswer.SignedIn(new WechatSession("o-1", null)));
  }

  @ParameterizedTest
  @CsvSource({
    "40029, CodeRefused",
    "40163, CodeRefused",
    "41008, CodeRefused",
    "40226, CodeRefused",
    "45011, TooOften",
    "40013, Misconfigured",
    "40125, Misconfigured",
    "41002, Misconfigured",
    "41004, Misconfigured",
    "-1, Busy",
    "99999, Unusable"
  })
  void everyErrcodeHasItsMeaning(int errcode, String meaning) {
    CodeAnswer answer = read("{\"errcode\":" + errcode + ",\"errmsg\":\"x\"}");
    assertThat(answer.getClass().getSimpleName()).isEqualTo(meaning);
  }

  @Test
  void anErrcodeBeatsAnOpenid() {
    assertThat(read("{\"errcode\":40029,\"openid\":\"o-1\"}"))
        .isEqualTo(new CodeAnswer.CodeRefused(40029));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "<html>",
        "{",
        "{}",
        "{\"openid\":\"\"}",
        "{\"openid\":\"a b\"}",
        "{\"openid\":7}",
        "{\"openid\":null,\"errcode\":0}",
        "{\"openid\":\"o\",\"errcode\":\"0\"}",
        "{\"openid\":\"o\",\"errcode\":null}",
        "{\"openid\":\"o\",\"errcode\":1e99}"
      })
  void aLieIsNoSignIn(String body) {
    assertThat(read(body)).isInstanceOf(CodeAnswer.Unusable.class);
  }

  @Test
  void onlyAConnectionThatFailsIsWorthAnotherTry() {
    assertThat(CodeAnswer.read(new Exchange.Unreachable("x"))).isInstanceOf(CodeAnswer.Busy.class);
    assertThat(CodeAnswer.read(new Exchange.Cut("x"))).isInstanceOf(CodeAnswer.Busy.class);
    assertThat(CodeAnswer.read(new Exchange.TooLate())).isInstanceOf(CodeAnswer.Unusable.class);
    assertThat(CodeAnswer.read(new Exchange.TooLarge())).isInstanceOf(CodeAnswer.Unusable.class);
    for (int status : new int[] {301, 400, 500, 502, 503}) {
      assertThat(CodeAnswer.read(new Exchange.Answered(status, "{\"openid\":\"o\"}")))
          .isEqualTo(new CodeAnswer.Unusable("HTTP status " + status));
    }
  }
}
