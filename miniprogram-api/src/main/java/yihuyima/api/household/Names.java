package yihuyima.api.household;

/** How a name is shown to those who need not know it in full. */
public final class Names {
  private Names() {}

  /** The surname, the given name hidden: 王小明 becomes 王**. Compound surnames are not told apart. */
  public static String masked(String name) {
    int[] letters = name.codePoints().toArray();
    if (letters.length == 0) {
      return "";
    }
    return new String(letters, 0, 1) + "*".repeat(Math.max(1, letters.length - 1));
  }
}
