package yihuyima.api.sms;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tencent Cloud's signature TC3-HMAC-SHA256, for a POST to the root of a service.
 *
 * <p>The key that signs is derived from the secret key for one day (UTC) and one service, and the
 * signature covers the body and the headers named in it. Public, so that a stand-in of the service
 * can check signatures the same way.
 */
public final class Tc3Signature {
  private static final String ALGORITHM = "TC3-HMAC-SHA256";
  private static final String HMAC = "HmacSHA256";

  private Tc3Signature() {}

  /**
   * The Authorization header of a request.
   *
   * @param service such as {@code sms}
   * @param headers those to sign, at least content-type and host, as they will be sent
   * @param body as it will be sent
   * @param at also sent, as X-TC-Timestamp in whole seconds
   */
  public static String authorization(
      String secretId,
      String secretKey,
      String service,
      Map<String, String> headers,
      byte[] body,
      Instant at) {
    SortedMap<String, String> signed = new TreeMap<>();
    headers.forEach((name, value) -> signed.put(lower(name), lower(value.strip())));
    String names = String.join(";", signed.keySet());
    LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
    String scope = day + "/" + service + "/tc3_request";
    String toSign =
        String.join(
            "\n",
            ALGORITHM,
            Long.toString(at.getEpochSecond()),
            scope,
            hex(sha256(canonicalRequest(signed, names, body).getBytes(UTF_8))));
    byte[] dayKey = hmac(("TC3" + secretKey).getBytes(UTF_8), day.toString());
    byte[] key = hmac(hmac(dayKey, service), "tc3_request");
    return "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(ALGORITHM, secretId, scope, names, hex(hmac(key, toSign)));
  }

  /** Method, path, query, headers, names of the headers, digest of the body: one a line. */
  private static String canonicalRequest(
      SortedMap<String, String> headers, String names, byte[] body) {
    String lines =
        headers.entrySet().stream()
            .map(header -> header.getKey() + ":" + header.getValue() + "\n")
            .collect(Collectors.joining());
    return String.join("\n", "POST", "/", "", lines, names, hex(sha256(body)));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
