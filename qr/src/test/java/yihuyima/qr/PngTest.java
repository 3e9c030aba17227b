package yihuyima.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hand-written PNG is a PNG: to another decoder, and byte by byte. */
class PngTest {
  private static final int QUIET = Symbol.QUIET_ZONE_MODULES;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 31, 40})
  void anotherDecoderSeesEveryModule(int scale) throws IOException {
    for (Symbol symbol : symbols()) {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(Png.draw(symbol, scale)));
      int side = (symbol.size() + 2 * QUIET) * scale;
      assertThat(image.getWidth()).isEqualTo(side);
      assertThat(image.getHeight()).isEqualTo(side);
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          boolean dark = symbol.isDark(x / scale - QUIET, y / scale - QUIET);
          if (image.getRaster().getSample(x, y, 0) != (dark ? 0 : 1)) {
            throw new AssertionError("%s, scale %d: pixel %d, %d".formatted(symbol, scale, x, y));
          }
        }
      }
    }
  }

  @Test
  void chunksAndCheckSumsHold() throws DataFormatException {
    for (int scale = Png.SCALE_MIN; scale <= Png.SCALE_MAX; scale++) {
      Symbol symbol = Symbol.ofShort(Given.PREFIX, Given.code(scale));
      ByteBuffer png = ByteBuffer.wrap(Png.draw(symbol, scale));
      assertThat(png.getLong()).isEqualTo(0x89504e470d0a1a0aL);
      byte[] header = chunk(png, "IHDR");
      byte[] data = chunk(png, "IDAT");
      assertThat(chunk(png, "IEND")).isEmpty();
      assertThat(png.hasRemaining()).isFalse();
      int side = (symbol.size() + 2 * QUIET) * scale;
      assertThat(ByteBuffer.wrap(header).getInt()).isEqualTo(side);
      assertThat(ByteBuffer.wrap(header).getInt(4)).isEqualTo(side);
      assertThat(header).hasSize(13).endsWith(1, 0, 0, 0, 0);
      Inflater inflater = new Inflater();
      inflater.setInput(data);
      byte[] rows = new byte[(1 + (side + 7) / 8) * side + 1];
      assertThat(inflater.inflate(rows)).isEqualTo(rows.length - 1);
      assertThat(inflater.finished()).isTrue(); // the Adler-32 holds, or this would have thrown
      assertThat(inflater.getRemaining()).isZero();
      inflater.end();
    }
  }

  @Test
  void aCardIsSmall() {
    assertThat(Png.draw(Symbol.ofShort(Given.PREFIX, Given.code(1)), 8)).hasSizeLessThan(1600);
    assertThat(Png.draw(Symbol.ofSigned(Given.PREFIX, Given.signed(1)), 8)).hasSizeLessThan(2800);
  }

  @Test
  void scalesOutOfRangeAreRefused() {
    Symbol symbol = Symbol.of("x");
    assertThatThrownBy(() -> Png.draw(symbol, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Png.draw(symbol, Png.SCALE_MAX + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 40");
  }

  @Test
  void rowsOfAnySizeAndRepetitionUnfoldToThemselves() throws DataFormatException {
    for (int stride = 1; stride <= 400; stride = stride < 20 ? stride + 1 : stride * 5 / 4) {
      for (int times : new int[] {1, 2, 3, 4, 87, 260}) {
        byte[] row = new byte[stride];
        for (int i = 0; i < stride; i++) {
          row[i] = (byte) (i % 7 < 4 ? 0x90 : i * 37);
        }
        RowDeflater deflater = new RowDeflater(stride, 1, times);
        deflater.append(row, times);
        Inflater inflater = new Inflater();
        inflater.setInput(deflater.bytes(), 0, deflater.finish());
        byte[] unfolded = new byte[stride * times + 1];
        assertThat(inflater.inflate(unfolded)).isEqualTo(stride * times);
        assertThat(inflater.finished()).isTrue();
        for (int i = 0; i < stride * times; i++) {
          assertThat(unfolded[i]).isEqualTo(row[i % stride]);
        }
        inflater.end();
      }
    }
  }

  private static List<Symbol> symbols() {
    List<Symbol> symbols = new ArrayList<>();
    for (int length : new int[] {1, 20, 60, 120, 251}) {
      symbols.add(Symbol.of("x".repeat(length)));
    }
    symbols.add(Symbol.ofSigned(Given.PREFIX, Given.signed(1)));
    return symbols;
  }

  /** The content of the next chunk, whose type and check sum must be right. */
  private static byte[] chunk(ByteBuffer png, String type) {
    byte[] content = new byte[png.getInt()];
    byte[] name = new byte[4];
    png.get(name).get(content);
    CRC32 check = new CRC32();
    check.update(name);
    check.update(content);
    assertThat(new String(name, StandardCharsets.US_ASCII)).isEqualTo(type);
    assertThat(png.getInt()).isEqualTo((int) check.getValue());
    return content;
  }
}
