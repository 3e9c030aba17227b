package yihuyima.server;

/** Tells bytes that nobody drew at random: defaults, examples, words. */
final class WeakKey {
  /** 32 random bytes have about 30 different ones; fewer than this come by once in 10²⁵. */
  private static final int DIFFERENT_MIN = 16;

  private WeakKey() {}

  /** What gives a key away; empty when nothing does. */
  static String complaint(byte[] bytes) {
    boolean[] seen = new boolean[256];
    int different = 0;
    boolean text = true;
    boolean even = true;
    for (int i = 0; i < bytes.length; i++) {
      different += seen[bytes[i] & 0xff] ? 0 : 1;
      seen[bytes[i] & 0xff] = true;
      text &= bytes[i] >= 0x20 && bytes[i] < 0x7f;
      even &= i < 2 || bytes[i] - bytes[i - 1] == bytes[1] - bytes[0];
    }
    if (different == 1) {
      return "is one byte over and over";
    }
    if (text) {
      return "is a text, not random bytes: draw one with `openssl rand -base64 32`";
    }
    if (even || different < DIFFERENT_MIN) {
      return "is too regular to be random: draw one with `openssl rand -base64 32`";
    }
    return "";
  }
}
