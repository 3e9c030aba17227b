package yihuyima.qr;

/**
 * A zlib stream (RFC 1950, 1951) of rows that repeat: each row once, then one long reference back
 * for its repetitions.
 *
 * <p>A general compressor spends its time searching for repetitions; here they are known. The one
 * block uses the fixed Huffman code, within a row runs of equal bytes become references, and the
 * check sum is computed once for a row and multiplied.
 */
final class RowDeflater {
  private static final int MATCH_BYTES_MIN = 3;
  private static final int MATCH_BYTES_MAX = 258;
  private static final int END_OF_BLOCK = 256;
  private static final int FIRST_LENGTH_SYMBOL = 257;
  private static final int DISTANCE_BITS = 5;
  private static final int ADLER_MODULUS = 65521;

  /** Zlib, 32 KiB window, fastest level: 0x7801 is a multiple of 31. */
  private static final int ZLIB_FIRST = 0x78;

  private static final int ZLIB_SECOND = 0x01;

  /** Last block, fixed Huffman code; three bits. */
  private static final int BLOCK_HEADER = 0b011;

  /** By symbol 0–287: the code's bits in the order in which they are written. */
  private static final int[] CODES = new int[288];

  private static final byte[] CODE_BITS = new byte[288];

  /** By match length 3–258: code and extra bits as they are written, and how many. */
  private static final int[] LENGTH_CODES = new int[MATCH_BYTES_MAX + 1];

  private static final byte[] LENGTH_CODE_BITS = new byte[MATCH_BYTES_MAX + 1];

  static {
    for (int symbol = 0; symbol < CODES.length; symbol++) {
      if (symbol < 144) {
        setCode(symbol, 0x30 + symbol, 8);
      } else if (symbol < 256) {
        setCode(symbol, 0x190 + symbol - 144, 9);
      } else if (symbol < 280) {
        setCode(symbol, symbol - 256, 7);
      } else {
        setCode(symbol, 0xc0 + symbol - 280, 8);
      }
    }
    int length = MATCH_BYTES_MIN;
    for (int symbol = FIRST_LENGTH_SYMBOL; symbol < 285; symbol++) {
      // Eight lengths without extra bits, then four symbols for each number of extra bits.
      int extraBits = Math.max(0, (symbol - 261) / 4);
      for (int extra = 0; extra < 1 << extraBits && length < MATCH_BYTES_MAX; extra++) {
        LENGTH_CODES[length] = CODES[symbol] | (extra << CODE_BITS[symbol]);
        LENGTH_CODE_BITS[length] = (byte) (CODE_BITS[symbol] + extraBits);
        length++;
      }
    }
    LENGTH_CODES[MATCH_BYTES_MAX] = CODES[285];
    LENGTH_CODE_BITS[MATCH_BYTES_MAX] = CODE_BITS[285];
  }

  private final int stride;
  private final int strideCode;
  private final int strideCodeBits;
  private final byte[] bytes;
  private int length;
  private long pending;
  private int pendingBits;
  private long adlerLow = 1;
  private long adlerHigh;

  /**
   * @param stride bytes of a row, 1–32,768
   * @param differentRows at most so many calls of {@link #append} will come
   * @param rows with so many rows in all
   */
  RowDeflater(int stride, int differentRows, int rows) {
    this.stride = stride;
    int code = distanceCode(stride);
    int extraBits = extraDistanceBits(code);
    int extra = stride - firstDistance(code);
    this.strideCode = reversed(code, DISTANCE_BITS) | (extra << DISTANCE_BITS);
    this.strideCodeBits = DISTANCE_BITS + extraBits;
    // Nine bits a literal; at most 26 bits a reference, two of them to end a row's repetitions.
    long literalBytes = (long) differentRows * stride * 9 / 8;
    long references = 2L * differentRows + (long) rows * stride / MATCH_BYTES_MAX;
    this.bytes = new byte[Math.toIntExact(64 + literalBytes + references * 4)];
    bytes[length++] = ZLIB_FIRST;
    bytes[length++] = ZLIB_SECOND;
    put(BLOCK_HEADER, 3);
  }

  int stride() {
    return stride;
  }

