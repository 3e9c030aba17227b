package yihuyima.api.spreadsheet;

import java.util.regex.Pattern;

/**
 * Texts that no spreadsheet takes for a formula, also after it was saved as CSV: an apostrophe
 * stands before what begins like one. Reading takes exactly one away, so nothing is lost on the
 * way.
 */
final class SafeText {
  private static final Pattern LIKE_A_FORMULA =
      Pattern.compile("^'*[=+\\-@\\t\\r\\n]", Pattern.DOTALL);
  private static final Pattern MADE_SAFE = Pattern.compile("^''*[=+\\-@\\t\\r\\n]", Pattern.DOTALL);

  private SafeText() {}

  /** As it is written into a cell. */
  static String write(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().filter(SafeText::isXml).forEach(clean::appendCodePoint);
    return LIKE_A_FORMULA.matcher(clean).find() ? "'" + clean : clean.toString();
  }

  /** As it was before it was written. */
  static String read(String text) {
    return MADE_SAFE.matcher(text).find() ? text.substring(1) : text;
  }

  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
