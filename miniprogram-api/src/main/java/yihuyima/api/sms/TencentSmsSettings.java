package yihuyima.api.sms;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import yihuyima.api.outbound.Endpoint;
import yihuyima.api.outbound.OutboundCall;

/**
 * How Tencent Cloud SMS knows us.
 *
 * @param baseUrl {@code https://sms.tencentcloudapi.com}; plain http on loopback only
 * @param region such as {@code ap-guangzhou}
 * @param secretId which key signs; not part of {@link #toString()}
 * @param secretKey signs; not part of {@link #toString()}
 * @param appId SmsSdkAppId
 * @param signName the approved signature that stands before the text, in Chinese
 * @param templateId the approved template; its first parameter is the code
 * @param furtherParameters the template's parameters after the code, such as the minutes it is good
 * @param deadline for one try, more than zero, at most 30 s
 */
public record TencentSmsSettings(
    URI baseUrl,
    String region,
    String secretId,
    String secretKey,
    String appId,
    String signName,
    String templateId,
    List<String> furtherParameters,
    Duration deadline) {
  public TencentSmsSettings {
    new Endpoint(baseUrl);
    if (baseUrl.getRawPath() != null && baseUrl.getRawPath().length() > 1) {
      // The signature covers the path, and Tencent's is always the root.
      throw new IllegalArgumentException("the address of Tencent SMS has no path");
    }
    for (String needed : List.of(region, secretId, secretKey, appId, signName, templateId)) {
      if (needed.isBlank()) {
        throw new IllegalArgumentException(
            "Tencent SMS wants a region, a secret id, a secret key, an app id, a signature and a"
                + " template");
      }
    }
    furtherParameters = List.copyOf(furtherParameters);
    if (!deadline.isPositive() || deadline.compareTo(OutboundCall.DEADLINE_MAX) > 0) {
      throw new IllegalArgumentException("the deadline for SMS is between 0 and 30 s");
    }
  }

  Endpoint endpoint() {
    return new Endpoint(baseUrl);
  }

  /** Without the secret id and the secret key. */
  @Override
  public String toString() {
    return "TencentSmsSettings[baseUrl=%s, region=%s, appId=%s, templateId=%s, deadline=%s]"
        .formatted(baseUrl, region, appId, templateId, deadline);
  }
}
