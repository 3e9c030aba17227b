package yihuyima.api.partner;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A partner department with one key, as it stands outside and signs. */
record Signatory(long partnerId, String keyId, byte[] seed) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** With a seed of its own, the same in each run. */
  static Signatory of(long partnerId, String keyId) {
    byte[] seed = Arrays.copyOf((partnerId + keyId).getBytes(StandardCharsets.UTF_8), 32);
    return new Signatory(partnerId, keyId, seed);
  }

  /** The key {@code test-key-ed25519} of RFC 9421, Appendix B.1.4. */
  static Signatory ofRfc9421() {
    byte[] pkcs8 =
        Base64.getDecoder()
            .decode("MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF");
    return new Signatory(
        1, "test-key-ed25519", Arrays.copyOfRange(pkcs8, pkcs8.length - 32, pkcs8.length));
  }

  byte[] publicKey() {
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return publicKey;
  }

  PartnerKey key() {
    return PartnerKey.of(partnerId, keyId, publicKey()).orElseThrow();
  }

  /** What the server knows: this key. */
  Function<String, Optional<PartnerKey>> keys() {
    return asked -> asked.equals(keyId) ? Optional.of(key()) : Optional.empty();
  }

  byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  static String freshId() {
    byte[] id = new byte[18];
    RANDOM.nextBytes(id);
    return Base64.getUrlEncoder().encodeToString(id);
  }
}
