package yihuyima.qr;

import com.google.zxing.qrcode.decoder.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Everything about a version and a level that does not depend on the text: block sizes, where data
 * bits go, and for each mask the symbol that empty data would give.
 *
 * <p>Rows and columns are kept side by side (bit x of row y is bit y of column x), because half of
 * the penalties look along columns.
 */
final class Grid {
  static final int MASKS = 8;

  private static final int LEVELS = ErrorLevel.values().length;
  private static final int FORMAT_POLYNOMIAL = 0x537;
  private static final int FORMAT_XOR = 0x5412;
  private static final int VERSION_POLYNOMIAL = 0x1f25;

  /** From this version on the symbol carries its version. */
  private static final int VERSION_INFORMATION_FROM = 7;

  /** Row and column of the timing patterns. */
  private static final int TIMING = 6;

  private static final AtomicReferenceArray<Grid> CACHE =
      new AtomicReferenceArray<>((Symbol.VERSION_MAX + 1) * LEVELS);

  final int version;
  final ErrorLevel level;
  final int size;

  /** Data codewords of each block, in order. */
  final int[] dataCodewords;

  final int dataCodewordsSum;
  final int correctionCodewordsPerBlock;

  /** y · 64 + x of each data bit, in the order in which bits are placed. */
  final short[] positions;

  /** By mask: rows with function patterns, format and mask; exclusive-or data rows into a copy. */
  final long[][] rows;

  final long[][] columns;

  private final long[] functionRows;

  private Grid(int version, ErrorLevel level) {
    this.version = version;
    this.level = level;
    this.size = 17 + 4 * version;
    Version tables = Version.getVersionForNumber(version);
    Version.ECBlocks blocks = tables.getECBlocksForLevel(level.zxing());
    this.correctionCodewordsPerBlock = blocks.getECCodewordsPerBlock();
    List<Integer> sizes = new ArrayList<>();
    for (Version.ECB group : blocks.getECBlocks()) {
      for (int i = 0; i < group.getCount(); i++) {
        sizes.add(group.getDataCodewords());
      }
    }
    this.dataCodewords = sizes.stream().mapToInt(Integer::intValue).toArray();
    this.dataCodewordsSum = sizes.stream().mapToInt(Integer::intValue).sum();
    this.functionRows = new long[size];
    long[] patterns = new long[size];
    drawFunctionPatterns(patterns, tables.getAlignmentPatternCenters());
    this.positions = positions();
    this.rows = new long[MASKS][];
    this.columns = new long[MASKS][];
    for (int mask = 0; mask < MASKS; mask++) {
      rows[mask] = masked(patterns, mask);
      columns[mask] = transposed(rows[mask]);
    }
  }

  /** The grid of a version (1 to {@link Symbol#VERSION_MAX}) and a level. */
  static Grid of(int version, ErrorLevel level) {
    int index = version * LEVELS + level.formatBits();
    Grid grid = CACHE.get(index);
    if (grid == null) {
      grid = new Grid(version, level); // two threads may both build it; the results are equal
      CACHE.set(index, grid);
    }
    return grid;
  }

  /** Finder, separator, timing, alignment patterns, version; reserves the format's modules. */
  private void drawFunctionPatterns(long[] patterns, int[] alignmentCentres) {
    for (int i = 0; i < size; i++) {
      set(patterns, TIMING, i, i % 2 == 0);
      set(patterns, i, TIMING, i % 2 == 0);
    }
    drawFinder(patterns, 3, 3);
    drawFinder(patterns, size - 4, 3);
    drawFinder(patterns, 3, size - 4);
    for (int x : alignmentCentres) {
      for (int y : alignmentCentres) {
        boolean underFinder =
            (x == TIMING && y == TIMING)
                || (x == TIMING && y == size - 7)
                || (x == size - 7 && y == TIMING);
        if (!underFinder) {
          drawRings(patterns, x, y, 2);
        }
      }
    }
    drawFormat(patterns, 0);
    if (version >= VERSION_INFORMATION_FROM) {
      int bits = (version << 12) | remainder(version, 12, VERSION_POLYNOMIAL);
      for (int i = 0; i < 18; i++) {
        boolean dark = ((bits >>> i) & 1) != 0;
        set(patterns, size - 11 + i % 3, i / 3, dark);
        set(patterns, i / 3, size - 11 + i % 3, dark);
      }
    }
  }

