package yihuyima.api.sms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Tc3SignatureTest {
  private static final Instant AT = Instant.ofEpochSecond(1551113065);
  private static final String BODY =
      "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], \"Name\":"
          + " \"instance-name\"}]}";

  private static String sign(Map<String, String> headers, String body, Instant at) {
    return Tc3Signature.authorization(
        "AKIDEXAMPLE",
        "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
        "cvm",
        headers,
        body.getBytes(UTF_8),
        at);
  }

  /** The example in Tencent Cloud's documentation of signature v3. */
  @Test
  void thePublishedExampleComesOut() {
    assertThat(
            sign(
                Map.of(
                    "Content-Type",
                    "application/json; charset=utf-8",
                    "Host",
                    "cvm.tencentcloudapi.com"),
                BODY,
                AT))
        .isEqualTo(
            "TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/2019-02-25/cvm/tc3_request,"
                + " SignedHeaders=content-type;host,"
                + " Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168");
  }

  @Test
  void everythingSignedCounts() {
    Map<String, String> headers =
        Map.of("content-type", "a", "host", "b", "x-tc-action", "SendSms");
    assertThat(
            java.util.Set.of(
                sign(headers, BODY, AT),
                sign(headers, BODY + " ", AT),
                sign(headers, BODY, AT.plusSeconds(1)),
                sign(Map.of("content-type", "a", "host", "c", "x-tc-action", "SendSms"), BODY, AT),
                sign(Map.of("content-type", "a", "host", "b", "x-tc-action", "Other"), BODY, AT)))
        .hasSize(5);
  }

  @Test
  void theDayIsTheDayInUtc() {
    Map<String, String> headers = Map.of("content-type", "a", "host", "b");
    assertThat(sign(headers, "", Instant.parse("2026-12-31T23:59:59Z"))).contains("/2026-12-31/");
    assertThat(sign(headers, "", Instant.parse("2027-01-01T00:00:00Z"))).contains("/2027-01-01/");
  }
}
