package yihuyima.qr;

import java.util.List;

/**
 * Segments to modules (ISO/IEC 18004, 7): codewords, correction, placement, the mask with the least
 * penalty.
 *
 * <p>The choice of the mask is nearly all of the work (88 % in ZXing), so it goes row by row in the
 * bits of a {@code long}; the result is ZXing's, module by module.
 */
final class SymbolEncoder {
  private static final int PAD_FIRST = 0xec;
  private static final int PAD_SECOND = 0x11;
  private static final int TERMINATOR_BITS_MAX = 4;

  /** What {@link #smallestVersion} answers when no version is large enough. */
  private static final int NONE = 0;

  private SymbolEncoder() {}

  /** Any text, in the cheapest segments. */
  static Symbol encodeText(String text, ErrorLevel atLeast) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("there is no symbol of an empty text");
    }
    // The lengths of segment headers change at version 10, and the best cut may with them.
    List<Segment> segments = Segmentation.of(text, 1);
    int version = smallestVersion(segments, atLeast);
    if (version == NONE || version > 9) {
      segments = Segmentation.of(text, 10);
    }
    return encode(segments, atLeast);
  }

  /**
   * The symbol in the smallest version that holds the segments, at the highest level there.
   *
   * @throws IllegalArgumentException when no version up to {@link Symbol#VERSION_MAX} does
   */
  static Symbol encode(List<Segment> segments, ErrorLevel atLeast) {
    int version = smallestVersion(segments, atLeast);
    if (version == NONE) {
      throw new IllegalArgumentException(
          "the text does not fit a symbol of version %d at level %s"
              .formatted(Symbol.VERSION_MAX, atLeast));
    }
    ErrorLevel level = atLeast;
    for (ErrorLevel higher : ErrorLevel.values()) {
      if (higher.compareTo(level) > 0 && fits(segments, version, higher)) {
        level = higher;
      }
    }
    return encode(segments, version, level);
  }

  /** The smallest version that holds the segments at this level, or 0. */
  static int smallestVersion(List<Segment> segments, ErrorLevel level) {
    for (int version = 1; version <= Symbol.VERSION_MAX; version++) {
      if (fits(segments, version, level)) {
        return version;
      }
    }
    return NONE;
  }

  /** The symbol in exactly this version and level, which must hold the segments. */
  static Symbol encode(List<Segment> segments, int version, ErrorLevel level) {
    Grid grid = Grid.of(version, level);
    long[] rows = new long[grid.size];
    long[] columns = new long[grid.size];
    place(interleaved(dataCodewords(segments, grid), grid), grid, rows, columns);
    return best(grid, rows, columns);
  }

  private static boolean fits(List<Segment> segments, int version, ErrorLevel level) {
    int bits = 0;
    for (Segment segment : segments) {
      int characters = segment.characters().length();
      if (characters >>> segment.mode().countBits(version) != 0) {
        return false;
      }
      bits += segment.bits(version);
    }
    return bits <= Grid.of(version, level).dataCodewordsSum * 8;
  }

  /** Segments, terminator and padding. */
  static byte[] dataCodewords(List<Segment> segments, Grid grid) {
    int capacityBytes = grid.dataCodewordsSum;
    BitWriter bits = new BitWriter(capacityBytes);
    for (Segment segment : segments) {
      segment.appendTo(bits, grid.version);
    }
    bits.append(0, Math.min(TERMINATOR_BITS_MAX, capacityBytes * 8 - bits.bits()));
    byte[] codewords = bits.bytes();
    int pad = PAD_FIRST;
    for (int i = (bits.bits() + 7) >>> 3; i < capacityBytes; i++) {
      codewords[i] = (byte) pad;
      pad ^= PAD_FIRST ^ PAD_SECOND;
    }
    return codewords;
  }

  /** All blocks' first data codewords, all second ones …, then the correction in the same way. */
  private static byte[] interleaved(byte[] data, Grid grid) {
    int blocks = grid.dataCodewords.length;
    int correction = grid.correctionCodewordsPerBlock;
    ReedSolomon code = ReedSolomon.of(correction);
    byte[] result = new byte[data.length + blocks * correction];
    int shortest = grid.dataCodewords[0]; // shorter blocks come first, by at most one codeword
    int shortBlocks = 0;
    while (shortBlocks < blocks && grid.dataCodewords[shortBlocks] == shortest) {
      shortBlocks++;
    }
    int from = 0;
    for (int block = 0; block < blocks; block++) {
      int length = grid.dataCodewords[block];
      for (int i = 0; i < shortest; i++) {
        result[i * blocks + block] = data[from + i];
      }
      if (length > shortest) {
        result[shortest * blocks + block - shortBlocks] = data[from + shortest];
      }
      byte[] remainder = code.remainder(data, from, from + length);
      for (int i = 0; i < correction; i++) {
        result[data.length + i * blocks + block] = remainder[i];
      }
      from += length;
    }
    return result;
  }

  /** Puts codewords into rows and columns; what is left over stays light. */
  private static void place(byte[] codewords, Grid grid, long[] rows, long[] columns) {
    short[] positions = grid.positions;
    int at = 0;
    for (byte codeword : codewords) {
      for (int bit = 7; bit >= 0; bit--) {
        long dark = (codeword >>> bit) & 1L;
        int position = positions[at++];
        int x = position & 63;
        int y = position >>> 6;
        rows[y] |= dark << x;
        columns[x] |= dark << y;
      }
    }
  }

  /** The mask with the least penalty, the first of equals. */
  private static Symbol best(Grid grid, long[] rows, long[] columns) {
    int size = grid.size;
    long[] bestRows = new long[size];
    long[] tryRows = new long[size];
    long[] tryColumns = new long[size];
    int bestMask = 0;
    int least = Integer.MAX_VALUE;
    for (int mask = 0; mask < Grid.MASKS; mask++) {
      long[] gridRows = grid.rows[mask];
      long[] gridColumns = grid.columns[mask];
      for (int i = 0; i < size; i++) {
        tryRows[i] = rows[i] ^ gridRows[i];
        tryColumns[i] = columns[i] ^ gridColumns[i];
      }
      int penalty = MaskPenalty.of(tryRows, tryColumns, least);
      if (penalty < least) {
        least = penalty;
        bestMask = mask;
        long[] swap = bestRows;
        bestRows = tryRows;
        tryRows = swap;
      }
    }
    return new Symbol(grid.version, grid.level, bestMask, bestRows);
  }
}
