package yihuyima.qr;

/** Verifies codes with one public key, which may be published. */
public interface CodeVerifier {
  /** Which key this is, 0–255. */
  int keyId();

  /** The algorithm's name as published: {@code Ed25519} or {@code SM2}. */
  String algorithm();

  /** A copy of the raw public key: 32 bytes for Ed25519, 64 (x, y) for SM2. */
  byte[] publicKey();

  /**
   * Whether the signature is this key's over the message. False, never an exception, for signatures
   * of a wrong length or shape.
   */
  boolean verify(byte[] message, byte[] signature);
}
