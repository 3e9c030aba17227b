package yihuyima.qr;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;

/** How much of a symbol may be damaged and still be read (ISO/IEC 18004), in rising order. */
public enum ErrorLevel {
  /** About 7 % of the codewords. */
  L(0b01, ErrorCorrectionLevel.L),
  /** About 15 %. */
  M(0b00, ErrorCorrectionLevel.M),
  /** About 25 %. */
  Q(0b11, ErrorCorrectionLevel.Q),
  /** About 30 %. */
  H(0b10, ErrorCorrectionLevel.H);

  private final int formatBits;
  private final ErrorCorrectionLevel zxing;

  ErrorLevel(int formatBits, ErrorCorrectionLevel zxing) {
    this.formatBits = formatBits;
    this.zxing = zxing;
  }

  /** The two bits in the format information; not in the order of strength. */
  int formatBits() {
    return formatBits;
  }

  /** The same level in ZXing's tables. */
  ErrorCorrectionLevel zxing() {
    return zxing;
  }
}
