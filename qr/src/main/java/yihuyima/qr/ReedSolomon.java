package yihuyima.qr;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The error correction codewords of a QR symbol: Reed–Solomon over GF(256) with x⁸+x⁴+x³+x²+1
 * (ISO/IEC 18004, 7.5).
 *
 * <p>For each number of correction codewords, all 256 multiples of the generator are kept, so a
 * data byte costs one shift and one row of exclusive-ors.
 */
final class ReedSolomon {
  /** Most correction codewords in one block (ISO/IEC 18004, table 9). */
  private static final int DEGREE_MAX = 30;

  private static final int FIELD_POLYNOMIAL = 0x11d;
  private static final AtomicReferenceArray<ReedSolomon> BY_DEGREE =
      new AtomicReferenceArray<>(DEGREE_MAX + 1);

  private final int degree;

  /** Row f holds f times the generator without its leading one, highest power first. */
  private final byte[][] multiples;

  private ReedSolomon(int degree) {
    this.degree = degree;
    byte[] generator = generator(degree);
    multiples = new byte[256][degree];
    for (int factor = 0; factor < 256; factor++) {
      for (int i = 0; i < degree; i++) {
        multiples[factor][i] = (byte) times(factor, generator[i] & 0xff);
      }
    }
  }

  /** The code with this many correction codewords a block, 1–30. */
  static ReedSolomon of(int degree) {
    ReedSolomon code = BY_DEGREE.get(degree);
    if (code == null) {
      code = new ReedSolomon(degree); // two threads may both build it; the results are equal
      BY_DEGREE.set(degree, code);
    }
    return code;
  }

  /** The remainder of data[from, to) · x^degree by the generator. */
  byte[] remainder(byte[] data, int from, int to) {
    byte[] remainder = new byte[degree];
    for (int i = from; i < to; i++) {
      byte[] row = multiples[(data[i] ^ remainder[0]) & 0xff];
      for (int j = 0; j < degree - 1; j++) {
        remainder[j] = (byte) (remainder[j + 1] ^ row[j]);
      }
      remainder[degree - 1] = row[degree - 1];
    }
    return remainder;
  }

  /** (x − 1)(x − a)…(x − a^(degree−1)) without the leading one, highest power first. */
  private static byte[] generator(int degree) {
    byte[] generator = new byte[degree];
    generator[degree - 1] = 1;
    int root = 1;
    for (int i = 0; i < degree; i++) {
      for (int j = 0; j < degree; j++) {
        int product = times(generator[j] & 0xff, root);
        generator[j] = (byte) (j + 1 < degree ? product ^ generator[j + 1] : product);
      }
      root = times(root, 2);
    }
    return generator;
  }

  /** The product in GF(256). */
  private static int times(int a, int b) {
    int product = 0;
    for (int bit = 7; bit >= 0; bit--) {
      product = (product << 1) ^ ((product >>> 7) * FIELD_POLYNOMIAL);
      product ^= ((b >>> bit) & 1) * a;
    }
    return product;
  }
}