  /** Appends a row {@code times} ≥ 1 times. */
  void append(byte[] row, int times) {
    int i = 0;
    while (i < stride) {
      int end = i + 1;
      while (end < stride && row[end] == row[i]) {
        end++;
      }
      putLiteral(row[i]);
      int repeated = end - i - 1;
      if (repeated >= MATCH_BYTES_MIN) {
        putMatches(repeated, 0, DISTANCE_BITS); // distance 1 is code 0, without extra bits
      } else {
        for (int j = 0; j < repeated; j++) {
          putLiteral(row[i]);
        }
      }
      i = end;
    }
    putRepetitions(row, (times - 1) * stride);
    addToCheckSum(row, times);
  }

  /** Ends the stream; the answer is its length in {@link #bytes()}. */
  int finish() {
    put(CODES[END_OF_BLOCK], CODE_BITS[END_OF_BLOCK]);
    while (pendingBits > 0) {
      bytes[length++] = (byte) pending;
      pending >>>= 8;
      pendingBits -= 8;
    }
    bytes[length++] = (byte) (adlerHigh >>> 8);
    bytes[length++] = (byte) adlerHigh;
    bytes[length++] = (byte) (adlerLow >>> 8);
    bytes[length++] = (byte) adlerLow;
    return length;
  }

  byte[] bytes() {
    return bytes;
  }

  private void putRepetitions(byte[] row, int count) {
    if (count >= MATCH_BYTES_MIN) {
      putMatches(count, strideCode, strideCodeBits);
    } else {
      for (int i = 0; i < count; i++) {
        putLiteral(row[i % stride]);
      }
    }
  }

  /** References for {@code count} ≥ 3 bytes, none of them shorter than 3. */
  private void putMatches(int count, int distanceCode, int distanceBits) {
    int left = count;
    while (left > 0) {
      int take = Math.min(left, MATCH_BYTES_MAX);
      if (left > take && left - take < MATCH_BYTES_MIN) {
        take -= MATCH_BYTES_MIN;
      }
      put(LENGTH_CODES[take], LENGTH_CODE_BITS[take]);
      put(distanceCode, distanceBits);
      left -= take;
    }
  }

  private void putLiteral(byte literal) {
    put(CODES[literal & 0xff], CODE_BITS[literal & 0xff]);
  }

  /** Appends at most 31 bits, lowest first. */
  private void put(int bits, int count) {
    pending |= (long) bits << pendingBits;
    pendingBits += count;
    while (pendingBits >= 8) {
      bytes[length++] = (byte) pending;
      pending >>>= 8;
      pendingBits -= 8;
    }
  }

  /**
   * Adler-32 of a row repeated. With n bytes of sum A and weighted sum W, one row takes (low, high)
   * to (low + A, high + n·low + W); summed over k rows.
   */
  private void addToCheckSum(byte[] row, int times) {
    long sum = 0;
    long weighted = 0;
    for (int i = 0; i < stride; i++) {
      sum += row[i] & 0xff;
      weighted += sum;
    }
    long n = stride;
    long k = times;
    adlerHigh =
        (adlerHigh + k * (n * adlerLow + weighted) + n * sum * (k * (k - 1) / 2)) % ADLER_MODULUS;
    adlerLow = (adlerLow + k * sum) % ADLER_MODULUS;
  }

  /** RFC 1951, 3.2.5: two codes for each number of extra bits after the first four. */
  private static int distanceCode(int distance) {
    int code = 0;
    while (code < 29 && firstDistance(code + 1) <= distance) {
      code++;
    }
    return code;
  }

  private static int firstDistance(int code) {
    return code < 2 ? code + 1 : 1 + ((2 + (code & 1)) << extraDistanceBits(code));
  }

  private static int extraDistanceBits(int code) {
    return Math.max(0, code / 2 - 1);
  }

  private static void setCode(int symbol, int code, int bits) {
    CODES[symbol] = reversed(code, bits);
    CODE_BITS[symbol] = (byte) bits;
  }

  /** Huffman codes are written highest bit first into a stream that is filled lowest bit first. */
  private static int reversed(int code, int bits) {
    return Integer.reverse(code) >>> (32 - bits);
  }
}
