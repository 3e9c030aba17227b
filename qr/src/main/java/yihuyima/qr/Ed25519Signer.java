package yihuyima.qr;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Signs with Ed25519 (RFC 8032, pure): deterministic, raw 64-byte signatures. Bouncy Castle's,
 * because the JDK's own signs about twenty times fewer a second.
 *
 * <p>Immutable; may be shared between threads.
 */
public final class Ed25519Signer implements CodeSigner {
  /** Bytes of the seed that is the private key. */
  public static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

  private final int keyId;
  private final Ed25519PrivateKeyParameters key;

  private Ed25519Signer(int keyId, Ed25519PrivateKeyParameters key) {
    this.keyId = keyId;
    this.key = key;
  }

  /**
   * The signer for a seed.
   *
   * @param keyId 0–255
   * @param seed exactly {@link #SEED_BYTES} random bytes, copied
   * @throws IllegalArgumentException when either is out of range
   */
  public static Ed25519Signer of(int keyId, byte[] seed) {
    if (seed.length != SEED_BYTES) {
      throw new IllegalArgumentException(
          "an Ed25519 seed has " + SEED_BYTES + " bytes, not " + seed.length);
    }
    return new Ed25519Signer(KeyIds.checked(keyId), new Ed25519PrivateKeyParameters(seed.clone()));
  }

  @Override
  public int keyId() {
    return keyId;
  }

  @Override
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return signature;
  }

  /** The verifier of the same key. */
  public Ed25519Verifier verifier() {
    return Ed25519Verifier.of(keyId, key.generatePublicKey().getEncoded());
  }

  /** The key id only. */
  @Override
  public String toString() {
    return "Ed25519Signer[keyId=" + keyId + "]";
  }
}
