package yihuyima.qr;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Verifies Ed25519 signatures (RFC 8032, pure) with one public key. Immutable; may be shared
 * between threads.
 */
public final class Ed25519Verifier implements CodeVerifier {
  /** The algorithm's published name. */
  public static final String ALGORITHM = "Ed25519";

  private final int keyId;
  private final byte[] publicKey;
  private final Ed25519.PublicPoint point;

  private Ed25519Verifier(int keyId, byte[] publicKey, Ed25519.PublicPoint point) {
    this.keyId = keyId;
    this.publicKey = publicKey;
    this.point = point;
  }

  /**
   * The verifier for a raw public key.
   *
   * @param keyId 0–255
   * @param publicKey exactly 32 bytes, copied
   * @throws IllegalArgumentException when the id is out of range, or the bytes are no point of the
   *     prime-order subgroup: under a small-order key, signatures of nobody would verify
   */
  public static Ed25519Verifier of(int keyId, byte[] publicKey) {
    KeyIds.checked(keyId);
    if (publicKey.length != Ed25519.PUBLIC_KEY_SIZE) {
      throw new IllegalArgumentException(
          "an Ed25519 public key has "
              + Ed25519.PUBLIC_KEY_SIZE
              + " bytes, not "
              + publicKey.length);
    }
    byte[] copy = publicKey.clone();
    Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(copy, 0);
    if (point == null) {
      throw new IllegalArgumentException("these bytes are not an Ed25519 public key");
    }
    return new Ed25519Verifier(keyId, copy, point);
  }

  @Override
  public int keyId() {
    return keyId;
  }

  @Override
  public String algorithm() {
    return ALGORITHM;
  }

  @Override
  public byte[] publicKey() {
    return publicKey.clone();
  }

  @Override
  public boolean verify(byte[] message, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, point, message, 0, message.length);
  }

  @Override
  public String toString() {
    return "Ed25519Verifier[keyId=" + keyId + "]";
  }
}
