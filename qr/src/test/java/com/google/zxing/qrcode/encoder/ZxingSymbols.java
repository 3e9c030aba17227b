package com.google.zxing.qrcode.encoder;

import com.google.zxing.WriterException;
import com.google.zxing.common.BitArray;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.decoder.Version;

/**
 * ZXing's own way from given data codewords to modules: what our encoder is compared with.
 *
 * <p>It stands in ZXing's package because those steps are not public, and only they can be fed the
 * same segments; ZXing's public encoder cuts segments its own way.
 */
public final class ZxingSymbols {
  private ZxingSymbols() {}

  /** A finished symbol: the modules (1 dark, by row) and the mask chosen. */
  public record Modules(ByteMatrix matrix, int mask) {}

  /** Correction, interleaving, placement and the choice of the mask, all ZXing's. */
  public static Modules encode(byte[] dataCodewords, int versionNumber, ErrorCorrectionLevel level)
      throws WriterException {
    Version version = Version.getVersionForNumber(versionNumber);
    Version.ECBlocks blocks = version.getECBlocksForLevel(level);
    BitArray data = new BitArray();
    for (byte codeword : dataCodewords) {
      data.appendBits(codeword & 0xff, 8);
    }
    BitArray bits =
        Encoder.interleaveWithECBytes(
            data, version.getTotalCodewords(), dataCodewords.length, blocks.getNumBlocks());
    int size = version.getDimensionForVersion();
    ByteMatrix matrix = new ByteMatrix(size, size);
    int best = -1;
    int least = Integer.MAX_VALUE;
    for (int mask = 0; mask < QRCode.NUM_MASK_PATTERNS; mask++) {
      MatrixUtil.buildMatrix(bits, level, version, mask, matrix);
      int penalty = penalty(matrix);
      if (penalty < least) {
        least = penalty;
        best = mask;
      }
    }
    MatrixUtil.buildMatrix(bits, level, version, best, matrix);
    return new Modules(matrix, best);
  }

  /** The sum of ZXing's four rules for a finished symbol. */
  public static int penalty(ByteMatrix matrix) {
    return MaskUtil.applyMaskPenaltyRule1(matrix)
        + MaskUtil.applyMaskPenaltyRule2(matrix)
        + MaskUtil.applyMaskPenaltyRule3(matrix)
        + MaskUtil.applyMaskPenaltyRule4(matrix);
  }
}
