package yihuyima.qr;

/**
 * A symbol as lines of text, two rows of modules a line, for a terminal.
 *
 * <p>With ANSI colours black and white are said outright, and it looks the same everywhere. Without
 * them, blocks are drawn where the symbol is light, which is right on a dark terminal; on a light
 * one the symbol appears inverted, which current phones read too, some old ones do not.
 */
public final class TerminalBlocks {
  /** Black on white out of the 256-colour cube, which no theme redefines. */
  private static final String BLACK_ON_WHITE = "\u001b[38;5;16;48;5;231m";

  private static final String RESET = "\u001b[0m";

  private TerminalBlocks() {}

  /**
   * The lines, each ended by a line feed.
   *
   * @param ansi whether the terminal understands ANSI colours
   */
  public static String draw(Symbol symbol, boolean ansi) {
    int from = -Symbol.QUIET_ZONE_MODULES;
    int to = symbol.size() + Symbol.QUIET_ZONE_MODULES;
    StringBuilder lines = new StringBuilder();
    for (int y = from; y < to; y += 2) {
      if (ansi) {
        lines.append(BLACK_ON_WHITE);
      }
      for (int x = from; x < to; x++) {
        boolean upper = symbol.isDark(x, y) == ansi;
        boolean lower = symbol.isDark(x, y + 1) == ansi;
        lines.append(upper ? (lower ? '█' : '▀') : (lower ? '▄' : ' '));
      }
      if (ansi) {
        lines.append(RESET);
      }
      lines.append('\n');
    }
    return lines.toString();
  }
}
