package yihuyima.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The SVG is well-formed XML whose one path fills exactly the dark modules. */
class SvgTest {
  private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z");

  @Test
  void thePathFillsExactlyTheDarkModules() throws Exception {
    for (int household = 1; household <= 30; household++) {
      assertSameModules(Symbol.ofShort(Given.PREFIX, Given.code(household)));
      assertSameModules(Symbol.ofSigned(Given.PREFIX, Given.signed(household)));
    }
    assertSameModules(Symbol.of("x".repeat(251)));
  }

  @Test
  void aTitleIsEscapedAndSaid() throws Exception {
    String svg = Svg.draw(Symbol.of("x"), "一户一码 <&>\u0000\u000b\ud800\uffff\" 'x'");
    Element root = parse(svg).getDocumentElement();
    assertThat(root.getAttribute("role")).isEqualTo("img");
    assertThat(root.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("一户一码 <&>\" 'x'");
    assertThat(Svg.draw(Symbol.of("x"))).contains("aria-hidden=\"true\"").doesNotContain("<title");
  }

  @Test
  void longTitlesAreRefused() {
    Symbol symbol = Symbol.of("x");
    assertThat(Svg.draw(symbol, "t".repeat(Svg.TITLE_CHARS_MAX))).contains("ttt");
    assertThatThrownBy(() -> Svg.draw(symbol, "t".repeat(Svg.TITLE_CHARS_MAX + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Paints the path's rectangles and compares every module, quiet zone included. */
  private static void assertSameModules(Symbol symbol) throws Exception {
    Element root = parse(Svg.draw(symbol)).getDocumentElement();
    int side = symbol.size() + 2 * Symbol.QUIET_ZONE_MODULES;
    assertThat(root.getAttribute("viewBox")).isEqualTo("0 0 " + side + " " + side);
    assertThat(root.getElementsByTagName("path").getLength()).isEqualTo(1);
    String path = ((Element) root.getElementsByTagName("path").item(0)).getAttribute("d");
    boolean[][] dark = new boolean[side][side];
    Matcher runs = RUN.matcher(path);
    int end = 0;
    while (runs.find()) {
      assertThat(runs.start()).isEqualTo(end);
      end = runs.end();
      assertThat(runs.group(3)).isEqualTo(runs.group(4));
      int y = Integer.parseInt(runs.group(2));
      int from = Integer.parseInt(runs.group(1));
      for (int x = from; x < from + Integer.parseInt(runs.group(3)); x++) {
        assertThat(dark[y][x]).isFalse();
        dark[y][x] = true;
      }
    }
    assertThat(end).isEqualTo(path.length());
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        boolean expected =
            symbol.isDark(x - Symbol.QUIET_ZONE_MODULES, y - Symbol.QUIET_ZONE_MODULES);
        if (dark[y][x] != expected) {
          throw new AssertionError("%s differs at %d, %d".formatted(symbol, x, y));
        }
      }
    }
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }
}
