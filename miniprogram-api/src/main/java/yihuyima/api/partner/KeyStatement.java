package yihuyima.api.partner;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a department hands over to have a key registered: a JWT that names the key in its claim
 * {@code publicKey} and is signed with that very key. So nobody registers a key that the department
 * does not hold, and a mistyped one is noticed at once. Pure.
 */
record KeyStatement(String partnerCode, PartnerKey key) {
  /** In characters; the contract's limit. */
  static final int TEXT_CHARS_MAX = 4096;

  /** How long it may live from now: it goes by letter. */
  static final Duration LIFE_MAX = Duration.ofDays(30);

  /** What came out. */
  sealed interface Outcome {
    /** Signed by the key that it names. */
    record Proved(KeyStatement statement) implements Outcome {}

    /**
     * Not so.
     *
     * @param words for the administrator who pasted it
     */
    record Refused(String reason, String words) implements Outcome {}
  }

  /**
   * Reads a statement and verifies it.
   *
   * @param partnerCode whose key it must be
   * @param audience what {@code aud} must be
   */
  static Outcome read(
      String text, long partnerId, String partnerCode, String audience, Instant now) {
    return switch (PartnerJws.read(text.strip(), TEXT_CHARS_MAX)) {
      case PartnerJws.Outcome.Refused refused ->
          new Outcome.Refused(refused.reason(), "这不是密钥登记信息，请让对方重新生成，整段复制过来");
      case PartnerJws.Outcome.Read read ->
          verify(read.jws(), partnerId, partnerCode, audience, now);
    };
  }

  private static Outcome verify(
      PartnerJws jws, long partnerId, String partnerCode, String audience, Instant now) {
    if (!partnerCode.equals(jws.text("iss"))) {
      return new Outcome.Refused("of another department", "这份登记信息写的是另一个部门的代号");
    }
    String fault = PartnerAssertion.fault(jws, audience, LIFE_MAX, now);
    if (fault != null) {
      return new Outcome.Refused(fault, "登记信息已过期，或不是给本系统的，请让对方重新生成");
    }
    Optional<PartnerKey> key =
        PartnerJws.bytes(jws.text("publicKey"))
            .flatMap(bytes -> PartnerKey.of(partnerId, jws.keyId(), bytes));
    if (key.isEmpty()) {
      return new Outcome.Refused("names no Ed25519 key", "登记信息里没有可用的公钥，请让对方重新生成");
    }
    return jws.signedBy(key.get())
        ? new Outcome.Proved(new KeyStatement(partnerCode, key.get()))
        : new Outcome.Refused("not signed with the key it names", "签名与公钥对不上，对方可能没有这把私钥，或复制时缺了字");
  }
}
