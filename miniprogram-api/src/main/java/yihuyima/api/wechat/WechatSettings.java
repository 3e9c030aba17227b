package yihuyima.api.wechat;

import java.net.URI;
import java.time.Duration;
import yihuyima.api.outbound.Endpoint;
import yihuyima.api.outbound.OutboundCall;

/**
 * How WeChat knows us.
 *
 * @param baseUrl {@code https://api.weixin.qq.com}; plain http on loopback only
 * @param appId of the mini program
 * @param appSecret not part of {@link #toString()}
 * @param deadline for one try, more than zero, at most 30 s; there are at most {@value
 *     Calls#TRIES_MAX} tries
 */
public record WechatSettings(URI baseUrl, String appId, String appSecret, Duration deadline) {
  public WechatSettings {
    new Endpoint(baseUrl);
    if (appId.isBlank() || appSecret.isBlank()) {
      throw new IllegalArgumentException("WeChat wants an app id and an app secret");
    }
    if (!deadline.isPositive() || deadline.compareTo(OutboundCall.DEADLINE_MAX) > 0) {
      throw new IllegalArgumentException("the deadline for WeChat is between 0 and 30 s");
    }
  }

  Endpoint endpoint() {
    return new Endpoint(baseUrl);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "WechatSettings[baseUrl=%s, appId=%s, deadline=%s]".formatted(baseUrl, appId, deadline);
  }
}
