package yihuyima.qr;

/**
 * The two check characters: a Reed–Solomon code RS(16,14) over GF(32), distance 3.
 *
 * <p>A word of sixteen values v₀…v₁₅ is right when Σ vᵢ = 0 and Σ vᵢ·aⁱ = 0, with a = x in
 * GF(2)[x]/(x⁵+x²+1). Two errors e at i and f at j pass only if e = f and aⁱ = aʲ, which never
 * happens for i ≠ j below 31: so every single error, every pair of errors and every swap of two
 * characters, however far apart, is caught. The check is never used to correct: a silent correction
 * would hand a cadre another family's code with full confidence.
 */
final class CheckCharacters {
  static final int WORD_CHARACTERS = 16;
  static final int DATA_CHARACTERS = 14;

  private static final int FIELD_POLYNOMIAL = 0b100101;
  private static final int ORDER = 31;

  /** a to the power of the index, twice over so that sums of two logarithms need no remainder. */
  private static final int[] EXP = new int[2 * ORDER];

  private static final int[] LOG = new int[ORDER + 1];

  static {
    int power = 1;
    for (int i = 0; i < ORDER; i++) {
      EXP[i] = power;
      EXP[i + ORDER] = power;
      LOG[power] = i;
      power <<= 1;
      if (power > ORDER) {
        power ^= FIELD_POLYNOMIAL;
      }
    }
  }

  private CheckCharacters() {}

  /** Fills the last two of sixteen values from the first fourteen; each value is 0–31. */
  static void append(int[] word) {
    int sum = 0;
    int weighted = 0;
    for (int i = 0; i < DATA_CHARACTERS; i++) {
      sum ^= word[i];
      weighted ^= times(word[i], i);
    }
    // c14 + c15 = sum and a^14·c14 + a^15·c15 = weighted, solved for both.
    int divisor = EXP[14] ^ EXP[15];
    int last = divide(weighted ^ times(sum, 14), divisor);
    word[14] = sum ^ last;
    word[15] = last;
  }

  /** Whether sixteen values, each 0–31, satisfy both equations. */
  static boolean hold(int[] word) {
    int sum = 0;
    int weighted = 0;
    for (int i = 0; i < WORD_CHARACTERS; i++) {
      sum ^= word[i];
      weighted ^= times(word[i], i);
    }
    return sum == 0 && weighted == 0;
  }

  /** value · a^power. */
  private static int times(int value, int power) {
    return value == 0 ? 0 : EXP[LOG[value] + power];
  }

  private static int divide(int value, int divisor) {
    return value == 0 ? 0 : EXP[LOG[value] + ORDER - LOG[divisor]];
  }
}
