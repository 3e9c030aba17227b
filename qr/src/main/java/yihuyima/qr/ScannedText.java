package yihuyima.qr;

import java.util.Objects;
import java.util.Optional;

/**
 * What a scanned or typed text is to us. Parsing looks at the text alone: whether a code was
 * issued, or a signature is genuine, comes later.
 */
public sealed interface ScannedText {
  /**
   * Longest text looked at, in UTF-16 units: the longest signed text (100 + 3 + 16 + 1 + 164) and
   * what other programs append to an address.
   */
  int CHARS_MAX = 512;

  /** A code without a signature, scanned or typed. */
  @SuppressWarnings("JavaLangClash") // the word of the format; nobody boxes a short here
  record Short(HouseholdCode code) implements ScannedText {
    public Short {
      Objects.requireNonNull(code, "code");
    }
  }

  /** A code with a signature, not verified yet. */
  record Signed(SignedCode code) implements ScannedText {
    public Signed {
      Objects.requireNonNull(code, "code");
    }
  }

  /** A handle from a phone's screen. */
  record Dynamic(String handle) implements ScannedText {
    public Dynamic {
      Objects.requireNonNull(handle, "handle");
    }

    /** Hides the handle: it is good for one use. */
    @Override
    public String toString() {
      return "Dynamic[…]";
    }
  }

  /** The shape of a code, but its check characters do not hold. */
  record Mistyped() implements ScannedText {}

  /** Another address, or an address of ours that is no code. */
  record Foreign() implements ScannedText {}

  /** Nothing of the kind: null, empty, too long, or the wrong shape after our own address. */
  record Malformed() implements ScannedText {}

  /**
   * Reads a scanned text: one of our three addresses, a bare code, or a bare code with its 164
   * digits.
   *
   * <p>Scheme and host are compared without regard to case, because some scanners change it; the
   * path is not. A query or fragment that another program appended is dropped.
   *
   * @param scanned may be null; already percent-decoded (the mini-program's {@code q} once)
   * @param ours where our codes point
   * @return never null. Never throws, whatever the text
   */
  static ScannedText parse(String scanned, CodePrefix ours) {
    Objects.requireNonNull(ours, "ours");
    if (scanned == null || scanned.length() > CHARS_MAX) {
      return new Malformed();
    }
    String text = scanned.strip();
    int schemeEnd = text.indexOf("://");
    if (schemeEnd < 0) {
      return hasScheme(text) || text.indexOf('/') >= 0 ? new Foreign() : code(text);
    }
    int originEnd = firstOf(text, "/?#", schemeEnd + "://".length());
    Optional<CodePrefix> origin = CodePrefix.parse(text.substring(0, originEnd));
    if (origin.isEmpty() || !origin.get().equals(ours)) {
      return new Foreign();
    }
    String path = text.substring(originEnd, firstOf(text, "?#", originEnd));
    if (path.startsWith(CodeText.HOUSEHOLD_PATH)) {
      return code(path.substring(CodeText.HOUSEHOLD_PATH.length()));
    }
    if (path.startsWith(CodeText.DYNAMIC_PATH)) {
      String handle = path.substring(CodeText.DYNAMIC_PATH.length());
      return CodeText.isHandle(handle) ? new Dynamic(handle) : new Malformed();
    }
    return new Foreign();
  }

  /** A bare code, or a code, a hyphen and exactly 164 digits. */
  private static ScannedText code(String text) {
    int hyphen = text.length() - SignedDigits.DIGITS - 1;
    boolean signed =
        hyphen > 0 && text.charAt(hyphen) == '-' && SignedDigits.standAt(text, hyphen + 1);
    return switch (HouseholdCode.parse(signed ? text.substring(0, hyphen) : text)) {
      case CodeReading.Mistyped mistyped -> new Mistyped();
      case CodeReading.Malformed malformed -> new Malformed();
      case CodeReading.Valid valid ->
          signed ? signed(valid.code(), text.substring(hyphen + 1)) : new Short(valid.code());
    };
  }

  private static ScannedText signed(HouseholdCode code, String digits) {
    byte[] block = SignedDigits.parse(digits);
    return block == null ? new Malformed() : new Signed(SignedCode.ofBlock(code, block));
  }

  /** Whether a text begins like {@code tel:} or {@code WIFI:}. */
  private static boolean hasScheme(String text) {
    int colon = text.indexOf(':');
    return colon > 0 && text.substring(0, colon).chars().allMatch(ScannedText::isSchemeCharacter);
  }

  private static boolean isSchemeCharacter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  }

  /** The first index from {@code from} on of any of {@code characters}, or the text's length. */
  private static int firstOf(String text, String characters, int from) {
    int index = from;
    while (index < text.length() && characters.indexOf(text.charAt(index)) < 0) {
      index++;
    }
    return index;
  }
}
