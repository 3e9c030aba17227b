package yihuyima.api.secret;

/**
 * Which algorithms new keys are made for. What was sealed with the other suite stays readable, for
 * each key says what it is used with: changing the suite is a rotation.
 */
public enum CryptoSuite {
  INTERNATIONAL(KeyAlgorithm.AES_256_GCM, KeyAlgorithm.HMAC_SHA256),
  SM(KeyAlgorithm.SM4_GCM, KeyAlgorithm.HMAC_SM3);

  private final KeyAlgorithm seal;
  private final KeyAlgorithm index;

  CryptoSuite(KeyAlgorithm seal, KeyAlgorithm index) {
    this.seal = seal;
    this.index = index;
  }

  /** For sealing columns, and for wrapping keys. */
  public KeyAlgorithm seal() {
    return seal;
  }

  /** For blind indexes. */
  public KeyAlgorithm index() {
    return index;
  }
}