  /** A finder with its separator, cut off at the symbol's edge. */
  private void drawFinder(long[] patterns, int centreX, int centreY) {
    drawRings(patterns, centreX, centreY, 4);
  }

  /** Concentric squares: dark, light, dark, (dark, light) from the centre outwards. */
  private void drawRings(long[] patterns, int centreX, int centreY, int radius) {
    for (int dy = -radius; dy <= radius; dy++) {
      for (int dx = -radius; dx <= radius; dx++) {
        int x = centreX + dx;
        int y = centreY + dy;
        if (x >= 0 && x < size && y >= 0 && y < size) {
          int ring = Math.max(Math.abs(dx), Math.abs(dy));
          boolean dark = radius == 4 ? ring != 2 && ring != 4 : ring != 1;
          set(patterns, x, y, dark);
        }
      }
    }
  }

  /** Both copies of level and mask, and the module that is always dark. */
  private void drawFormat(long[] target, int mask) {
    int data = (level.formatBits() << 3) | mask;
    int bits = ((data << 10) | remainder(data, 10, FORMAT_POLYNOMIAL)) ^ FORMAT_XOR;
    for (int i = 0; i < 15; i++) {
      boolean dark = ((bits >>> i) & 1) != 0;
      if (i < 6) {
        set(target, 8, i, dark);
      } else if (i < 8) {
        set(target, 8, i + 1, dark);
      } else if (i == 8) {
        set(target, 7, 8, dark);
      } else {
        set(target, 14 - i, 8, dark);
      }
      if (i < 8) {
        set(target, size - 1 - i, 8, dark);
      } else {
        set(target, 8, size - 15 + i, dark);
      }
    }
    set(target, 8, size - 8, true);
  }

  /** The remainder of a BCH code: data · x^degree modulo the polynomial of that degree. */
  private static int remainder(int data, int degree, int polynomial) {
    int rest = data << degree;
    for (int bit = 31 - degree; bit >= 0; bit--) {
      if (((rest >>> (bit + degree)) & 1) != 0) {
        rest ^= polynomial << bit;
      }
    }
    return rest;
  }

  private void set(long[] target, int x, int y, boolean dark) {
    functionRows[y] |= 1L << x;
    target[y] = dark ? target[y] | (1L << x) : target[y] & ~(1L << x);
  }

  /** Two columns at a time from the right, up and down in turn, past the timing column. */
  private short[] positions() {
    short[] found = new short[size * size];
    int count = 0;
    boolean upward = true;
    for (int right = size - 1; right > 0; right -= 2) {
      if (right == TIMING) {
        right--;
      }
      for (int i = 0; i < size; i++) {
        int y = upward ? size - 1 - i : i;
        for (int x = right; x >= right - 1; x--) {
          if (((functionRows[y] >>> x) & 1) == 0) {
            found[count++] = (short) ((y << 6) | x);
          }
        }
      }
      upward = !upward;
    }
    return Arrays.copyOf(found, count);
  }

  private long[] masked(long[] patterns, int mask) {
    long[] result = patterns.clone();
    drawFormat(result, mask);
    for (short position : positions) {
      int x = position & 63;
      int y = position >>> 6;
      if (inverts(mask, x, y)) {
        result[y] |= 1L << x;
      }
    }
    return result;
  }

  /** ISO/IEC 18004, table 10. */
  private static boolean inverts(int mask, int x, int y) {
    return switch (mask) {
      case 0 -> (x + y) % 2 == 0;
      case 1 -> y % 2 == 0;
      case 2 -> x % 3 == 0;
      case 3 -> (x + y) % 3 == 0;
      case 4 -> (x / 3 + y / 2) % 2 == 0;
      case 5 -> x * y % 2 + x * y % 3 == 0;
      case 6 -> (x * y % 2 + x * y % 3) % 2 == 0;
      case 7 -> ((x + y) % 2 + x * y % 3) % 2 == 0;
      default -> throw new IllegalArgumentException("masks are 0 to 7, not " + mask);
    };
  }

  private static long[] transposed(long[] rows) {
    long[] columns = new long[rows.length];
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows.length; x++) {
        columns[x] |= ((rows[y] >>> x) & 1) << y;
      }
    }
    return columns;
  }
}
