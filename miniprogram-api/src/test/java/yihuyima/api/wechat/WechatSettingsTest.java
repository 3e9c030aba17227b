package yihuyima.api.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WechatSettingsTest {
  private static final URI WECHAT = URI.create("https://api.weixin.qq.com");
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  @Test
  void theSecretIsNotInTheText() {
    assertThat(new WechatSettings(WECHAT, "wx1", "canary", DEADLINE).toString())
        .contains("wx1")
        .doesNotContain("canary");
  }

  @Test
  void theSessionDoesNotTellWhoItIs() {
    assertThat(new WechatSession("canary-o", "canary-u").toString()).doesNotContain("canary");
  }

  @Test
  void theSecretDoesNotTravelInTheClear() {
    assertThatThrownBy(
            () ->
                new WechatSettings(
                    URI.create("http://api.weixin.qq.com"), "wx1", "canary", DEADLINE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("canary");
  }

  @Test
  void whatIsMissingOrUnboundedIsRefused() {
    assertThatThrownBy(() -> new WechatSettings(WECHAT, "wx1", " ", DEADLINE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new WechatSettings(WECHAT, "wx1", "s", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new WechatSettings(WECHAT, "wx1", "s", Duration.ofMinutes(5)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
