package yihuyima.qr;

import java.util.Arrays;
import java.util.List;

/**
 * A QR symbol (ISO/IEC 18004) as a value: square modules, dark or light, without quiet zone.
 *
 * <p>Versions 1–11 only, so that a row of modules fits in one {@code long}; the longest signed code
 * needs version 10. The error level is always raised as far as the version allows: it costs
 * nothing.
 */
public final class Symbol {
  /** The largest version drawn: 61 modules, 251 bytes at level M. */
  public static final int VERSION_MAX = 11;

  /** Light modules that must surround a drawn symbol on every side. */
  public static final int QUIET_ZONE_MODULES = 4;

  /** Up to here a short code's symbol may grow to reach level H: small prints get scratched. */
  private static final int SHORT_AT_H_VERSION_MAX = 4;

  private final int version;
  private final ErrorLevel level;
  private final int mask;

  /** Row y's module x is bit x of element y; 1 is dark. Never written after construction. */
  private final long[] rows;

  Symbol(int version, ErrorLevel level, int mask, long[] rows) {
    this.version = version;
    this.level = level;
    this.mask = mask;
    this.rows = rows;
  }

  /**
   * The symbol of a short code: version 3-M, or 4-H while the address before the code ({@code
   * https://<host>/h/}) has at most 22 characters.
   */
  public static Symbol ofShort(CodePrefix prefix, HouseholdCode code) {
    List<Segment> segments =
        List.of(
            Segment.bytes(prefix.publicUrl() + withoutLast(CodeText.HOUSEHOLD_PATH)),
            Segment.alphanumeric("/" + code.canonical()));
    int atH = SymbolEncoder.smallestVersion(segments, ErrorLevel.H);
    return atH > 0 && atH <= SHORT_AT_H_VERSION_MAX
        ? SymbolEncoder.encode(segments, atH, ErrorLevel.H)
        : SymbolEncoder.encode(segments, ErrorLevel.M);
  }

  /**
   * The symbol of a signed code: version 6-M while the address before the code has at most 23
   * characters, 7-M to 39.
   */
  public static Symbol ofSigned(CodePrefix prefix, SignedCode code) {
    return SymbolEncoder.encode(
        List.of(
            Segment.bytes(prefix.publicUrl() + withoutLast(CodeText.HOUSEHOLD_PATH)),
            Segment.alphanumeric("/" + code.code().canonical() + "-"),
            Segment.numeric(code.digits())),
        ErrorLevel.M);
  }

  /**
   * The symbol of a dynamic handle: version 3-M, or more error correction in the same version. Not
   * larger for level H: a screen is clean, and large modules read from farther away.
   *
   * @throws IllegalArgumentException when the handle has not the shape of one
   */
  public static Symbol ofDynamic(CodePrefix prefix, String handle) {
    String text = CodeText.dynamicText(prefix, handle);
    int split = text.length() - handle.length() - 1;
    return SymbolEncoder.encode(
        List.of(
            Segment.bytes(text.substring(0, split)), Segment.alphanumeric(text.substring(split))),
        ErrorLevel.M);
  }

  /**
   * The symbol of any text, in the cheapest mix of segments, at level M or better. Characters
   * beyond ASCII go as UTF-8.
   *
   * @throws IllegalArgumentException when the text is empty or does not fit version {@link
   *     #VERSION_MAX} at level M
   */
  public static Symbol of(String text) {
    return SymbolEncoder.encodeText(text, ErrorLevel.M);
  }

  /** Modules along a side, 21–61; the quiet zone is not counted. */
  public int size() {
    return rows.length;
  }

  /** 1 to {@link #VERSION_MAX}. */
  public int version() {
    return version;
  }

  /** The error level that was reached. */
  public ErrorLevel level() {
    return level;
  }

  /** The mask that was chosen, 0–7. */
  public int mask() {
    return mask;
  }

  /**
   * Whether a module is dark. Light outside the symbol, where the quiet zone is.
   *
   * @param x column, from the left
   * @param y row, from the top
   */
  public boolean isDark(int x, int y) {
    return x >= 0 && y >= 0 && x < size() && y < size() && ((rows[y] >>> x) & 1) != 0;
  }

  /** Row y, bit x being module x, 1 dark. */
  long row(int y) {
    return rows[y];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Symbol that
        && level == that.level
        && mask == that.mask
        && Arrays.equals(rows, that.rows);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rows);
  }

  /** Version, level and mask; never the modules, which are the text. */
  @Override
  public String toString() {
    return "Symbol[%d-%s, mask %d]".formatted(version, level, mask);
  }

  /** A path without its last slash, which goes into the cheaper alphanumeric segment. */
  private static String withoutLast(String path) {
    return path.substring(0, path.length() - 1);
  }
}
