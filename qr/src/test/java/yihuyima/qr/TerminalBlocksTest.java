package yihuyima.qr;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.GlobalHistogramBinarizer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a terminal shows can be scanned off it, whatever its theme. */
class TerminalBlocksTest {
  private static final int BLACK = 0x000000;
  private static final int WHITE = 0xffffff;
  private static final int CELL = 4;
  private static final String TEXT = CodeText.shortText(Given.PREFIX, Given.code(1));
  private static final Symbol SYMBOL = Symbol.ofShort(Given.PREFIX, Given.code(1));

  @Test
  void coloursAreSaidOutrightOnEveryLine() throws Exception {
    String drawn = TerminalBlocks.draw(SYMBOL, true);
    String bare = drawn.replace("\u001b[38;5;16;48;5;231m", "").replace("\u001b[0m", "");
    assertThat(bare.indexOf('\u001b')).isNegative();
    List<String> lines = drawn.lines().toList();
    assertThat(lines).allMatch(line -> line.startsWith("\u001b[38;5;16;48;5;231m"));
    assertThat(lines).allMatch(line -> line.endsWith("\u001b[0m"));
    assertThat(scan(bare, BLACK, WHITE, false)).isEqualTo(TEXT);
  }

  @Test
  void withoutColoursADarkTerminalShowsItRightAndALightOneInverted() throws Exception {
    String drawn = TerminalBlocks.draw(SYMBOL, false);
    assertThat(drawn.indexOf('\u001b')).isNegative();
    assertThat(scan(drawn, WHITE, BLACK, false)).isEqualTo(TEXT);
    assertThat(scan(drawn, BLACK, WHITE, true)).isEqualTo(TEXT);
  }

  /** Paints the lines as a terminal would, two square cells a character, and reads the picture. */
  private static String scan(String drawn, int foreground, int background, boolean invertedToo)
      throws Exception {
    List<String> lines = drawn.lines().toList();
    int width = lines.get(0).length() * CELL;
    int height = lines.size() * 2 * CELL;
    int[] pixels = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean upper = y / CELL % 2 == 0;
        boolean painted =
            switch (lines.get(y / CELL / 2).charAt(x / CELL)) {
              case '█' -> true;
              case '▀' -> upper;
              case '▄' -> !upper;
              default -> false;
            };
        pixels[y * width + x] = painted ? foreground : background;
      }
    }
    Map<DecodeHintType, Object> hints =
        invertedToo ? Map.of(DecodeHintType.ALSO_INVERTED, true) : Map.of();
    return new MultiFormatReader()
        .decode(
            new BinaryBitmap(
                new GlobalHistogramBinarizer(new RGBLuminanceSource(width, height, pixels))),
            hints)
        .getText();
  }
}
