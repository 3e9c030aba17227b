package yihuyima.qr;

import java.math.BigInteger;

/**
 * Sixty-eight bytes as 164 decimal digits, most significant first. Digits, because a QR symbol
 * packs them at 3⅓ bits each where letters cost eight: the signed code is three versions smaller.
 *
 * <p>Canonical: leading zeros are kept, and what exceeds 68 bytes is refused, so every block of
 * bytes has exactly one text (2⁵⁴⁴ has 164 digits).
 */
final class SignedDigits {
  static final int BYTES = 68;
  static final int DIGITS = 164;

  private SignedDigits() {}

  /** The 164 digits of 68 bytes. */
  static String print(byte[] block) {
    String digits = new BigInteger(1, block).toString();
    return "0".repeat(DIGITS - digits.length()) + digits;
  }

  /** Whether {@code text} from {@code offset} to its end is 164 ASCII digits. */
  static boolean standAt(String text, int offset) {
    if (text.length() - offset != DIGITS) {
      return false;
    }
    for (int i = offset; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** The 68 bytes of 164 ASCII digits, or null when the number needs more than 68 bytes. */
  static byte[] parse(String digits) {
    BigInteger number = new BigInteger(digits);
    if (number.bitLength() > BYTES * Byte.SIZE) {
      return null;
    }
    byte[] bytes = number.toByteArray(); // may carry a leading zero byte for the sign
    byte[] block = new byte[BYTES];
    int length = Math.min(bytes.length, BYTES);
    System.arraycopy(bytes, bytes.length - length, block, BYTES - length, length);
    return block;
  }
}
