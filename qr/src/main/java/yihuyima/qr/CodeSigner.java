package yihuyima.qr;

/**
 * Signs codes with one private key. The key id goes into the code and chooses the algorithm at
 * verification, so another algorithm with signatures of the same size can take over by its key id.
 */
public interface CodeSigner {
  /** Which published key verifies what this signs, 0–255. */
  int keyId();

  /**
   * A signature of exactly {@link SignedCode#SIGNATURE_BYTES} bytes.
   *
   * @param message not null, any length
   */
  byte[] sign(byte[] message);
}
