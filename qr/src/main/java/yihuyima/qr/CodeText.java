package yihuyima.qr;

import java.security.SecureRandom;

/** The texts that stand in symbols. The signed one is {@link SignedCode#text}. */
public final class CodeText {
  /** Characters of a dynamic handle: 80 random bits, for something that lives 90 seconds. */
  public static final int HANDLE_CHARS = 16;

  static final String HOUSEHOLD_PATH = "/h/";
  static final String DYNAMIC_PATH = "/d/";

  private static final SecureRandom RANDOM = new SecureRandom();

  private CodeText() {}

  /** {@code https://<host>/h/CODE16}: small prints and screens. */
  public static String shortText(CodePrefix prefix, HouseholdCode code) {
    return prefix.publicUrl() + HOUSEHOLD_PATH + code.canonical();
  }

  /**
   * {@code https://<host>/d/<handle>}: the phone's screen.
   *
   * @param handle from {@link #newHandle()}
   * @throws IllegalArgumentException when it is not the shape of a handle
   */
  public static String dynamicText(CodePrefix prefix, String handle) {
    if (!isHandle(handle)) {
      throw new IllegalArgumentException(
          "a dynamic handle is " + HANDLE_CHARS + " characters of Crockford base32");
    }
    return prefix.publicUrl() + DYNAMIC_PATH + handle;
  }

  /** A fresh handle: {@link #HANDLE_CHARS} random characters that say nothing by themselves. */
  public static String newHandle() {
    byte[] random = new byte[HANDLE_CHARS];
    RANDOM.nextBytes(random);
    char[] handle = new char[HANDLE_CHARS];
    for (int i = 0; i < HANDLE_CHARS; i++) {
      handle[i] = Crockford.character(random[i] & 31);
    }
    return new String(handle);
  }

  /** Whether a text has the shape of a handle; false for null. */
  public static boolean isHandle(String text) {
    return text != null && text.length() == HANDLE_CHARS && Crockford.isCanonical(text);
  }
}
