package yihuyima.api.partner;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A public Ed25519 key of a partner department, ready to verify with. Says nothing about whether it
 * is in force: that is asked of the database with each use. Immutable.
 */
final class PartnerKey {
  /** Bytes of a public key. */
  static final int PUBLIC_KEY_BYTES = Ed25519.PUBLIC_KEY_SIZE;

  /** Bytes of a signature. */
  static final int SIGNATURE_BYTES = Ed25519.SIGNATURE_SIZE;

  private final long partnerId;
  private final String keyId;
  private final byte[] publicKey;
  private final Ed25519.PublicPoint point;

  private PartnerKey(long partnerId, String keyId, byte[] publicKey, Ed25519.PublicPoint point) {
    this.partnerId = partnerId;
    this.keyId = keyId;
    this.publicKey = publicKey;
    this.point = point;
  }

  /**
   * The key of these bytes.
   *
   * @return empty when they are no point of the prime-order subgroup: under a key of small order
   *     signatures of nobody verify
   */
  static Optional<PartnerKey> of(long partnerId, String keyId, byte[] publicKey) {
    if (publicKey.length != PUBLIC_KEY_BYTES) {
      return Optional.empty();
    }
    byte[] copy = publicKey.clone();
    return Optional.ofNullable(Ed25519.validatePublicKeyFullExport(copy, 0))
        .map(point -> new PartnerKey(partnerId, keyId, copy, point));
  }

  /** How people compare keys by telephone: 32 hexadecimal digits of SHA-256, four by four. */
  static String fingerprint(byte[] publicKey) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(publicKey);
      return HexFormat.of().formatHex(hash, 0, 16).replaceAll("(.{4})(?=.)", "$1 ");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  long partnerId() {
    return partnerId;
  }

  String keyId() {
    return keyId;
  }

  byte[] publicKey() {
    return publicKey.clone();
  }

  /** Whether the signature over the message is this key's. */
  boolean verifies(byte[] message, byte[] signature) {
    return signature.length == SIGNATURE_BYTES
        && Ed25519.verify(signature, 0, point, message, 0, message.length);
  }

  @Override
  public String toString() {
    return "PartnerKey[partnerId=" + partnerId + ", keyId=" + keyId + "]";
  }
}
