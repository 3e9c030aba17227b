package yihuyima.api.secret;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A name as it is searched: written in one way, and cut into what it is found by.
 *
 * <p>Full width and half width are the same, so are letters in either case, and digits in the
 * traditional, the formal and the plain writing; spaces and the dots of minority names (买买提·艾力) do
 * not count.
 */
public final class NameWords {
  /** Longer names are found by their beginning: the longest registered ones have about 50. */
  static final int CHARACTERS_MAX = 60;

  private static final String DIGITS = "〇零壹弌貳贰弍參叁叄弎肆伍陸陆柒捌玖拾";
  private static final String PLAIN_DIGITS = "零零一一二二二三三三三四五六六七八九十";

  private NameWords() {}

  /** The name in the one way of writing; empty when nothing of it counts. */
  public static String normal(String name) {
    StringBuilder normal = new StringBuilder();
    Normalizer.normalize(name, Normalizer.Form.NFKC)
        .toUpperCase(Locale.ROOT)
        .codePoints()
        // First, for 〇 is no letter.
        .map(NameWords::plainDigit)
        .filter(Character::isLetterOrDigit)
        .limit(CHARACTERS_MAX)
        .forEach(normal::appendCodePoint);
    return normal.toString();
  }

  private static int plainDigit(int character) {
    int at = DIGITS.indexOf(character);
    return at < 0 ? character : PLAIN_DIGITS.charAt(at);
  }

  /** Whether somebody of this name is meant by these words; both as people write them. */
  public static boolean matches(String name, String sought) {
    return normal(name).contains(normal(sought));
  }

  /** What a normal name is found by: the whole, each character, and each two in a row. */
  static Set<String> parts(String normal) {
    Set<String> parts = new LinkedHashSet<>(pieces(normal, 1));
    parts.addAll(pieces(normal, 2));
    if (!normal.isEmpty()) {
      parts.add(whole(normal));
    }
    return parts;
  }

  /** Parts that every name has in which these words occur. */
  static List<String> soughtParts(String normal) {
    return normal.codePointCount(0, normal.length()) < 2 ? pieces(normal, 1) : pieces(normal, 2);
  }

  /** The part that only this very name has. */
  static String whole(String normal) {
    return "=" + normal;
  }

  private static List<String> pieces(String normal, int length) {
    int[] points = normal.codePoints().toArray();
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i + length <= points.length; i++) {
      pieces.add(new String(points, i, length));
    }
    return pieces;
  }
}
