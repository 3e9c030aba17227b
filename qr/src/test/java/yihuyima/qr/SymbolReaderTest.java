package yihuyima.qr;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pictures from outside: read when they can be, refused when they are bombs, never an exception.
 */
class SymbolReaderTest {
  private static final Symbol SYMBOL = Symbol.ofShort(Given.PREFIX, Given.code(1));
  private static final String TEXT = CodeText.shortText(Given.PREFIX, Given.code(1));
  private static final SymbolReading FOUND = new SymbolReading.Found(TEXT, List.of());

  @Test
  void ourOwnPicturesAreRead() {
    for (int scale : new int[] {1, 2, 3, 8, 20, 40}) {
      assertThat(SymbolReader.read(Png.draw(SYMBOL, scale))).as("scale %d", scale).isEqualTo(FOUND);
    }
    SignedCode signed = Given.signed(1);
    assertThat(SymbolReader.read(Png.draw(Symbol.ofSigned(Given.PREFIX, signed), 3)))
        .isEqualTo(new SymbolReading.Found(signed.text(Given.PREFIX), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void everyOfferedFormatIsRead(String format) {
    assertThat(SymbolReader.read(Photograph.of(SYMBOL, 5).file(format))).isEqualTo(FOUND);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_BYTE_BINARY,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_USHORT_GRAY
      })
  void everyKindOfPixelIsRead(int type) {
    BufferedImage source = Photograph.of(SYMBOL, 5).image();
    BufferedImage image = new BufferedImage(source.getWidth(), source.getHeight(), type);
    image.getGraphics().drawImage(source, 0, 0, null);
    assertThat(SymbolReader.read(image)).isEqualTo(FOUND);
  }

  @Test
  void whatIsTransparentIsPaper() {
    BufferedImage image = new BufferedImage(200, 200, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 200; x++) {
        if (SYMBOL.isDark(x / 4 - 6, y / 4 - 6)) {
          image.setRGB(x, y, 0xff000000);
        }
      }
    }
    assertThat(SymbolReader.read(image)).isEqualTo(FOUND);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.5, 2.0, 3.0})
  void aSmallCodeInALargeScreenshotIsFound(double pixelsAModule) {
    Photograph screenshot = Photograph.of(SYMBOL, pixelsAModule).on(1080, 1920, 611, 1307);
    assertThat(SymbolReader.read(screenshot.image())).isEqualTo(FOUND);
  }

  @Test
  void nightModeIsRead() {
    assertThat(SymbolReader.read(Photograph.of(SYMBOL, 5).faded(240, 10).image())).isEqualTo(FOUND);
  }

  @Test
  void severalCodesAreAllTold() {
    Symbol second = Symbol.ofShort(Given.PREFIX, Given.code(2));
    Photograph both = Photograph.of(SYMBOL, 5).beside(Photograph.of(second, 5));
    SymbolReading reading = SymbolReader.read(both.image());
    assertThat(reading).isInstanceOf(SymbolReading.Found.class);
    SymbolReading.Found found = (SymbolReading.Found) reading;
    assertThat(found.others()).hasSize(1).doesNotContain(found.text());
    assertThat(List.of(found.text(), found.others().get(0)))
        .containsExactlyInAnyOrder(TEXT, CodeText.shortText(Given.PREFIX, Given.code(2)));
    assertThat(found.toString()).doesNotContain("http");
  }

  @Test
  void secondTriesReadWhatOneTryDoesNot() {
    int read = 0;
    for (int seed = 0; seed < 10; seed++) {
      Photograph grainy = Photograph.of(SYMBOL, 6).noisy(90, new Random(seed));
      read += SymbolReader.read(grainy.image()).equals(FOUND) ? 1 : 0;
    }
    assertThat(read).isEqualTo(10);
  }

