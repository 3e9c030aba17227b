package yihuyima.qr;

/**
 * How unpleasant a masked symbol is to a reader (ISO/IEC 18004, 7.8.3), a row at a time in the bits
 * of a {@code long}.
 *
 * <p>The four rules are counted the way ZXing counts them – in particular, light modules beside the
 * finder-like pattern must lie within the symbol – because equal masks make equal symbols, and
 * those can be compared module by module.
 */
final class MaskPenalty {
  private static final int RUN = 3;
  private static final int BLOCK = 3;
  private static final int FINDER_LIKE = 40;
  private static final int BALANCE = 10;

  private MaskPenalty() {}

  /**
   * The penalty of a symbol, or any number not below {@code limit} once that is certain to be
   * reached.
   *
   * @param rows bit x of row y is module (x, y); 1 is dark
   * @param columns the same, transposed
   */
  static int of(long[] rows, long[] columns, int limit) {
    int size = rows.length;
    int dark = 0;
    for (long row : rows) {
      dark += Long.bitCount(row);
    }
    int total = size * size;
    int penalty = Math.abs(dark * 2 - total) * 10 / total * BALANCE;
    long pairs = (1L << (size - 1)) - 1;
    long previous = rows[0];
    long previousEqual = ~(previous ^ (previous >>> 1)) & pairs;
    penalty += line(previous, previousEqual, size);
    for (int y = 1; y < size && penalty < limit; y++) {
      long row = rows[y];
      long equal = ~(row ^ (row >>> 1)) & pairs;
      penalty += line(row, equal, size);
      penalty += BLOCK * Long.bitCount(equal & previousEqual & ~(row ^ previous));
      previous = row;
      previousEqual = equal;
    }
    for (int x = 0; x < size && penalty < limit; x++) {
      long column = columns[x];
      penalty += line(column, ~(column ^ (column >>> 1)) & pairs, size);
    }
    return penalty;
  }

  /**
   * Runs and finder-like patterns along one row or column.
   *
   * @param equal bit i tells whether modules i and i+1 are the same
   */
  private static int line(long line, long equal, int size) {
    // A run of n ≥ 5 modules is n − 1 equal pairs, in which four in a row start n − 4 times; it
    // costs 3 + (n − 5).
    long pairOfPairs = equal & (equal >>> 1);
    long fours = pairOfPairs & (pairOfPairs >>> 2);
    int penalty = Long.bitCount(fours) + (RUN - 1) * Long.bitCount(fours & ~(fours << 1));
    // 1011101, with four light modules before or behind.
    long finder =
        line
            & ~(line >>> 1)
            & (line >>> 2)
            & (line >>> 3)
            & (line >>> 4)
            & ~(line >>> 5)
            & (line >>> 6);
    if (finder != 0) {
      long light = ~line & ((1L << size) - 1);
      long lightPairs = light & (light >>> 1);
      long lightFours = lightPairs & (lightPairs >>> 2);
      penalty += FINDER_LIKE * Long.bitCount(finder & ((lightFours >>> 7) | (lightFours << 4)));
    }
    return penalty;
  }
}
