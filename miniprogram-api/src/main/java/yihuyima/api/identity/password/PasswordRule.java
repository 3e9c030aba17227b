package yihuyima.api.identity.password;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which passwords are taken: long ones that guessers do not try first. No rules of composition, for
 * they make passwords that are hard to remember and easy to guess (NIST SP 800-63B, 3.1.1).
 */
public final class PasswordRule {
  /** The fewest characters. */
  public static final int CHARS_MIN = 10;

  /** The fewest different characters. */
  static final int DIFFERENT_CHARS_MIN = 5;

  /** A name shorter than this is no reason to refuse what happens to contain it. */
  static final int NAME_CHARS_MIN = 2;

  private static final int LOGIN_NAME_CHARS_MIN = 4;

  /** Rows of keys and of signs that fingers and eyes run along. */
  private static final List<String> ROWS =
      List.of(
          "01234567890123456789",
          "qwertyuiop",
          "asdfghjkl",
          "zxcvbnm",
          "abcdefghijklmnopqrstuvwxyz",
          "qazwsxedcrfvtgbyhnujm",
          "1q2w3e4r5t6y7u8i9o0p",
          "1qaz2wsx3edc4rfv5tgb6yhn7ujm");

  private PasswordRule() {}

  /**
   * Why a password is refused, in words for its owner; empty when it is taken.
   *
   * @param loginName what it is used with
   * @param names of the person and of the organisation, and whatever else a guesser knows
   */
  public static Optional<String> refusal(String password, String loginName, List<String> names) {
    String folded = password.toLowerCase(Locale.ROOT);
    if (password.codePointCount(0, password.length()) < CHARS_MIN) {
      return Optional.of("密码至少 " + CHARS_MIN + " 个字符，可以是一句好记的话");
    }
    if (folded.chars().distinct().count() < DIFFERENT_CHARS_MIN || isRepeated(folded)) {
      return Optional.of("密码里重复的字符太多，容易被猜中");
    }
    if (isRun(folded)) {
      return Optional.of("密码是键盘或字母表上连着的字符，容易被猜中");
    }
    if (loginName.length() >= LOGIN_NAME_CHARS_MIN
        && folded.contains(loginName.toLowerCase(Locale.ROOT))) {
      return Optional.of("密码里不能含有登录名");
    }
    for (String name : names) {
      if (name.length() >= NAME_CHARS_MIN && folded.contains(name.toLowerCase(Locale.ROOT))) {
        return Optional.of("密码里不能含有本人姓名或工会名称");
      }
    }
    if (CommonPasswords.contains(folded)) {
      return Optional.of("这是常见密码，别人会最先试它");
    }
    return Optional.empty();
  }

  /** Whether it is one short piece over and over, such as abc123abc123. */
  private static boolean isRepeated(String text) {
    for (int period = 1; period <= text.length() / 2; period++) {
      if (text.startsWith(text.substring(period)) && period <= 6) {
        return true;
      }
    }
    return false;
  }

  /** Whether it lies whole on one row, in either direction. */
  private static boolean isRun(String text) {
    String backwards = new StringBuilder(text).reverse().toString();
    return ROWS.stream()
        .map(row -> row + row)
        .anyMatch(row -> row.contains(text) || row.contains(backwards));
  }
}
