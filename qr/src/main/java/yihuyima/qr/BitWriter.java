package yihuyima.qr;

/** Bits, most significant first, into a byte array of fixed size. */
final class BitWriter {
  private final byte[] bytes;
  private int bits;

  BitWriter(int capacityBytes) {
    bytes = new byte[capacityBytes];
  }

  /** Appends the lowest {@code count} (0–24) bits of {@code value}, whose other bits are zero. */
  void append(int value, int count) {
    int left = count;
    while (left > 0) {
      int free = 8 - (bits & 7);
      int take = Math.min(free, left);
      int chunk = (value >>> (left - take)) & ((1 << take) - 1);
      bytes[bits >>> 3] |= (byte) (chunk << (free - take));
      bits += take;
      left -= take;
    }
  }

  int bits() {
    return bits;
  }

  /** The array itself, zero beyond what was written. */
  byte[] bytes() {
    return bytes;
  }
}