  @Test
  void aPictureWithoutACodeHasNone() {
    assertThat(SymbolReader.read(new BufferedImage(600, 600, BufferedImage.TYPE_INT_RGB)))
        .isEqualTo(new SymbolReading.NotFound());
    assertThat(SymbolReader.read(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)))
        .isEqualTo(new SymbolReading.NotFound());
    Photograph noise = Photograph.of(Symbol.of("x"), 10).faded(128, 128).noisy(60, new Random(1));
    assertThat(SymbolReader.read(noise.image())).isEqualTo(new SymbolReading.NotFound());
  }

  @Test
  void aBombIsToldByItsHeader() {
    assertThat(SymbolReader.read(pngHeader(50_000, 50_000)))
        .isEqualTo(new SymbolReading.TooLarge());
    assertThat(SymbolReader.read(pngHeader(Integer.MAX_VALUE, Integer.MAX_VALUE)))
        .isEqualTo(new SymbolReading.TooLarge());
    assertThat(SymbolReader.read(new byte[SymbolReader.IMAGE_BYTES_MAX + 1]))
        .isEqualTo(new SymbolReading.TooLarge());
  }

  @Test
  void largePicturesAreThinnedOut() throws IOException {
    BufferedImage large = new BufferedImage(3000, 3000, BufferedImage.TYPE_BYTE_BINARY);
    for (int y = 0; y < 3000; y++) {
      for (int x = 0; x < 3000; x++) {
        large.getRaster().setSample(x, y, 0, SYMBOL.isDark(x / 12 - 40, y / 12 - 40) ? 0 : 1);
      }
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(large, "png", file);
    assertThat(SymbolReader.read(file.toByteArray())).isEqualTo(FOUND);
    PictureDecoder.Decoded decoded = PictureDecoder.decode(file.toByteArray());
    assertThat(decoded).isInstanceOf(PictureDecoder.Decoded.Picture.class);
    assertThat(((PictureDecoder.Decoded.Picture) decoded).picture().pixels())
        .isLessThanOrEqualTo(SymbolReader.DECODED_PIXELS_MAX);
  }

  @Test
  void whatIsNoPictureIsToldSo() {
    SymbolReading notAnImage = new SymbolReading.NotAnImage();
    assertThat(SymbolReader.read((byte[]) null)).isEqualTo(notAnImage);
    assertThat(SymbolReader.read(new byte[0])).isEqualTo(notAnImage);
    assertThat(SymbolReader.read("GIF8".getBytes(StandardCharsets.US_ASCII))).isEqualTo(notAnImage);
    assertThat(SymbolReader.read(Svg.draw(SYMBOL).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(notAnImage);
    assertThat(SymbolReader.read(Photograph.of(SYMBOL, 5).file("tiff"))).isEqualTo(notAnImage);
    assertThat(SymbolReader.read(pngHeader(0, 10))).isEqualTo(notAnImage);
    assertThat(SymbolReader.read(pngHeader(-1, -1))).isEqualTo(notAnImage);
  }

  @Test
  void brokenFilesNeverThrow() {
    Random random = new Random(6);
    for (String format : List.of("png", "jpeg", "gif", "bmp")) {
      byte[] file = Photograph.of(SYMBOL, 2).file(format);
      for (int i = 0; i < 60; i++) {
        byte[] broken = file.clone();
        for (int j = 0; j <= random.nextInt(4); j++) {
          broken[random.nextInt(Math.min(broken.length, 400))] = (byte) random.nextInt(256);
        }
        if (i % 3 == 0) {
          broken = Arrays.copyOf(broken, random.nextInt(broken.length));
        }
        assertThat(SymbolReader.read(broken)).isNotNull();
      }
    }
  }

  /** A PNG that promises a size and ends after its header. */
  private static byte[] pngHeader(int width, int height) {
    byte[] header =
        ByteBuffer.allocate(17)
            .put("IHDR".getBytes(StandardCharsets.US_ASCII))
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 2, 0, 0, 0})
            .array();
    CRC32 check = new CRC32();
    check.update(header);
    return ByteBuffer.allocate(33)
        .putLong(0x89504e470d0a1a0aL)
        .putInt(13)
        .put(header)
        .putInt((int) check.getValue())
        .array();
  }
}
