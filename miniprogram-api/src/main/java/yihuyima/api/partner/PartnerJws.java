package yihuyima.api.partner;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import yihuyima.api.identity.StrictJson;

/**
 * What a department has signed as a JWT of its own making, read and not yet verified. Pure.
 *
 * <p>Read by hand and not by a library, because this profile is so narrow that most of what a
 * library can do would have to be switched off: one algorithm, no key from the header, and no word
 * of the header counts but {@code alg}, {@code typ} and {@code kid}; a header with any other, such
 * as {@code jku}, {@code jwk} or {@code crit}, is refused.
 *
 * @param claims by name; a number is a Long
 * @param signed what the signature is over: header and claims as sent
 */
record PartnerJws(String keyId, Map<String, Object> claims, byte[] signed, byte[] signature) {
  private static final Pattern KEY_ID =
      Pattern.compile("[ -~]{1," + SignatureInput.STRING_CHARS_MAX + "}");
  private static final Set<String> HEADER_NAMES = Set.of("alg", "typ", "kid");

  /** What came out. */
  sealed interface Outcome {
    /** Of the profile; the signature needs the key. */
    record Read(PartnerJws jws) implements Outcome {}

    /** {@code reason} is for the log. */
    record Refused(String reason) implements Outcome {}
  }

  /**
   * Reads one.
   *
   * @param charsMax the longest that is looked at, in characters
   */
  static Outcome read(String text, int charsMax) {
    if (text.length() > charsMax) {
      return new Outcome.Refused("too long");
    }
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3) {
      return new Outcome.Refused("not three parts");
    }
    byte[] signature = bytes(parts[2]).orElse(new byte[0]);
    if (signature.length != PartnerKey.SIGNATURE_BYTES) {
      return new Outcome.Refused("no Ed25519 signature");
    }
    Optional<String> keyId = keyId(object(parts[0]));
    return keyId.isEmpty()
        ? new Outcome.Refused("header not of the profile")
        : new Outcome.Read(
            new PartnerJws(
                keyId.get(),
                object(parts[1]),
                (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII),
                signature));
  }

  boolean signedBy(PartnerKey key) {
    return key.verifies(signed, signature);
  }

  /** A claim that is a text; the empty text when it is absent or something else. */
  String text(String name) {
    return text(claims, name);
  }

  /** The key id of a header of the profile; {@code typ} may be absent (RFC 7519 §5.1). */
  private static Optional<String> keyId(Map<String, Object> header) {
    boolean ofProfile =
        HEADER_NAMES.containsAll(header.keySet())
            && "EdDSA".equals(header.get("alg"))
            && "JWT".equals(header.getOrDefault("typ", "JWT"));
    return ofProfile && KEY_ID.matcher(text(header, "kid")).matches()
        ? Optional.of(text(header, "kid"))
        : Optional.empty();
  }

  private static String text(Map<String, Object> members, String name) {
    return members.get(name) instanceof String text ? text : "";
  }

  private static Map<String, Object> object(String base64url) {
    return bytes(base64url).flatMap(StrictJson::object).orElse(Map.of());
  }

  /** Base64url without padding, in the one canonical spelling. */
  static Optional<byte[]> bytes(String base64url) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(base64url);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(base64url)
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
