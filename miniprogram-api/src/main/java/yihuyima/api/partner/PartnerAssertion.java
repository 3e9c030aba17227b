package yihuyima.api.partner;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a partner department signs in with: a JWT of its own making (RFC 7523 §3). Pure.
 *
 * @param jws as sent; its signature is not verified here
 */
record PartnerAssertion(String partnerCode, String id, PartnerJws jws) {
  /** In characters; the contract's limit. */
  static final int TEXT_CHARS_MAX = 4096;

  /** How long an assertion may live from now. */
  static final Duration LIFE_MAX = Duration.ofMinutes(5);

  /** By how much a department's clock may be ahead when it says that it was issued just now. */
  static final Duration CLOCK_AHEAD_MAX = Duration.ofSeconds(60);

  /** In characters; with its prefix the id fits the column of message ids. */
  private static final Pattern ID = Pattern.compile("[ -~]{16,124}");

  static final Pattern PARTNER_CODE = Pattern.compile("[a-z0-9-]{2,40}");

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
    return switch (PartnerJws.read(text, TEXT_CHARS_MAX)) {
      case PartnerJws.Outcome.Refused refused -> new Outcome.Refused(refused.reason());
      case PartnerJws.Outcome.Read read -> {
        PartnerJws jws = read.jws();
        String fault = fault(jws, audience, LIFE_MAX, now);
        if (fault == null && !ID.matcher(jws.text("jti")).matches()) {
          fault = "no well-formed jti";
        }
        yield fault == null
            ? new Outcome.Claimed(new PartnerAssertion(jws.text("iss"), jws.text("jti"), jws))
            : new Outcome.Refused(fault);
      }
    };
  }

  String keyId() {
    return jws.keyId();
  }

  /**
   * The id under which it is taken once. Apart from the nonces of requests, because a department
   * may well use one id for both.
   */
  String messageId() {
    return "jti:" + id;
  }

  boolean signedBy(PartnerKey key) {
    return jws.signedBy(key);
  }

  /** What is wrong with who says it, to whom, and until when; null when nothing is. */
  static @Nullable String fault(PartnerJws jws, String audience, Duration lifeMax, Instant now) {
    if (!PARTNER_CODE.matcher(jws.text("iss")).matches()
        || !jws.text("iss").equals(jws.claims().get("sub"))) {
      return "iss and sub are not one partner's code";
    }
    Object aud = jws.claims().get("aud");
    if (!audience.equals(aud) && !List.of(audience).equals(aud)) {
      return "for another audience";
    }
    if (!(jws.claims().get("exp") instanceof Long exp)
        || exp <= now.getEpochSecond()
        || exp > now.plus(lifeMax).getEpochSecond()) {
      return "expired, or valid for too long";
    }
    long latest = now.plus(CLOCK_AHEAD_MAX).getEpochSecond();
    return isLater(jws.claims().get("iat"), latest) || isLater(jws.claims().get("nbf"), latest)
        ? "issued in the future"
        : null;
  }

  /** Whether an optional moment is there and later, or is no moment at all. */
  private static boolean isLater(@Nullable Object claim, long latestSeconds) {
    return claim != null && !(claim instanceof Long seconds && seconds <= latestSeconds);
  }
}
