package yihuyima.api.policy.condition.batch;

/** One pass over a batch: its room for what nodes find out, by their slots. */
final class Run {
  /** Households at a time: their intermediate results stay in the processor's caches. */
  static final int HOUSEHOLDS_AT_A_TIME = 1024;

  /** More members than this no household is counted to have. */
  static final int COUNT_MAX = 62;

  final Batch batch;
  final long today;
  private final long[][] slots;
  private final int[] sizes;
  private final int rowsMax;

  /**
   * @param kinds for each slot whether it holds bits of rows or numbers of rows
   */
  Run(Batch batch, long today, boolean[] kinds) {
    this.batch = batch;
    this.today = today;
    this.slots = new long[kinds.length][];
    int rows = HOUSEHOLDS_AT_A_TIME;
    for (int from = 0; from < batch.households(); from += HOUSEHOLDS_AT_A_TIME) {
      int to = Math.min(batch.households(), from + HOUSEHOLDS_AT_A_TIME);
      rows = Math.max(rows, batch.firstMember(to) - batch.firstMember(from));
    }
    this.rowsMax = rows;
    this.sizes = new int[kinds.length];
    for (int i = 0; i < kinds.length; i++) {
      // One word more, for whoever reads a few bits across the end of the last.
      sizes[i] = kinds[i] ? Batch.words(rowsMax) + 1 : rowsMax;
    }
  }

  long[] slot(int number) {
    if (slots[number] == null) {
      slots[number] = new long[sizes[number]];
    }
    return slots[number];
  }

  /** The bits of 64 rows from one on, or of as many as there are up to another. */
  static long bits(long[] bits, int from, int to) {
    int word = from >> 6;
    int shift = from & 63;
    long found = word < bits.length ? bits[word] >>> shift : 0;
    if (shift != 0 && word + 1 < bits.length) {
      found |= bits[word + 1] << (64 - shift);
    }
    return found & mask(to - from);
  }

  /**
   * A few bits in a row.
   *
   * @param count 0 to 63
   */
  static long few(long[] bits, int from, int count) {
    int word = from >> 6;
    // In two steps, because a shift by 64 is none.
    long found = bits[word] >>> from | bits[word + 1] << 1 << (63 - (from & 63));
    return found & ((1L << count) - 1);
  }

  /** The first so many bits, all from 64 on. */
  static long mask(int count) {
    return count >= 64 ? -1L : (1L << count) - 1;
  }
}
