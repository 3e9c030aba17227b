package yihuyima.api.partner;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import yihuyima.api.identity.StrictJson;

/**
 * What a partner department signs in with: a JWT of its own making (RFC 7523 §3). Pure.
 *
 * <p>Read by hand and not by a library, because this profile is so narrow that most of what a
 * library can do would have to be switched off: one algorithm, keys from our database only, and no
 * word of the header counts but {@code alg}, {@code typ} and {@code kid}; a header with any other,
 * such as {@code jku}, {@code jwk} or {@code crit}, is refused.
 *
 * @param signed what the signature is over: header and claims as sent
 */
record PartnerAssertion(
    String partnerCode, String keyId, String id, byte[] signed, byte[] signature) {
  /** In characters; the contract's limit. */
  static final int TEXT_CHARS_MAX = 4096;

  /** How long an assertion may live from now. */
  static final Duration LIFE_MAX = Duration.ofMinutes(5);

  /** By how much a department's clock may be ahead when it says that it was issued just now. */
  static final Duration CLOCK_AHEAD_MAX = Duration.ofSeconds(60);

  /** In characters; with its prefix the id fits the column of message ids. */
  private static final Pattern ID = Pattern.compile("[ -~]{16,124}");

  private static final Pattern PARTNER_CODE = Pattern.compile("[a-z0-9-]{2,40}");
  private static final Pattern KEY_ID =
      Pattern.compile("[ -~]{1," + SignatureInput.STRING_CHARS_MAX + "}");
  private static final Set<String> HEADER_NAMES = Set.of("alg", "typ", "kid");

  /** What came out. */
  sealed interface Outcome {
    /** Everything is in order but the signature, which needs the key. */
    record Claimed(PartnerAssertion assertion) implements Outcome {}

    /** {@code reason} is for the log. */
    record Refused(String reason) implements Outcome {}
  }

  /**
   * Reads an assertion and checks all that it claims.
   *
   * @param audience what {@code aud} must be
   */
  static Outcome read(String text, String audience, Instant now) {
    if (text.length() > TEXT_CHARS_MAX) {
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
    Map<String, Object> header = object(parts[0]);
    Optional<String> keyId = keyId(header);
    if (keyId.isEmpty()) {
      return new Outcome.Refused("header not of the profile");
    }
    Map<String, Object> claims = object(parts[1]);
    String fault = fault(claims, audience, now);
    if (fault != null) {
      return new Outcome.Refused(fault);
    }
    return new Outcome.Claimed(
        new PartnerAssertion(
            text(claims, "iss"),
            keyId.get(),
            text(claims, "jti"),
            (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII),
            signature));
  }

  /**
   * The id under which it is taken once. Apart from the nonces of requests, because a department
   * may well use one id for both.
   */
  String messageId() {
    return "jti:" + id;
  }

  boolean signedBy(PartnerKey key) {
    return key.verifies(signed, signature);
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

  /** What is wrong with the claims; null when nothing is. */
  private static @Nullable String fault(Map<String, Object> claims, String audience, Instant now) {
    if (!PARTNER_CODE.matcher(text(claims, "iss")).matches()
        || !text(claims, "iss").equals(claims.get("sub"))) {
      return "iss and sub are not one partner's code";
    }
    Object aud = claims.get("aud");
    if (!audience.equals(aud) && !List.of(audience).equals(aud)) {
      return "for another audience";
    }
    if (!ID.matcher(text(claims, "jti")).matches()) {
      return "no well-formed jti";
    }
    if (!(claims.get("exp") instanceof Long exp)
        || exp <= now.getEpochSecond()
        || exp > now.plus(LIFE_MAX).getEpochSecond()) {
      return "expired, or valid for too long";
    }
    long latest = now.plus(CLOCK_AHEAD_MAX).getEpochSecond();
    return isLater(claims.get("iat"), latest) || isLater(claims.get("nbf"), latest)
        ? "issued in the future"
        : null;
  }

  /** Whether an optional moment is there and later, or is no moment at all. */
  private static boolean isLater(@Nullable Object claim, long latestSeconds) {
    return claim != null && !(claim instanceof Long seconds && seconds <= latestSeconds);
  }

  /** A text; the empty text when it is absent or something else. */
  private static String text(Map<String, Object> members, String name) {
    return members.get(name) instanceof String text ? text : "";
  }

  private static Map<String, Object> object(String base64url) {
    return bytes(base64url).flatMap(StrictJson::object).orElse(Map.of());
  }

  /** Base64url without padding, in the one canonical spelling. */
  private static Optional<byte[]> bytes(String base64url) {
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
