package yihuyima.qr;

/**
 * A symbol as SVG text: one path, in module units, with its quiet zone.
 *
 * <p>One path, because neighbouring rectangles of one path leave no hairlines between them when a
 * printer's rasteriser smooths edges. There is no width or height: whoever embeds it gives them, in
 * millimetres for print.
 */
public final class Svg {
  /** Longest title, in UTF-16 units: a sentence for a screen reader, not a document. */
  public static final int TITLE_CHARS_MAX = 200;

  private static final int QUIET = Symbol.QUIET_ZONE_MODULES;

  private Svg() {}

  /** The symbol without a title; hidden from screen readers, as a picture beside its own text. */
  public static String draw(Symbol symbol) {
    return draw(symbol, "", "aria-hidden=\"true\"");
  }

  /**
   * The symbol with a title that screen readers say.
   *
   * @param title not null, at most {@link #TITLE_CHARS_MAX}; escaped here. It should not hold the
   *     code: titles also show as tooltips
   * @throws IllegalArgumentException when the title is too long
   */
  public static String draw(Symbol symbol, String title) {
    if (title.length() > TITLE_CHARS_MAX) {
      throw new IllegalArgumentException(
          "a title has at most " + TITLE_CHARS_MAX + " characters, not " + title.length());
    }
    return draw(symbol, "<title>" + escaped(title) + "</title>", "role=\"img\"");
  }

  private static String draw(Symbol symbol, String title, String role) {
    int side = symbol.size() + 2 * QUIET;
    StringBuilder svg = new StringBuilder(400 + title.length() + symbol.size() * symbol.size() * 4);
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .append(side)
        .append(' ')
        .append(side)
        .append("\" shape-rendering=\"crispEdges\" ")
        .append(role)
        .append('>')
        .append(title)
        .append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\"");
    for (int y = 0; y < symbol.size(); y++) {
      appendRow(svg, symbol.row(y), y + QUIET);
    }
    return svg.append("\"/></svg>").toString();
  }

  /** One rectangle for each run of dark modules. */
  private static void appendRow(StringBuilder path, long row, int y) {
    long rest = row;
    while (rest != 0) {
      int from = Long.numberOfTrailingZeros(rest);
      int length = Long.numberOfTrailingZeros(~(rest >>> from));
      path.append('M')
          .append(from + QUIET)
          .append(' ')
          .append(y)
          .append('h')
          .append(length)
          .append("v1h-")
          .append(length)
          .append('z');
      rest &= -1L << (from + length);
    }
  }

  /** Text for an XML element: escaped, and what XML 1.0 cannot hold left out. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> {
                  if (c >= ' ' && !(c >= 0xd800 && c <= 0xdfff) && c != 0xfffe && c != 0xffff) {
                    escaped.appendCodePoint(c);
                  }
                }
              }
            });
    return escaped.toString();
  }
}
