package yihuyima.api.wechat;

import java.net.URI;
import java.time.Duration;
import yihuyima.api.outbound.Endpoint;
import yihuyima.api.outbound.OutboundCall;

/**
 * How Enterprise WeChat (企业微信) knows us.
 *
 * @param baseUrl {@code https://qyapi.weixin.qq.com}; plain http on loopback only
 * @param corpId of the union's enterprise
 * @param secret of the application in it; not part of {@link #toString()}
 * @param deadline for one try, more than zero, at most 30 s
 */
public record WecomSettings(URI baseUrl, String corpId, String secret, Duration deadline) {
  public WecomSettings {
    new Endpoint(baseUrl);
    if (corpId.isBlank() || secret.isBlank()) {
      throw new IllegalArgumentException("Enterprise WeChat wants a corp id and a secret");
    }
    if (!deadline.isPositive() || deadline.compareTo(OutboundCall.DEADLINE_MAX) > 0) {
      throw new IllegalArgumentException("the deadline for Enterprise WeChat is 0 to 30 s");
    }
  }

  Endpoint endpoint() {
    return new Endpoint(baseUrl);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "WecomSettings[baseUrl=%s, corpId=%s, deadline=%s]".formatted(baseUrl, corpId, deadline);
  }
}
