package yihuyima.qr;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A stretch of a symbol's text in one mode (ISO/IEC 18004, 7.4).
 *
 * @param characters the text's characters, or bytes as characters 0–255 in byte mode
 */
record Segment(Mode mode, String characters) {
  static final String ALPHANUMERICS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

  private static final byte[] ALPHANUMERIC_VALUES = new byte[128];

  static {
    Arrays.fill(ALPHANUMERIC_VALUES, (byte) -1);
    for (int value = 0; value < ALPHANUMERICS.length(); value++) {
      ALPHANUMERIC_VALUES[ALPHANUMERICS.charAt(value)] = (byte) value;
    }
  }

  /** The modes used here; kanji mode says nothing in Chinese text that UTF-8 does not. */
  enum Mode {
    NUMERIC(0b0001, 10, 12),
    ALPHANUMERIC(0b0010, 9, 11),
    BYTE(0b0100, 8, 16);

    static final int INDICATOR_BITS = 4;

    private final int indicator;
    private final int countBitsToVersion9;
    private final int countBitsFromVersion10;

    Mode(int indicator, int countBitsToVersion9, int countBitsFromVersion10) {
      this.indicator = indicator;
      this.countBitsToVersion9 = countBitsToVersion9;
      this.countBitsFromVersion10 = countBitsFromVersion10;
    }

    /** Bits of mode indicator and character count; versions above 26 are not drawn here. */
    int headerBits(int version) {
      return INDICATOR_BITS + countBits(version);
    }

    int countBits(int version) {
      return version <= 9 ? countBitsToVersion9 : countBitsFromVersion10;
    }
  }

  static Segment numeric(String digits) {
    return new Segment(Mode.NUMERIC, digits);
  }

  static Segment alphanumeric(String text) {
    return new Segment(Mode.ALPHANUMERIC, text);
  }

  /** Byte mode; the text's UTF-8 bytes. */
  static Segment bytes(String text) {
    return new Segment(Mode.BYTE, utf8(text));
  }

  /** The UTF-8 bytes of a text as characters 0–255. */
  static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** The alphanumeric value 0–44 of a character, or −1. */
  static int alphanumericValue(char character) {
    return character < ALPHANUMERIC_VALUES.length ? ALPHANUMERIC_VALUES[character] : -1;
  }

  /** Bits of the whole segment, header included. */
  int bits(int version) {
    int count = characters.length();
    return mode.headerBits(version)
        + switch (mode) {
          case NUMERIC -> count / 3 * 10 + (count % 3 == 0 ? 0 : count % 3 * 3 + 1);
          case ALPHANUMERIC -> count / 2 * 11 + count % 2 * 6;
          case BYTE -> count * 8;
        };
  }

  void appendTo(BitWriter bits, int version) {
    bits.append(mode.indicator, Mode.INDICATOR_BITS);
    bits.append(characters.length(), mode.countBits(version));
    switch (mode) {
      case NUMERIC -> appendNumeric(bits);
      case ALPHANUMERIC -> appendAlphanumeric(bits);
      case BYTE -> {
        for (int i = 0; i < characters.length(); i++) {
          bits.append(characters.charAt(i), 8);
        }
      }
    }
  }

  /** Three digits in ten bits, the last two in seven, the last one in four. */
  private void appendNumeric(BitWriter bits) {
    for (int i = 0; i < characters.length(); i += 3) {
      int count = Math.min(3, characters.length() - i);
      int value = 0;
      for (int j = 0; j < count; j++) {
        value = value * 10 + (characters.charAt(i + j) - '0');
      }
      bits.append(value, count * 3 + 1);
    }
  }

  /** Two characters in eleven bits, the last one in six. */
  private void appendAlphanumeric(BitWriter bits) {
    int i = 0;
    for (; i + 1 < characters.length(); i += 2) {
      int first = alphanumericValue(characters.charAt(i));
      bits.append(first * 45 + alphanumericValue(characters.charAt(i + 1)), 11);
    }
    if (i < characters.length()) {
      bits.append(alphanumericValue(characters.charAt(i)), 6);
    }
  }
}
