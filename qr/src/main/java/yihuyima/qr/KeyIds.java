package yihuyima.qr;

/** The range of a signing key's id: one byte in the signed header. */
final class KeyIds {
  static final int MAX = 255;

  private KeyIds() {}

  static int checked(int keyId) {
    if (keyId < 0 || keyId > MAX) {
      throw new IllegalArgumentException("key id must be 0 to " + MAX + ", is " + keyId);
    }
    return keyId;
  }
}
