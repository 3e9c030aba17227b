package yihuyima.qr;

import java.util.Objects;

/**
 * The sixteen characters of a household code (一户一码), checked: version, 65 keyed bits, two check
 * characters.
 *
 * <p>An instance always has right check characters and a known kind; whether it was issued, and is
 * live, is not known here. The text is a bearer's key to the neutral page, so {@link #toString()}
 * and logs show only {@link #hint()}.
 */
public final class HouseholdCode {
  /** Characters of a canonical code. */
  public static final int CHARS = CheckCharacters.WORD_CHARACTERS;

  /**
   * Longest typed text looked at, in UTF-16 units: a code with a space and a hyphen after every
   * character still fits, and nothing longer is worth the work.
   */
  public static final int TYPED_CHARS_MAX = 64;

  /** Version and kind, first character: household card, first layout. */
  static final char HOUSEHOLD_CARD = '1';

  /** Characters between hyphens when printed. */
  private static final int GROUP_CHARS = 4;

  private final String canonical;

  private HouseholdCode(String canonical) {
    this.canonical = canonical;
  }

  /**
   * Reads what a person typed or pasted: any case, spaces and hyphens dropped, full-width forms
   * folded, O read as 0, I and L as 1; U is refused.
   *
   * @param typed may be null; at most {@link #TYPED_CHARS_MAX} characters are accepted
   * @return never null; a code only when its check characters hold. Never throws
   */
  public static CodeReading parse(String typed) {
    if (typed == null) {
      return new CodeReading.Malformed(CodeReading.Reason.EMPTY);
    }
    if (typed.length() > TYPED_CHARS_MAX) {
      return new CodeReading.Malformed(CodeReading.Reason.TOO_LONG);
    }
    int[] word = new int[CHARS];
    int count = 0;
    for (int i = 0; i < typed.length(); i++) {
      char folded = Crockford.fold(typed.charAt(i));
      if (isFiller(folded)) {
        continue;
      }
      int value = Crockford.value(folded);
      if (value == Crockford.NONE) {
        return new CodeReading.Malformed(CodeReading.Reason.NOT_IN_ALPHABET);
      }
      if (count < CHARS) {
        word[count] = value;
      }
      count++;
    }
    if (count == 0) {
      return new CodeReading.Malformed(CodeReading.Reason.EMPTY);
    }
    if (count != CHARS) {
      return new CodeReading.Malformed(CodeReading.Reason.WRONG_LENGTH);
    }
    if (!CheckCharacters.hold(word)) {
      return new CodeReading.Mistyped();
    }
    if (Crockford.character(word[0]) != HOUSEHOLD_CARD) {
      return new CodeReading.Malformed(CodeReading.Reason.UNKNOWN_KIND);
    }
    return new CodeReading.Valid(new HouseholdCode(characters(word)));
  }

  /** The code with these fourteen data values (0–31, the first one the kind); adds the check. */
  static HouseholdCode ofData(int[] word) {
    CheckCharacters.append(word);
    return new HouseholdCode(characters(word));
  }

  /** The sixteen characters without hyphens: what is hashed, signed and put into addresses. */
  public String canonical() {
    return canonical;
  }

  /** The code as people read it, hyphenated in fours: {@code 1K7Q-9M2X-J4T8-WZJN}. */
  public String printed() {
    StringBuilder printed = new StringBuilder(CHARS + CHARS / GROUP_CHARS - 1);
    for (int from = 0; from < CHARS; from += GROUP_CHARS) {
      if (from > 0) {
        printed.append('-');
      }
      printed.append(canonical, from, from + GROUP_CHARS);
    }
    return printed.toString();
  }

  /** The first four characters, for logs: fifteen keyed bits, far too few to use the code. */
  public String hint() {
    return canonical.substring(0, GROUP_CHARS);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HouseholdCode that && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return Objects.hash(canonical);
  }

  /** The hint and an ellipsis, never the code: a stray log line must not hand out a household. */
  @Override
  public String toString() {
    return hint() + "…";
  }

  private static String characters(int[] word) {
    char[] characters = new char[CHARS];
    for (int i = 0; i < CHARS; i++) {
      characters[i] = Crockford.character(word[i]);
    }
    return new String(characters);
  }

  /**
   * Spaces, hyphens and what chat programs put in their place: dashes, the minus sign, no-break and
   * ideographic spaces, and the zero-width characters that travel along with a copied text.
   */
  private static boolean isFiller(char character) {
    return switch (character) {
      case '-', '\u2212', '\u00a0', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff' -> true;
      default ->
          Character.isWhitespace(character)
              || Character.isSpaceChar(character)
              || Character.getType(character) == Character.DASH_PUNCTUATION;
    };
  }
}
