package yihuyima.qr;

import java.util.Arrays;

/**
 * Crockford's base32: ten digits and the letters without I, L, O and U, five bits a character.
 *
 * <p>Source: Douglas Crockford, "Base 32"; the check symbols of that page are not used here.
 */
final class Crockford {
  static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  static final int BITS_PER_CHARACTER = 5;

  /** What {@link #value} answers for a character outside the alphabet. */
  static final int NONE = -1;

  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) NONE);
    for (int value = 0; value < ALPHABET.length(); value++) {
      VALUES[ALPHABET.charAt(value)] = (byte) value;
    }
  }

  private Crockford() {}

  /** The value 0–31 of a canonical (upper-case) character, or {@link #NONE}. */
  static int value(char character) {
    return character < VALUES.length ? VALUES[character] : NONE;
  }

  /** The canonical character of a value 0–31. */
  static char character(int value) {
    return ALPHABET.charAt(value);
  }

  /**
   * What a person meant by a character: full-width forms folded, upper case, O read as 0, I and L
   * as 1. The result need not be in the alphabet. Only ASCII letters change case, so that no locale
   * and no look-alike of another script slips in.
   */
  static char fold(char typed) {
    char ascii = typed >= '！' && typed <= '～' ? (char) (typed - '！' + '!') : typed;
    char upper = ascii >= 'a' && ascii <= 'z' ? (char) (ascii - 'a' + 'A') : ascii;
    return switch (upper) {
      case 'O' -> '0';
      case 'I', 'L' -> '1';
      default -> upper;
    };
  }

  /** Whether every character of {@code text} is canonical; true for the empty text. */
  static boolean isCanonical(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (value(text.charAt(i)) == NONE) {
        return false;
      }
    }
    return true;
  }
}
