package yihuyima.api.partner;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Whether a request is signed as the contract says: RFC 9421 in one profile, read strictly. Pure.
 *
 * <p>Whoever reads more generously than the signer wrote, verifies something else than was signed;
 * so every header may stand once, in one spelling, within a length.
 */
final class RequestSignature {
  /** How far a stamp may be off either way: clocks differ and networks dawdle. */
  static final Duration CREATED_OFF_MAX = Duration.ofSeconds(60);

  /** In characters, of the target and of the token. */
  static final int VALUE_CHARS_MAX = 8192;

  private static final Pattern PURPOSE = Pattern.compile("[A-Z0-9_]{1,40}");
  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,16}");

  /** Visible ASCII: no line break can slip another line into the base. */
  private static final Pattern TARGET = Pattern.compile("[!-~]{1," + VALUE_CHARS_MAX + "}");

  /** A bearer token and nothing else: the caller is then the one of the token that was signed. */
  private static final Pattern AUTHORIZATION =
      Pattern.compile("Bearer [!-~]{1," + VALUE_CHARS_MAX + "}");

  private static final String SIGNATURE_PREFIX = SignatureInput.LABEL + "=:";

  /** {@code yhym=:}, 64 bytes in Base64, {@code :}. */
  private static final int SIGNATURE_CHARS = SIGNATURE_PREFIX.length() + 88 + 1;

  private RequestSignature() {}

  /**
   * What a request is verified from; each header as often as it came.
   *
   * @param targetUri the public address, then path and query as sent
   * @param body empty when there is none
   */
  record Parts(
      String method,
      String targetUri,
      List<String> authorization,
      List<String> purpose,
      List<String> contentDigest,
      List<String> signatureInput,
      List<String> signature,
      byte[] body) {}

  /** What came out. */
  sealed interface Outcome {
    /** Signed by this key; whether the key is in force and the nonce new is not known here. */
    record Verified(PartnerKey key, String nonce) implements Outcome {}

    /** In order so far, but nobody knows this key. */
    record KeyUnknown(String keyId) implements Outcome {}

    /** In order so far, but not signed with the key of this id. */
    record NotOfKey(String keyId) implements Outcome {}

    /** Not in order; {@code reason} is for the log. */
    record Refused(String reason) implements Outcome {}
  }

  /**
   * Verifies.
   *
   * @param keys the key of an id, of the partner who is calling and nobody else
   */
  static Outcome verify(Parts parts, Function<String, Optional<PartnerKey>> keys, Instant now) {
    Optional<String> unwell = firstFault(parts);
    if (unwell.isPresent()) {
      return new Outcome.Refused(unwell.get());
    }
    Optional<SignatureInput> read = SignatureInput.parse(parts.signatureInput().getFirst());
    Optional<byte[]> signature = signature(parts.signature().getFirst());
    if (read.isEmpty() || signature.isEmpty()) {
      return new Outcome.Refused("Signature or Signature-Input not of the profile");
    }
    SignatureInput input = read.get();
    if (input.coversDigest() != (parts.body().length > 0)) {
      return new Outcome.Refused("a body without its digest, or a digest without a body");
    }
    if (!isFresh(input.createdSeconds(), now)) {
      return new Outcome.Refused("created is off by more than the window");
    }
    Optional<PartnerKey> key = keys.apply(input.keyId());
    if (key.isEmpty()) {
      return new Outcome.KeyUnknown(input.keyId());
    }
    byte[] base =
        base(components(parts, input), input.params()).getBytes(StandardCharsets.US_ASCII);
    return key.get().verifies(base, signature.get())
        ? new Outcome.Verified(key.get(), input.nonce())
        : new Outcome.NotOfKey(input.keyId());
  }

  /**
   * The signature base (RFC 9421 §2.5): a line a component, then the parameters.
   *
   * @param components identifier without quotes to value, in the order they were signed
   */
  static String base(SequencedMap<String, String> components, String params) {
    StringBuilder base = new StringBuilder(512);
    components.forEach(
        (name, value) -> base.append('"').append(name).append("\": ").append(value).append('\n'));
    return base.append("\"@signature-params\": ").append(params).toString();
  }

  /** The value of {@code Content-Digest} for a body (RFC 9530). */
  static String contentDigest(byte[] body) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(sha256(body)) + ":";
  }

  /** What is wrong with the parts, before anything is read; empty when nothing is. */
  private static Optional<String> firstFault(Parts parts) {
    for (Map.Entry<String, List<String>> header :
        Map.of(
                "Authorization", parts.authorization(),
                "Yihuyima-Purpose", parts.purpose(),
                "Signature-Input", parts.signatureInput(),
                "Signature", parts.signature())
            .entrySet()) {
      if (header.getValue().size() != 1) {
        return Optional.of(header.getKey() + " absent or doubled");
      }
    }
    if (!AUTHORIZATION.matcher(parts.authorization().getFirst()).matches()
        || !TARGET.matcher(parts.targetUri()).matches()
        || !METHOD.matcher(parts.method()).matches()) {
      return Optional.of("a component that is not of the profile");
    }
    if (!PURPOSE.matcher(parts.purpose().getFirst()).matches()) {
      return Optional.of("no well-formed purpose");
    }
    // Compared as text: there is one spelling of one digest.
    List<String> digest =
        parts.body().length == 0 ? List.of() : List.of(contentDigest(parts.body()));
    return parts.contentDigest().equals(digest)
        ? Optional.empty()
        : Optional.of("Content-Digest is not that of the body");
  }

  private static SequencedMap<String, String> components(Parts parts, SignatureInput input) {
    SequencedMap<String, String> components = new LinkedHashMap<>();
    components.put("@method", parts.method());
    components.put("@target-uri", parts.targetUri());
    components.put("authorization", parts.authorization().getFirst());
    components.put("yihuyima-purpose", parts.purpose().getFirst());
    if (input.coversDigest()) {
      components.put("content-digest", parts.contentDigest().getFirst());
    }
    return components;
  }

  private static boolean isFresh(long createdSeconds, Instant now) {
    Duration off = Duration.between(Instant.ofEpochSecond(createdSeconds), now).abs();
    return off.compareTo(CREATED_OFF_MAX) <= 0;
  }

  /** The 64 bytes of the one signature; empty when the header is anything else. */
  private static Optional<byte[]> signature(String header) {
    if (header.length() != SIGNATURE_CHARS
        || !header.startsWith(SIGNATURE_PREFIX)
        || !header.endsWith(":")) {
      return Optional.empty();
    }
    String text = header.substring(SIGNATURE_PREFIX.length(), header.length() - 1);
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      // The last character has bits to spare; only one spelling counts.
      return Base64.getEncoder().encodeToString(bytes).equals(text)
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
